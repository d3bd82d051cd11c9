"""The one door to Flink: REST with time-outs, typed errors, states, savepoints, metrics."""
