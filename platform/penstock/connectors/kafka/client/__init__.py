"""Kafka's network side: browse topics, sample and record them."""

from penstock.connectors.kafka.client.store import Client

__all__ = ["Client"]
