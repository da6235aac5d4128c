"""Pages of the partners room, one file per subject."""
