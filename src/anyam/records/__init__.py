"""Who and what exists without any partnership."""
