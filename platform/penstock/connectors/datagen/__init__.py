"""Generated rows, by a source of our own: `platform/jvm/connectors/datagen`."""
