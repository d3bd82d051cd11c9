"""JSON of packs, uploads and recordings; a module per subject."""
