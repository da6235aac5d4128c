"""Settings by environment: dev (default), test, prod."""
