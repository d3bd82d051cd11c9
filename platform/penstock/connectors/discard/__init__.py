"""Rows that are thrown away, by Flink's blackhole connector."""
