"""Tests of the set-up, the process tree and the backups."""
