"""HTTP of test cases and runs; a module per subject."""
