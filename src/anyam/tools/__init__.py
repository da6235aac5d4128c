"""Machinery that knows no room."""
