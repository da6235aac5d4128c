"""Canaries: every text of the world is a mark that says whose it is, and the search for marks in an answer."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import count

from django.apps import apps
from django.db import models
from pypdf import PdfReader

from anyam.base.models import SchoolOwned
from anyam.mapping.partners.models import Partner
from anyam.records.people.models import Account
from anyam.records.schools.models import School

WORD = re.compile(r"KNR\d{5}|(?<!\d)99\d{6,16}(?!\d)|8119\d{6}", re.IGNORECASE)
BETWEEN_DIGITS = re.compile(r"(?<=\d)[-\s.](?=\d)")
# Fields that hold machine words, not words of people.
MACHINE = {
    "code", "name_key", "search_key", "digest", "previous", "sha256", "method", "engine_version", "series", "file",
    "print_file", "verification", "about_code", "about_label", "job_code", "return_url", "url", "model", "key",
    "action", "object_kind", "object_key", "actor_key", "by_key", "list_name", "query", "password",
    "letter_number_pattern",
    "time_zone", "slug", "language", "error", "found", "text_version", "kind", "number", "curriculum", "about_kind",
    "letterhead_lines", "principal_title",
}  # fmt: skip
# Names that a rule reads by their look: a mark of the same look, so that the forms of the pages still accept them.
DIGITS = {"nisn": 10, "nuptk": 16, "nip": 18, "npsn": 8}
SHORTEST = len("KNR00000")


@dataclass(slots=True)
class Canaries:
    """Marks and their labels: "<school> <model> <privacy class> <scope>"."""

    labels: dict[str, str] = field(default_factory=dict)
    numbers: count = field(default_factory=lambda: count(1))

    def word(self, label: str) -> str:
        """A new mark for a text of that label."""
        mark = f"KNR{next(self.numbers):05}"
        self.labels[mark] = label
        return mark

    def _value(self, name: str, field_: models.Field, label: str) -> str | None:
        number = next(self.numbers)
        if name in DIGITS:
            mark = "99" + str(number).zfill(DIGITS[name] - 2)
        elif name == "phone" or name.endswith("_phone"):
            mark = f"8119{number:06}"
            self.labels[mark] = label
            return f"+62{mark}"
        elif (field_.max_length or 999) < SHORTEST:
            return None
        else:
            mark = f"KNR{number:05}"
        self.labels[mark] = label
        if isinstance(field_, models.EmailField):
            return f"{mark.lower()}@uji.example"
        return mark

    def plant(self, scope_of) -> None:
        """Replace every text of every row; `scope_of(row)` gives the last word of the label."""
        for model in apps.get_models():
            if not (issubclass(model, SchoolOwned) or model in (School, Account)):
                continue
            for row in model._base_manager.all():
                school, scope = scope_of(row)
                self._plant_row(model, row, school, scope)

    def _plant_row(self, model: type[models.Model], row: models.Model, school: str, scope: str) -> None:
        classes = {name: kind for kind, names in model.PRIVACY.items() for name in names}
        changed = {}
        for field_ in model._meta.concrete_fields:
            if (
                not isinstance(field_, models.CharField | models.TextField)
                or field_.choices
                or field_.name in MACHINE
                or not (getattr(row, field_.name) or field_.blank)
                or (model, field_.name) in KEPT
            ):
                continue
            label = f"{school} {model._meta.label_lower} {classes.get(field_.name, 'none')} {scope}"
            value = self._value(field_.name, field_, label)
            if value is not None:
                changed[field_.name] = value
        if changed:
            model._base_manager.filter(pk=row.pk).update(**changed)

    def found_in(self, text: str, own: Iterable[str] = ()) -> set[str]:
        """Marks in an answer, those in `own` (what the request itself said) left out."""
        said = {mark.upper() for words in own for mark in WORD.findall(words)}
        seen = {mark.upper() for mark in WORD.findall(text)}
        seen |= {mark.upper() for mark in WORD.findall(BETWEEN_DIGITS.sub("", text))}
        return {mark for mark in seen - said if mark in self.labels}

    def foreign(self, marks: Iterable[str], sees: Iterable[str]) -> set[str]:
        """Labels of marks that no pattern of `sees` covers."""
        patterns = tuple(sees)
        return {
            self.labels[mark]
            for mark in marks
            if not any(fnmatchcase(self.labels[mark], pattern) for pattern in patterns)
        }


# Texts that a rule of the database or of a page reads, so that a mark in them would only break the page.
KEPT: set[tuple[type[models.Model], str]] = {(Partner, "held_reason")}


def text_of(response) -> str:
    """Everything an answer says: headers, body, and the inside of sheets, archives and PDF files."""
    content = response.getvalue() if hasattr(response, "getvalue") else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    return f"{head}\n{cookies}\n{_inside(content)}"


def _inside(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(f"{name}\n{_inside(archive.read(name))}" for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", errors="replace")
