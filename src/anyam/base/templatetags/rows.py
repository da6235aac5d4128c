"""The body of a list, written without templates: fifty rows of cells are most of the time of a page."""

from dataclasses import dataclass

from django import template
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from anyam.base.parts import Status
from anyam.base.tables import Cell, Column, Row, Table
from anyam.base.templatetags.ui import card_class, status

register = template.Library()


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands round the cells of one column, filled and blank; the same for every row."""

    before: str
    before_blank: str
    after: str


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """All rows of the page shown; each cell is escaped, a status is its pill, an address makes a link."""
    frames = [_frame(column) for column in table.columns]
    pills: dict[Status, str] = {}
    return mark_safe("\n".join(_row(table, row, frames, pills) for row in table.rows))


def _frame(column: Column) -> _Frame:
    if column.card == "title":
        head = '<th scope="row" role="rowheader" class="title">'
        return _Frame(head, head, "</th>")
    classes = f"{escaped(card_class(column.card))}{' n' if column.kind == 'number' else ''}"
    caption = f'<span class="cap">{escaped(str(column.label))}</span>' if column.card == "fact" else ""
    return _Frame(
        f'<td role="cell" class="{classes}">{caption}', f'<td role="cell" class="{classes} blank">', "</td>"
    )


def _row(table: Table, row: Row, frames: list[_Frame], pills: dict[Status, str]) -> str:
    pick = _pick(table, row) if table.bulk else ""
    cells = [
        f"{frame.before if cell.text else frame.before_blank}{_content(cell, pills)}{frame.after}"
        for cell, frame in zip(row.cells, frames, strict=True)
    ]
    return f'<tr role="row">{pick}{"".join(cells)}</tr>'


def _content(cell: Cell, pills: dict[Status, str]) -> str:
    if cell.column.kind == "status" and cell.value:
        if cell.value not in pills:
            pills[cell.value] = status(cell.value)
        return pills[cell.value]
    text = escaped(cell.text)
    return f'<a href="{escaped(cell.url)}">{text}</a>' if cell.url else text


def _pick(table: Table, row: Row) -> str:
    assert table.bulk is not None
    label = _("Pilih %(name)s") % {"name": row.cells[0].text}
    return (
        '<td class="pick" role="cell"><label class="k-pick"><input class="form-check-input" type="checkbox" '
        f'name="{escaped(table.bulk.name)}" value="{escaped(row.key)}" data-select-one '
        f'aria-label="{escaped(label)}"></label></td>'
    )
