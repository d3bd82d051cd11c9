"""Every read of test cases and runs, scoped to the actor; a module per subject."""
