"""Flink SQL as text: quoting of names and literals, data types, type inference."""
