"""The dry run: what one row would do, in words. Writes nothing; both the check and the import itself use
it.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import ErrorDict
from django.utils.formats import localize
from django.utils.translation import gettext as _

from anyam.base.actor import Actor
from anyam.base.errors import Refused
from anyam.tools.imports import cleaning
from anyam.tools.imports.kinds import ImportField, ImportKind, RowProblem
from anyam.tools.imports.terms import RowAction


@dataclass(slots=True)
class Verdict:
    """What will become of a row. `cleaned` and `instance` are what `save` is given when the action writes."""

    action: str
    errors: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    instance: models.Model | None = None
    cleaned: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Checker:
    """Judges rows of one file: one context and one memory of looked-up choices for all of them.

    `twice`: field key → value → row numbers, for values of identity fields that stand in more than one row.
    """

    actor: Actor
    kind: ImportKind
    context: Any
    twice: Mapping[str, Mapping[str, list[int]]] = field(default_factory=dict)
    _choices: dict[tuple[str, str], Any] = field(default_factory=dict)

    def judge(self, number: int, values: Mapping[str, str], marks: Mapping[str, str]) -> Verdict:
        """The verdict on one row; only a Refused or a RowProblem of the kind is turned into an error of
        the row.
        """
        errors: list[dict[str, str]] = []
        tidy = self._tidy(number, values, marks, errors)
        instance: models.Model | None = None
        data: dict[str, Any] = {}
        try:
            instance = self.kind.identify(tidy, self.context)
            data = self.kind.resolve(tidy, self.context)
        except RowProblem as problem:
            errors.append(self._problem(problem, values))
        except Refused as refused:
            errors.append(self.error(refused.field or "", str(refused), values))
        wrong = {error["field"] for error in errors}
        if wrong and not data:
            data = dict(tidy)
        form = self._form(data, instance)
        if not self._is_valid(form):
            self._form_errors(form, tidy, values, wrong, errors)
        if errors:
            return Verdict(RowAction.REFUSED, errors, instance=instance)
        return self._outcome(form, instance)

    def _tidy(
        self, number: int, values: Mapping[str, str], marks: Mapping[str, str], errors: list[dict[str, str]]
    ) -> dict[str, str]:
        """Values as the form wants them; empty cells are left out, so that they never erase what is known."""
        tidy: dict[str, str] = {}
        for one in self.kind.fields:
            value = values.get(one.key, "")
            if not value:
                if one.required:
                    errors.append(self._empty(one))
                continue
            try:
                self._check_mark(one, value, marks.get(one.key, ""))
                tidy[one.key] = clean(one, value)
                self._check_twice(one, tidy[one.key], number)
            except cleaning.Unclear as unclear:
                errors.append(
                    self.error(one.key, unclear.message, values, unclear.remedy, unclear.suggestion)
                )
        return tidy

    def _check_mark(self, one: ImportField, value: str, mark: str) -> None:
        if mark == "imprecise":
            raise cleaning.Unclear(
                _("%(label)s “%(value)s” kehilangan angka karena disimpan Excel sebagai bilangan.")
                % {"label": one.label, "value": value},
                _("Ubah kolom itu menjadi Teks di Excel lalu ketik ulang, atau tulis angkanya di sini."),
            )
        if mark == "cut":
            raise cleaning.Unclear(
                _("%(label)s “%(value)s…” lebih dari 2.000 huruf.")
                % {"label": one.label, "value": value[:30]},
                _("Pendekkan isi sel itu."),
            )

    def _check_twice(self, one: ImportField, value: str, number: int) -> None:
        others = [row for row in self.twice.get(one.key, {}).get(value, ()) if row != number]
        if others:
            raise cleaning.Unclear(
                _("%(label)s “%(value)s” juga dipakai baris %(rows)s.")
                % {"label": one.label, "value": value, "rows": ", ".join(map(str, others[:5]))},
                _("Cocokkan dengan dokumen aslinya, lalu betulkan salah satu."),
            )

    def _empty(self, one: ImportField) -> dict[str, str]:
        return {
            "field": one.key,
            "label": str(one.label),
            "value": "",
            "message": _("%(label)s kosong.") % {"label": one.label},
            "remedy": str(one.remedy) or _("Isi %(label)s di sini atau di berkas.") % {"label": one.label},
            "suggestion": "",
        }

    def _problem(self, problem: RowProblem, values: Mapping[str, str]) -> dict[str, str]:
        return self.error(problem.field_key, problem.message, values, problem.remedy, problem.suggestion)

    def error(
        self, key: str, message: str, values: Mapping[str, str], remedy: str = "", suggestion: str = ""
    ) -> dict[str, str]:
        """An error of a row as it is stored and shown."""
        one = next((f for f in self.kind.fields if f.key == key), None)
        own = str(one.remedy) if one else ""
        return {
            "field": key if one else "",
            "label": str(one.label) if one else "",
            "value": values.get(key, "")[:200],
            "message": message,
            "remedy": remedy or own or _("Perbaiki isian ini menurut dokumen aslinya."),
            "suggestion": suggestion,
        }

    def _form(self, data: Mapping[str, Any], instance: models.Model | None) -> forms.BaseForm:
        """The record's form over the row; what the file does not say keeps the value the record has."""
        form = self.kind.form(actor=self.actor, context=self.context, data={}, instance=instance)
        filled: dict[str, Any] = {}
        for name, one in form.fields.items():
            filled[form.add_prefix(name)] = one.prepare_value(form.get_initial_for_field(one, name))
            if isinstance(one, forms.ModelChoiceField) and not isinstance(
                one, forms.ModelMultipleChoiceField
            ):
                one.to_python = self._remembering(name, one.to_python)  # type: ignore[method-assign]
        filled.update({form.add_prefix(name): value for name, value in data.items()})
        form.data, form.is_bound = filled, True
        return form

    def _is_valid(self, form: forms.BaseForm) -> bool:
        """Validate without a query per row.

        Uniqueness was looked up in the context for all rows at once, and the database has the last word
        when writing; choices were found by their form fields, so the model need not look for them again.
        """
        if not isinstance(form, forms.BaseModelForm):
            return form.is_valid()
        form.validate_unique = lambda: None  # type: ignore[method-assign]
        record = form.instance
        found = {field.name for field in record._meta.concrete_fields if field.is_relation}
        whole = record.clean_fields
        record.clean_fields = lambda exclude=None: whole(exclude=set(exclude or ()) | found)
        record.validate_constraints = lambda exclude=None: None
        try:
            return form.is_valid()
        finally:
            del record.clean_fields, record.validate_constraints

    def _remembering(self, name: str, look_up: Any) -> Any:
        """Look every value of a choice up once for the whole file, not once a row."""

        def remembered(value: Any) -> Any:
            key = (name, str(value))
            if key not in self._choices:
                self._choices[key] = look_up(value)
            return self._choices[key]

        return remembered

    def _form_errors(
        self,
        form: forms.BaseForm,
        tidy: Mapping[str, str],
        values: Mapping[str, str],
        wrong: set[str],
        errors: list[dict[str, str]],
    ) -> None:
        found: ErrorDict = form.errors
        for name, messages in found.items():
            if name in wrong:
                continue
            message = " ".join(str(m) for m in messages)
            one = next((f for f in self.kind.fields if f.key == name), None)
            if one and values.get(name):
                message = _("%(label)s “%(value)s”: %(message)s") % {
                    "label": one.label,
                    "value": values[name][:100],
                    "message": message,
                }
            elif one:
                message = _("%(label)s: %(message)s") % {"label": one.label, "message": message}
            elif name in form.fields:
                message = _("%(label)s: %(message)s") % {
                    "label": form.fields[name].label or name,
                    "message": message,
                }
            proposal = self.kind.suggest(tidy, name, message, self.context)
            errors.append(self.error(name, message, values, suggestion=proposal))

    def _outcome(self, form: forms.BaseForm, instance: models.Model | None) -> Verdict:
        if instance is None:
            return Verdict(RowAction.NEW, cleaned=form.cleaned_data)
        labels = {one.key: str(one.label) for one in self.kind.fields}
        changes = []
        for name in form.fields:
            before = form.get_initial_for_field(form.fields[name], name)
            after = form.cleaned_data.get(name)
            if not form.fields[name].has_changed(before, form.fields[name].prepare_value(after)):
                continue
            changes.append(
                {
                    "field": name,
                    "label": labels.get(name) or str(form.fields[name].label or name),
                    "before": self._shown(form.fields[name], name, before),
                    "after": self._shown(form.fields[name], name, after),
                }
            )
        action = RowAction.CHANGED if changes else RowAction.SAME
        return Verdict(action, changes=changes, instance=instance, cleaned=form.cleaned_data)

    def _shown(self, one: forms.Field, name: str, value: Any) -> str:
        """A value in words: names of choices, dates in the reader's order."""
        if value in (None, "", []):
            return ""
        if isinstance(one, forms.ModelChoiceField) and not isinstance(value, models.Model):
            value = self._remembering(name, one.to_python)(value)
        elif isinstance(one, forms.ChoiceField) and not isinstance(one, forms.ModelChoiceField):
            return str(dict(_flat(one.choices)).get(value, value))
        return str(value) if isinstance(value, (int, models.Model)) else str(localize(value))


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for value, label in choices:
        pairs.extend(label if isinstance(label, (list, tuple)) else [(value, label)])
    return pairs


