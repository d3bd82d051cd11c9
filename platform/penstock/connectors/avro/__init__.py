"""Avro records: the format's jars; the formats of records are in `penstock.operators.formats`."""
