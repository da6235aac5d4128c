"""Extract, complete-check and compile the translations: one English catalogue per room beside its code.

Use: bin/translations.py update [ROOM…] | check [ROOM…] | compile          ROOM: records/people

Babel does the work, since a bare machine has no gettext tools. Indonesian is the language of the source,
so only English has catalogues.
"""

from __future__ import annotations

import io
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "anyam"
LANGUAGE = "en"
# A word and its context: what a catalogue finds a translation by.
Key = tuple[str | tuple[str, ...], str | None]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def home_of(path: Path) -> Path:
    """Folder whose locale/ holds the words of a file: its app, else base."""
    for folder in path.parents:
        if folder == SOURCE:
            break
        if (folder / "apps.py").is_file():
            return folder
    return SOURCE / "base"


def messages_of(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Line, message and context of everything translatable in a Python file or a template."""
    if path.suffix == ".py":
        method, content = "python", path.read_bytes()
    else:
        # Django turns a template into calls that any C-like reader understands; Babel's JavaScript reader
        # does not mind the indentation that is left over.
        from django.utils.translation.template import templatize

        method, content = "javascript", templatize(path.read_text(encoding="utf-8")).encode()
    for line, message, _comments, context in extract(method, io.BytesIO(content), keywords=KEYWORDS):
        yield line, message, context


def sources() -> Iterator[Path]:
    """Files that may hold words that people see."""
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in sorted(SOURCE.rglob(pattern)):
            if not {"migrations", "__pycache__", "static", "node_modules"} & set(path.parts):
                yield path


def wanted() -> dict[Path, Catalog]:
    """What each home's catalogue must hold."""
    catalogs: dict[Path, Catalog] = defaultdict(lambda: Catalog(locale=LANGUAGE, domain="django"))
    for path in sources():
        for line, message, context in messages_of(path):
            name = path.relative_to(ROOT).as_posix()
            catalogs[home_of(path)].add(message, locations=[(name, line)], context=context)
    return catalogs


def po_path(home: Path) -> Path:
    """The catalogue of a home."""
    return home / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """A catalogue from disk, or an empty one."""
    if not path.is_file():
        return Catalog(locale=LANGUAGE, domain="django")
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE, domain="django")


def update(rooms: Collection[Path] = ()) -> int:
    """Write the catalogues anew: what is translated stays, what is new is added empty, what is gone goes.

    A new word that another room has in English already gets the same English: the program sees one catalogue.
    """
    english = {key: next(iter(texts)) for key, texts in _english().items()}
    templates = wanted()
    for home, template in templates.items():
        if rooms and home not in rooms:
            continue
        path = po_path(home)
        path.parent.mkdir(parents=True, exist_ok=True)
        old = read(path)
        fresh = Catalog(
            locale=LANGUAGE, domain="django", charset="utf-8", fuzzy=False, header_comment="# English."
        )
        for message in template:
            if not message.id:
                continue
            known = old.get(message.id, context=message.context)
            same = known is not None and known.pluralizable == message.pluralizable
            text = known.string if same else english.get(_key(message))
            fresh.add(message.id, text, context=message.context, flags=message.flags)
        with path.open("wb") as stream:
            write_po(stream, fresh, omit_header=False, sort_output=True, width=100, no_location=True)
        _drop_dates(path)
    for path in set(SOURCE.rglob("*.po")) - {po_path(home) for home in templates}:
        if not rooms:
            path.unlink()
    return 0


def _english() -> dict[Key, set[str | tuple[str, ...]]]:
    """Every English that some catalogue has for a word."""
    found: dict[Key, set[str | tuple[str, ...]]] = defaultdict(set)
    for path in sorted(SOURCE.rglob("*.po")):
        for message in read(path):
            if message.id and all(strings_of(message.string)):
                texts = strings_of(message.string)
                found[_key(message)].add(texts if message.pluralizable else texts[0])
    return found


def _key(message: Message) -> Key:
    return strings_of(message.id) if message.pluralizable else str(message.id), message.context


def _drop_dates(path: Path) -> None:
    """Two people who translate must not meet in a date line."""
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Language-Team')
    kept = [line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith(dated)]
    path.write_text("".join(kept), encoding="utf-8")


def faults() -> Iterator[str]:
    """Everything that keeps English from being complete, in use and the same in every room."""
    templates = wanted()
    for home, template in sorted(templates.items()):
        have = read(po_path(home))
        for message in template:
            if not message.id:
                continue
            found = have.get(message.id, context=message.context)
            where = f"{home.relative_to(ROOT)}: {message.id!r}"
            if found is None or not all(strings_of(found.string)):
                yield f"not translated   {where}"
            elif found.fuzzy:
                yield f"fuzzy            {where}"
            elif any(blanks(text) != blanks(strings_of(message.id)[0]) for text in strings_of(found.string)):
                yield f"placeholders     {where}"
    for path in sorted(SOURCE.rglob("*.po")):
        template = templates.get(path.parents[3], Catalog())
        for message in read(path):
            if message.id and template.get(message.id, context=message.context) is None:
                yield f"no longer used   {path.parents[3].relative_to(ROOT)}: {message.id!r}"
    for (words, _context), texts in _english().items():
        if len(texts) > 1:
            yield f"two translations {words!r}: {sorted(texts)}"


def blanks(text: str) -> set[str]:
    """The places in a text that a value is put into; English must have the same ones."""
    return set(PLACEHOLDER.findall(text))


def strings_of(value: object) -> tuple[str, ...]:
    """One string of a word without a plural, two of one with a plural."""
    return tuple(value) if isinstance(value, (tuple, list)) else (str(value or ""),)


def check(rooms: Collection[Path] = ()) -> int:
    """Print what is missing; 1 when something is."""
    names = [f"{home.relative_to(ROOT)}:" for home in rooms]
    found = [fault for fault in faults() if not names or any(name in fault for name in names)]
    for fault in found:
        print(fault)
    print(f"{len(found)} faults in translations")
    return 1 if found else 0


def compile_all(_rooms: Collection[Path] = ()) -> int:
    """Write the .mo file of every .po file."""
    for path in sorted(SOURCE.rglob("*.po")):
        with path.open("rb") as stream:
            catalog = read_po(stream, domain="django")
        with path.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalog)
    return 0


if __name__ == "__main__":
    steps = {"update": update, "check": check, "compile": compile_all}
    if len(sys.argv) < 2 or sys.argv[1] not in steps:
        sys.exit(__doc__)
    sys.exit(steps[sys.argv[1]]({SOURCE / room for room in sys.argv[2:]}))
