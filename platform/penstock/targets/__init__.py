"""Where a job runs: one file per kind of target, behind one protocol."""
