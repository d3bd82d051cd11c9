"""Every write of the job tree; a module per subject."""
