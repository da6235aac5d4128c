"""Anyam: school–industry partnership management for Indonesian vocational high schools."""

__version__ = "2026.11.0"
