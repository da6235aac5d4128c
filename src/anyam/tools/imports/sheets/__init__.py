"""Safe reading of sheets that strangers made: XLSX, XLS, ODS and delimited text, by content, in a stream."""

from anyam.tools.imports.sheets.cells import Cell, Raw, cell_of
from anyam.tools.imports.sheets.errors import UnreadableFile
from anyam.tools.imports.sheets.opening import OpenSheet, SheetHead, open_sheet

__all__ = ["Cell", "OpenSheet", "Raw", "SheetHead", "UnreadableFile", "cell_of", "open_sheet"]
