"""Runs unit tests of jobs on a Flink cluster and explains their results."""
