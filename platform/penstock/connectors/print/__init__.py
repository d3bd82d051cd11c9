"""Flink's print connector."""
