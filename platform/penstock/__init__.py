"""Penstock: designer and control plane for stream pipelines on Apache Flink."""
