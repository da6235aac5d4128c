"""Verbs of the room: loading reference data from files."""

from anyam.records.reference.operations.load import DATA_FOLDER, load_reference
from anyam.records.reference.operations.upsert import LoadedSet

__all__ = ["DATA_FOLDER", "LoadedSet", "load_reference"]
