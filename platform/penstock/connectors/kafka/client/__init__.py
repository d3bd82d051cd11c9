"""Kafka's network side: browse topics, sample and record them."""
