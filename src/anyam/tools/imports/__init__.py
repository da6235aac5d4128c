"""Imports: read a stranger's sheet, show what would happen, do it after a yes, undo it for 30 days."""
