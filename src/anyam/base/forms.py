"""Forms of the kit: renderer, base classes, and inputs for days, times, numbers, rupiah and phone numbers."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SHORT, MIDDLE = 8, 24


class Renderer(TemplatesSetting):
    """FORM_RENDERER of the project: fields through ui/field.html, errors through ui/_field_errors.html."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


def control_class(field: BoundField) -> str:
    """CSS classes of a field's input: look by kind, width by the length of what belongs in it."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return f"form-control {_width(field.field)}".strip()


def _width(field: forms.Field) -> str:
    widget = field.widget
    if isinstance(widget, forms.DateInput | forms.TimeInput | forms.DateTimeInput | PhoneInput):
        return "k-w-m"
    if isinstance(widget, forms.NumberInput | AmountInput):
        return "k-w-s" if not isinstance(field, RupiahField) else "k-w-m"
    length = getattr(field, "max_length", None)
    if isinstance(widget, forms.Textarea | forms.FileInput) or not length:
        return ""
    return "k-w-s" if length <= SHORT else "k-w-m" if length <= MIDDLE else ""


class DateInput(forms.DateInput):
    """The browser's own day picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time picker, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a day and time, in the active time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class PhoneInput(forms.TextInput):
    """Telephone keyboard; shows an Indonesian number the way people write it: 0812-3456-7890."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "tel", "autocomplete": "tel", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return phone_text(value) if value else None


class AmountInput(forms.TextInput):
    """Number keyboard without a browser's own number box, so that 1.234,5 may be typed and pasted."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


def phone_text(number: str) -> str:
    """A stored number (+62…) as people read it; what cannot be read is returned as it is."""
    try:
        parsed = phonenumbers.parse(number, "ID")
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    home = parsed.country_code == 62
    return phonenumbers.format_number(parsed, style.NATIONAL if home else style.INTERNATIONAL)


class PhoneField(forms.CharField):
    """A telephone number however it is typed (0812…, +62 812…, with spaces or dots); cleaned to +62812…"""

    widget = PhoneInput
    default_error_messages = {"phone": _("Tulis nomor WhatsApp, misalnya 0812 3456 7890.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 32)
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return text
        digits = re.sub(r"[().\-\u2010-\u2015\s\u00a0]", "", text)
        try:
            parsed = phonenumbers.parse(digits, "ID") if re.fullmatch(r"\+?\d+", digits) else None
        except phonenumbers.NumberParseException:
            parsed = None
        if parsed is None or not phonenumbers.is_possible_number(parsed):
            raise ValidationError(self.error_messages["phone"], code="phone")
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


class AmountField(forms.DecimalField):
    """A number in Indonesian style: dots group thousands, a comma parts decimals; 12.5 is refused as unclear.

    Plain digits and, from files, real numbers are taken as they are.
    """

    widget = AmountInput
    default_error_messages = {"invalid": _("Tulis angka, misalnya 1.250 atau 2,5.")}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            text = re.sub(r"[\s\u00a0]|^Rp\.?", "", value.strip(), flags=re.IGNORECASE)
            if not text:
                return None
            if not re.fullmatch(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?", text):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = text.replace(".", "").replace(",", ".")
        try:
            return super().to_python(value)
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int | float | Decimal):
            return f"{Decimal(str(value)).normalize():f}".replace(".", ",")
        return value


class RupiahField(AmountField):
    """Whole rupiah, not negative; typed as 850000, 850.000 or Rp 850.000."""

    default_error_messages = {"invalid": _("Tulis jumlah rupiah, misalnya 850.000.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", 0)
        super().__init__(decimal_places=0, max_digits=18, **options)


def required_message(field: forms.Field, name: str) -> str:
    """What to do about an empty field, in its own words: "Tulis nama tempat." or "Pilih tanggal mulai."."""
    label = str(field.label or name.replace("_", " "))
    words = label if label[:2].isupper() else label[:1].lower() + label[1:]
    picked = forms.Select | forms.RadioSelect | forms.FileInput | DateInput | TimeInput | MomentInput
    if isinstance(field.widget, forms.CheckboxInput):
        return gettext("Centang dulu: %(field)s.") % {"field": label}
    if isinstance(field.widget, picked):
        return gettext("Pilih %(field)s.") % {"field": words}
    return gettext("Tulis %(field)s.") % {"field": words}


# Inputs that Django would give and what the kit gives instead.
BETTER_INPUTS: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.DateInput: DateInput,
    forms.TimeInput: TimeInput,
    forms.DateTimeInput: MomentInput,
}


class Kit:
    """What both form classes share: no browser validation, native pickers, related rows only when handed in.

    `choices` gives the rows a relation field may offer: `{"partner": partners_visible_to(actor)}`. A relation
    field without an entry offers nothing, because Django would otherwise offer every school's rows.
    """

    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(
        self, *args: Any, choices: Mapping[str, QuerySet[Any]] | None = None, **options: Any
    ) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        offered = dict(choices or {})
        for name, field in self.fields.items():
            better = BETTER_INPUTS.get(type(field.widget))
            if better:
                field.widget = better(attrs=field.widget.attrs)
            if (
                field.required
                and field.error_messages["required"] == forms.Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = required_message(field, name)
            if isinstance(field, forms.ModelChoiceField):
                rows = offered.pop(name, None)
                every: QuerySet[Any] = field.queryset  # type: ignore[assignment]
                field.queryset = every.none() if rows is None else rows
        if offered:
            raise KeyError(f"not relation fields of this form: {', '.join(sorted(offered))}")

    def offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Fill a choice field with pairs of value and words, read when the form is made."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no choice field")
        field.choices = list(choices)


class KitForm(Kit, forms.Form):
    """Base of plain forms."""


class KitModelForm(Kit, forms.ModelForm):
    """Base of a record's one form (page, import row, offline entry).

    `given` names fields that the caller has put on the instance before: constraints that hold them are checked by
    the form, so that "once per partner" is a message at the field and not an error of the database.
    """

    given: tuple[str, ...] = ()

    def _get_validation_exclusions(self) -> set[str]:
        known = {
            name
            for name in ("school", *self.given)
            if any(field.name == name for field in self.instance._meta.concrete_fields)
            and getattr(self.instance, f"{name}_id", None) is not None
        }
        return super()._get_validation_exclusions() - known  # type: ignore[misc]
