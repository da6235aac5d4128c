"""Forms of the kit: what people may type, what the page says about it, and what relation fields may offer."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.template import Context, Template

from anyam.base.forms import AmountField, KitForm, KitModelForm, PhoneField, RupiahField, phone_text


class Sample(KitForm):
    name = forms.CharField(label="Nama tempat", max_length=80)
    nisn = forms.CharField(label="NISN", max_length=10, help_text="Sepuluh angka.", required=False)
    day = forms.DateField(label="Tanggal mulai")
    answer = forms.ChoiceField(label="Jawaban", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    agreed = forms.BooleanField(label="Saya setuju")
    price = RupiahField(label="Biaya", required=False)


class GroupForm(KitModelForm):
    parent = forms.ModelChoiceField(Group.objects.all(), label="Induk", required=False)

    class Meta:
        model = Group
        fields = ("name",)


def shown(form: forms.BaseForm, name: str) -> str:
    text = Template("{{ field.as_field_group }}").render(Context({"field": form[name]}))
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("0812.3456.7890", "+6281234567890"),
        ("(0536) 3221234", "+625363221234"),
        ("+65 6123 4567", "+6561234567"),
    ],
)
def test_phone_is_taken_however_it_is_typed(typed, kept):
    assert PhoneField().clean(typed) == kept


@pytest.mark.pure
@pytest.mark.parametrize("typed", ["12", "abc", "0812 3456 7890 1234 5678", "0812/0857"])
def test_phone_that_cannot_be_one_is_explained(typed):
    with pytest.raises(ValidationError) as refused:
        PhoneField().clean(typed)
    assert refused.value.messages == ["Tulis nomor WhatsApp, misalnya 0812 3456 7890."]


@pytest.mark.pure
def test_phone_is_shown_the_way_people_write_it():
    assert phone_text("+6281234567890") == "0812-3456-7890"
    assert phone_text("+6561234567") == "+65 6123 4567"
    assert phone_text("kosong") == "kosong"


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1.250", Decimal(1250)),
        ("1250", Decimal(1250)),
        ("2,5", Decimal("2.5")),
        ("1.234.567,25", Decimal("1234567.25")),
        (" Rp 850.000 ", Decimal(850000)),
        (2.5, Decimal("2.5")),
        (12, Decimal(12)),
        ("", None),
    ],
)
def test_amount_in_indonesian_style(typed, kept):
    assert AmountField(required=False).clean(typed) == kept


@pytest.mark.pure
@pytest.mark.parametrize("typed", ["12.5", "1.25", "1,2,3", "1.2345", "abc", "1e5", "NaN"])
def test_unclear_amount_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        AmountField().clean(typed)
    assert refused.value.messages == ["Tulis angka, misalnya 1.250 atau 2,5."]


@pytest.mark.pure
def test_rupiah_is_whole_and_not_negative():
    assert RupiahField().clean("850.000") == Decimal(850000)
    for typed in ("-5", "2,5"):
        with pytest.raises(ValidationError):
            RupiahField().clean(typed)


@pytest.mark.pure
def test_stored_amount_is_shown_so_that_it_may_be_sent_back():
    field = AmountField()
    for value in (Decimal("2.50"), Decimal(1250), 0.25):
        assert field.clean(field.prepare_value(value)) == Decimal(str(value))


@pytest.mark.page
def test_required_field_says_what_to_do_in_its_own_words():
    errors = Sample({}).errors
    assert {name: list(texts) for name, texts in errors.items()} == {
        "name": ["Tulis nama tempat."],
        "day": ["Pilih tanggal mulai."],
        "answer": ["Pilih jawaban."],
        "agreed": ["Centang dulu: Saya setuju."],
    }


@pytest.mark.page
def test_field_has_label_hint_and_optional_mark_but_no_star():
    text = shown(Sample(), "nisn")
    assert (
        '<label class="form-label" for="id_nisn">NISN <span class="k-optional">(boleh kosong)</span></label>'
        in text
    )
    assert '<div class="k-hint" id="id_nisn_helptext">Sepuluh angka.</div>' in text
    assert 'class="form-control k-w-m"' in text
    assert 'aria-describedby="id_nisn_helptext"' in text
    assert "required" not in shown(Sample(), "name")


@pytest.mark.page
def test_error_stands_at_the_field_and_the_input_points_to_it():
    text = shown(Sample({"nisn": "12345678901"}), "nisn")
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_nisn_helptext id_nisn_error"' in text
    assert 'value="12345678901"' in text
    assert text.count('id="id_nisn_error"') == 1


@pytest.mark.page
def test_choices_are_a_group_with_its_question_as_legend():
    text = shown(Sample({}), "answer")
    assert "<legend>Jawaban</legend>" in text
    assert text.count('<label class="k-choice"') == 2
    assert '<fieldset class="k-field bad" aria-describedby="id_answer_error">' in text


@pytest.mark.page
def test_dates_use_the_native_picker_and_keep_iso():
    assert 'type="date" name="day" value="2026-11-24"' in shown(
        Sample(initial={"day": date(2026, 11, 24)}), "day"
    )
    assert Sample({"day": "2026-11-24"}).fields["day"].clean("2026-11-24") == date(2026, 11, 24)


@pytest.mark.page
def test_money_has_its_sign_before_the_box():
    assert '<div class="k-affix"><span aria-hidden="true">Rp</span><input' in shown(Sample(), "price")


@pytest.mark.page
def test_summary_links_every_error_to_its_field():
    form = Sample({})
    form.add_error(None, "Tanggal bertabrakan.")
    text = Template("{% load ui %}{% error_summary form other %}").render(
        Context({"form": form, "other": Sample()})
    )
    assert "Perlu diperbaiki:" in text
    assert 'tabindex="-1"' in text
    assert re.findall(r'href="(#\w+)"', text) == ["#id_name", "#id_day", "#id_answer_0", "#id_agreed"]
    assert "<li>Tanggal bertabrakan.</li>" in text
    assert Template("{% load ui %}{% error_summary form %}").render(Context({"form": Sample()})).strip() == ""


@pytest.mark.db
def test_relation_field_offers_only_what_it_was_given(db):
    mine, other = Group.objects.create(name="Milik sendiri"), Group.objects.create(name="Milik lain")
    assert list(GroupForm().fields["parent"].queryset) == []
    given = GroupForm(
        {"name": "Baru", "parent": mine.pk}, choices={"parent": Group.objects.filter(pk=mine.pk)}
    )
    assert given.is_valid()
    foreign = GroupForm(
        {"name": "Baru", "parent": other.pk}, choices={"parent": Group.objects.filter(pk=mine.pk)}
    )
    assert list(foreign.errors) == ["parent"]


@pytest.mark.db
def test_choices_for_an_unknown_field_are_a_mistake(db):
    with pytest.raises(KeyError, match="partner"):
        GroupForm(choices={"partner": Group.objects.none()})
