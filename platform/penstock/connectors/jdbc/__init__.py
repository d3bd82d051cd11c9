"""Relational databases through Flink's JDBC connector."""
