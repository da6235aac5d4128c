"""Turns contexts into PDF with typst: the template is source, everything a person typed is data."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template.utils import get_app_template_dirs
from django.utils import translation
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.tools.documents import press, rules, words
from anyam.tools.documents.errors import CannotPrint
from anyam.tools.documents.kinds import DocumentKind

UNSHOWN = re.compile(r'the text `"(.*?)"` could not be displayed')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document before printing: who issues it, what stands in its frame, and the room's content as
    JSON.
    """

    content: Mapping[str, Any]
    number: str
    day_text: str
    version: int
    verification: str
    mark: str
    printed_at: str
    printed_by: str


@cache
def template_source(path: str) -> bytes:
    """The typst file of a kind out of the room's `templates` folder. Raises FileNotFoundError."""
    for folder in get_app_template_dirs("templates"):
        file = Path(folder) / path
        if file.is_file():
            return file.read_bytes()
    raise FileNotFoundError(path)


def verification_address(code: str) -> str:
    """The full address that the QR code holds."""
    return f"{settings.PUBLIC_BASE_URL.rstrip('/')}/v/{rules.shown_code(code)}"


def _qr(code: str) -> str:
    picture = io.BytesIO()
    segno.make(verification_address(code), error="m").save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()


def letterhead(school: Any) -> dict[str, Any]:
    """Lines above the double rule, from the school's profile."""
    address = ", ".join(
        part for part in (school.address, f"{school.city} {school.postal_code}".strip()) if part
    )
    reach = [
        f"{word} {value}"
        for word, value in (("telepon", school.phone), ("laman", school.website), ("pos-el", school.email))
        if value
    ]
    lines = [line.strip() for line in school.letterhead_lines.splitlines() if line.strip()]
    contact = [line for line in (address, ", ".join(reach)) if line]
    return {"name": school.name, "lines": lines, "contact": [line[0].upper() + line[1:] for line in contact]}


def frame(school: Any, sheet: Sheet) -> dict[str, Any]:
    """What the template library reads for one document."""
    code = sheet.verification
    address = verification_address(code).split("://", 1)[-1]
    shown = rules.shown_code(code)
    return rules.plain(
        {
            "paper": school.paper_size,
            "school": letterhead(school),
            "number": sheet.number,
            "place-and-date": ", ".join(part for part in (_town(school.city), sheet.day_text) if part),
            "version": sheet.version,
            "mark": sheet.mark,
            "printed": {"at": sheet.printed_at, "by": sheet.printed_by},
            "content": sheet.content,
        }
    ) | {"verification": {"code": shown, "address": address, "qr": _qr(code)} if code else None}


def _town(city: str) -> str:
    """The place in a letter's date is the town without its administrative word."""
    return re.sub(r"^(kota|kabupaten|kab\.)\s+", "", city.strip(), flags=re.IGNORECASE)


def render(
    kind: DocumentKind, school: Any, sheets: Sequence[Sheet], *, now: datetime, apart: bool = False
) -> bytes:
    """One PDF of all sheets in order, each with page numbers of its own.

    The same sheets and moment give the same bytes. Archivable and accessible (PDF/A-2a, PDF/UA-1); `apart` is
    for the many pages of a batch: archivable only, made in a process of its own. Raises CannotPrint for signs
    the font lacks.
    """
    with translation.override(settings.LANGUAGE_CODE):  # a document speaks one language, whoever presses
        label = str(kind.label)
    data = {
        "title": label if len(sheets) != 1 else f"{label} {sheets[0].number}".strip(),
        "author": school.name,
        "documents": [frame(school, sheet) for sheet in sheets],
    }
    source, text = template_source(kind.template), json.dumps(data, ensure_ascii=False)
    work = press.compile_apart if apart else press.compile_here
    try:
        return work(source, text, seconds=int(now.timestamp()), tagged=not apart)
    except press.CompileError as error:
        found = UNSHOWN.search(str(error))
        if found is None:
            raise
        raise CannotPrint(
            _("Tanda “%(sign)s” tidak dapat dicetak. Perbaiki data yang memuatnya, lalu ulangi.")
            % {"sign": found[1]}
        ) from error


def preview(
    kind: DocumentKind, school: Any, actor: Actor, context: Any, *, mark: str, now: datetime
) -> bytes:
    """A PDF with a watermark, without number and code: how a document would look."""
    sheet = Sheet(
        content=rules.plain(context),
        number="…",
        day_text=words.long_date(actor.today(now)),
        version=1,
        verification="",
        mark=mark,
        printed_at=words.moment_text(now, actor.zone),
        printed_by=actor.name,
    )
    return render(kind, school, [sheet], now=now)
