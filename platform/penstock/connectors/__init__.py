"""One package per technology: `kafka-source` is `kafka/source.py`. Only `client` modules use the network."""
