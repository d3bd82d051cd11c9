"""HTTP of the job tree, drafts, checks and versions; a module per subject."""
