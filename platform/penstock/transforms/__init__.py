"""Operator kinds between sources and sinks, one module per kind: `top-n` is `top_n.py`."""
