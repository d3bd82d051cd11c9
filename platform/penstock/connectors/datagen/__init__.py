"""Generated rows, by Flink's datagen connector."""
