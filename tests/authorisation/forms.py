"""Reads a form out of a page the way a browser would send it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# What a person types into an empty field, by its kind.
TYPED = {
    "date": "2027-02-01",
    "email": "uji@uji.example",
    "tel": "0812 3456 7890",
    "number": "1",
    "time": "08:00",
}
TEXT = "Uji coba"


@dataclass
class PageForm:
    """One form of a page: where it goes, how, and what would be sent."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)

    def filled(self) -> dict[str, Any]:
        """Fields with their values; what is empty gets the first choice or a typed word."""
        sent: dict[str, Any] = {}
        for name, values in self.fields.items():
            sent[name] = values if len(values) > 1 else (values[0] if values else "")
        for name, offered in self.choices.items():
            if not sent.get(name):
                real = [value for value in offered if value]
                sent[name] = real[0] if real else ""
        return sent


class Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        has = {name for name, _value in attrs}
        if tag == "form":
            self._form = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None or "disabled" in has:
            return
        name = given.get("name", "")
        if tag == "select":
            self._select = name
            self._form.choices.setdefault(name, [])
            self._form.fields.setdefault(name, [])
        elif tag == "option" and self._select:
            self._form.choices[self._select].append(given.get("value", ""))
            if "selected" in has and given.get("value"):
                self._form.fields[self._select].append(given["value"])
        elif tag == "textarea" and name:
            self._text = name
            self._form.fields[name] = [""]
        elif tag == "input" and name:
            self._input(self._form, name, given, "checked" in has)

    def _input(self, form: PageForm, name: str, given: dict[str, str], checked: bool) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, [])
            if kind == "radio" or name in ("pupils", "teachers", "groups", "pick"):
                form.choices[name].append(value or "on")
            form.fields.setdefault(name, [])
            if checked:
                form.fields[name].append(value or "on")
            if not form.fields[name] and kind == "checkbox" and not form.choices[name]:
                del form.fields[name], form.choices[name]
        elif kind not in ("submit", "button", "file", "password", "image", "reset"):
            typed = given.get("min") or TYPED.get(kind, "" if kind == "hidden" else TEXT)
            form.fields.setdefault(name, []).append(value or typed)

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._text:
            self._form.fields[self._text][0] += data.strip("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            if self._form is not None and self._text and not self._form.fields[self._text][0]:
                self._form.fields[self._text][0] = TEXT
            self._text = ""


def form_for(html: str, path: str) -> PageForm | None:
    """The form of a page that posts to `path`."""
    reader = Reader()
    reader.feed(html)
    posting = [form for form in reader.forms if form.method == "post"]
    return next((form for form in posting if form.action.split("?")[0] == path), None) or next(
        (form for form in posting if not form.action), None
    )
