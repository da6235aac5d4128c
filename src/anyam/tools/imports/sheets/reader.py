"""The reading process: parses one workbook under its own limits of memory and time, and prints rows as JSON.

It is started as a program of its own, knows neither Django nor the house, and is killed without harm: a
sheet of 5 KB with two cells in opposite corners makes the parser ask for 500 GB, which ends the process
that asked. Input on stdin: 8 bytes length, the file, then the index of the wanted sheet on a line. Output:
a line with the heads of the visible sheets, then one line per row that is not empty.
"""

import io
import json
import math
import sys
from datetime import date, datetime, time, timedelta

IMPRECISE_FROM = 1e15
CELL_CUT = 4_000


def limit(memory: int, seconds: int) -> None:
    """Take the limits; a system without them (not Linux) keeps the clock of the parent."""
    try:
        import resource  # optional dependency
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain(value: object) -> str | list[str]:
    """A cell for the parent: text, or [kind, text] for numbers (n), numbers with lost digits (i) and dates
    (d).
    """
    if isinstance(value, str):
        return value if len(value) <= CELL_CUT else value[:CELL_CUT]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, int)):
        return number(value)
    if isinstance(value, datetime):
        clock = value.time()
        return ["d", value.date().isoformat() if clock == time(0) else value.isoformat(" ", "minutes")]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return ["n", str(round(value.total_seconds() / 3600, 4))]
    return "" if value is None else str(value)


def number(value: float) -> list[str]:
    """Whole numbers without a tail; from 16 digits on the last ones are invented by the spreadsheet
    program.
    """
    if not math.isfinite(value):
        return ["n", ""]
    kind = "i" if abs(value) >= IMPRECISE_FROM else "n"
    if value == int(value):
        return [kind, str(int(value))]
    return [kind, repr(value)]


def rows_of(sheet: object, columns: int):
    """(row number from 1, cells without empty end) of every row that is not empty."""
    for index, cells in enumerate(sheet.iter_rows(), start=1):  # type: ignore[attr-defined]
        row = [plain(value) for value in cells[:columns]]
        while row and row[-1] in ("", ["n", ""]):
            row.pop()
        if row:
            yield index, row


def main() -> None:
    """Talk to the parent as told in the first lines of this file."""
    memory, seconds, head_rows, columns, most_sheets = (int(argument) for argument in sys.argv[1:6])
    limit(memory, seconds)
    import python_calamine as calamine  # slow import: only after the limits stand

    source = sys.stdin.buffer
    content = source.read(int.from_bytes(source.read(8), "big"))
    write = sys.stdout.write
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        visible = [
            (index, meta.name)
            for index, meta in enumerate(book.sheets_metadata)
            if meta.visible == calamine.SheetVisibleEnum.Visible
            and meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        heads, sheet, held = [], None, -1
        for index, name in visible[:most_sheets]:
            sheet, held = book.get_sheet_by_index(index), index
            head: list[list] = []
            for number_of_row, row in rows_of(sheet, columns):
                if len(head) == head_rows or number_of_row > 5_000:
                    break
                head.append([number_of_row, row])
            heads.append({"index": index, "name": name, "width": sheet.total_width, "rows": head})
        write(json.dumps({"sheets": heads}) + "\n")
        sys.stdout.flush()
        wanted = int(source.readline() or -1)
        if wanted < 0:
            return
        if wanted != held:
            sheet = book.get_sheet_by_index(wanted)
        for number_of_row, row in rows_of(sheet, columns):
            write(json.dumps([number_of_row, row]) + "\n")
        write("{}\n")
    except calamine.PasswordError:
        write('{"refused": "encrypted"}\n')
    except (calamine.CalamineError, ValueError, OSError, MemoryError, OverflowError) as error:
        write(json.dumps({"refused": "damaged", "detail": type(error).__name__}) + "\n")


if __name__ == "__main__":
    main()