def clean(one: ImportField, value: str) -> str:
    """A cell as the form wants it, by the field's hint. Raises cleaning.Unclear."""
    label = str(one.label)
    if one.hint == "digits":
        return cleaning.to_digits(value, one.length, label)
    if one.hint == "date":
        return cleaning.to_date(value, label)
    if one.hint == "decimal":
        return cleaning.to_decimal(value, label)
    if one.hint == "choice":
        return cleaning.to_choice(value, one.choices, label)
    return value


def twice_in_file(
    kind: ImportKind, read: Callable[[], Iterable[tuple[int, Mapping[str, str]]]]
) -> dict[str, dict[str, list[int]]]:
    """Values of identity fields that stand in several rows, with the numbers of those rows.

    `read` gives (number, values) of every row and is called twice: first only eight bytes a value are kept, then the
    values whose mark was seen again, so that memory does not grow with the file.
    """
    marks: dict[str, array[int]] = {one.key: array("q") for one in kind.fields if one.identity}
    for _number, key, value in _identities(kind, read()):
        marks[key].append(hash(value))
    again = {key: _repeated(found) for key, found in marks.items()}
    twice: dict[str, dict[str, list[int]]] = {key: {} for key in marks}
    if any(again.values()):
        for number, key, value in _identities(kind, read()):
            if hash(value) in again[key]:
                twice[key].setdefault(value, []).append(number)
    return {
        key: {value: rows for value, rows in values.items() if len(rows) > 1} for key, values in twice.items()
    }


def _identities(
    kind: ImportKind, rows: Iterable[tuple[int, Mapping[str, str]]]
) -> Iterator[tuple[int, str, str]]:
    """Row number, field and tidy value of every identity that can be read."""
    fields = [one for one in kind.fields if one.identity]
    for number, values in rows:
        for one in fields:
            if not (value := values.get(one.key, "")):
                continue
            try:
                yield number, one.key, clean(one, value)
            except cleaning.Unclear:
                continue


def _repeated(marks: "array[int]") -> frozenset[int]:
    """Marks that occur more than once."""
    ordered = sorted(marks)
    return frozenset(a for a, b in pairwise(ordered) if a == b)
