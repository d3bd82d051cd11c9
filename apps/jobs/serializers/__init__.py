"""JSON of the job tree, drafts, versions and checks; a module per subject."""
