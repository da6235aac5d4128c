"""Seats out of a school's list: partner, wave and specialisation by their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Model
from django.forms import BaseForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from anyam.base.actor import Actor
from anyam.base.parts import Link
from anyam.mapping.partners import operations, permissions, queries, rules
from anyam.mapping.partners.forms import CapacityForm
from anyam.mapping.partners.imports.partners import PARTNER_FIELDS, words
from anyam.mapping.partners.models import Capacity, Partner, Site
from anyam.mapping.partners.terms import Lodging
from anyam.records.schools import queries as schools
from anyam.records.schools.models import StudyProgramme, Wave
from anyam.tools.imports.kinds import ImportField, ImportKind, Row, RowProblem

YES_NO = {"ya": "on", "tidak": ""}

SEAT_FIELDS = (
    ImportField(
        "partner",
        _("Nama mitra"),
        PARTNER_FIELDS[0].headings,
        required=True,
        examples=("Hotel Grand Rungan", "Bakery Dua Sungai"),
    ),
    ImportField("site", _("Lokasi"), ("Lokasi", "Nama lokasi", "Cabang"), examples=("", "")),
    ImportField("wave", _("Gelombang"), ("Gelombang", "Gelombang PKL", "Periode"), examples=("", "")),
    ImportField(
        "year", _("Tahun pelajaran"), ("Tahun pelajaran", "Tahun ajaran", "TP"), examples=("", "2026/2027")
    ),
    ImportField(
        "programme",
        _("Konsentrasi"),
        ("Konsentrasi", "Konsentrasi keahlian", "Jurusan", "Program Keahlian", "Kompetensi Keahlian"),
        required=True,
        examples=("Kuliner", "Kuliner"),
    ),
    ImportField(
        "seats",
        _("Kursi"),
        ("Kursi", "Kuota", "Daya tampung", "Jumlah Siswa"),
        required=True,
        hint="digits",
        examples=("6", "4"),
    ),
    ImportField(
        "minimum", _("Paling sedikit"), ("Paling sedikit", "Minimal"), hint="digits", examples=("2", "")
    ),
    ImportField(
        "lodging",
        _("Penginapan"),
        ("Penginapan", "Mess"),
        hint="choice",
        choices=words(Lodging.choices),
        examples=("", ""),
    ),
    ImportField(
        "gender",
        _("Khusus"),
        ("Khusus", "L/P"),
        hint="choice",
        choices={"Putri saja": "P", "Putra saja": "L", "P": "P", "L": "L"},
        examples=("", ""),
    ),
    ImportField(
        "minimum_age",
        _("Umur paling muda"),
        ("Umur paling muda", "Usia minimal"),
        hint="digits",
        examples=("", "17"),
    ),
    ImportField(
        "night_shift",
        _("Giliran malam"),
        ("Giliran malam", "Shift malam"),
        hint="choice",
        choices=YES_NO,
        examples=("tidak", ""),
    ),
    ImportField(
        "hazardous",
        _("Berbahaya"),
        ("Berbahaya", "Pekerjaan berbahaya"),
        hint="choice",
        choices=YES_NO,
        examples=("tidak", ""),
    ),
    ImportField("documents", _("Dokumen"), ("Dokumen", "Syarat dokumen"), examples=("SKCK", "")),
    ImportField(
        "work",
        _("Pekerjaan"),
        ("Pekerjaan", "Pekerjaan siswa", "Bidang kerja"),
        examples=("Membantu dapur roti", ""),
    ),
)


@dataclass(frozen=True, slots=True)
class SeatContext:
    """What the words of a row lead to: partners, places, waves, specialisations; and the seats already there."""

    partners: dict[str, list[Partner]]
    sites: dict[tuple[int, str], Site]
    waves: list[Wave]
    next_wave: Wave | None
    programmes: dict[str, StudyProgramme]
    capacities: dict[tuple[int, int | None, int, int], Capacity]
    # Form field → key → row, for the fields of the form that pick a row.
    choices: dict[str, dict[str, Model]]


def nearest(text: str, known: list[str]) -> str:
    """The known word most like `text`, letter by letter or with its words in another order; empty when none is."""
    scorers = (fuzz.ratio, fuzz.token_sort_ratio)
    found = [process.extractOne(text, known, scorer=scorer, score_cutoff=75) for scorer in scorers]
    return max((hit for hit in found if hit), key=lambda hit: hit[1], default=("",))[0]


@dataclass(frozen=True, slots=True)
class Place:
    """The rows that the words of one line name."""

    partner: Partner
    site: Site | None
    wave: Wave
    programme: StudyProgramme


class SeatList(ImportKind):
    """Seats per partner, wave and specialisation; without a wave the next one to start is meant."""

    name = "seats"
    order = 40
    label = _("Daftar kursi PKL")
    noun = _("baris kursi")
    hint = _("Impor daftar mitra dulu, lalu kursinya per konsentrasi.")
    fields = SEAT_FIELDS
    form_class = CapacityForm
    models = (Capacity,)

    def permitted(self, actor: Actor) -> bool:
        return permissions.can_import_partners(actor)

    def load_context(self, actor: Actor) -> SeatContext:
        """Five queries."""
        today: date = actor.today(timezone.now())
        waves = list(schools.waves_visible_to(actor).order_by("start"))
        programmes = list(schools.programmes_visible_to(actor))
        partners = list(queries.partners_visible_to(actor).order_by("name_key", "pk"))
        sites = list(queries.sites_of(row.pk for row in partners))
        choices: dict[str, Iterable[Model]] = {
            "partner": partners,
            "site": sites,
            "wave": waves,
            "programme": programmes,
        }
        return SeatContext(
            partners={
                key: list(rows) for key, rows in groupby(partners, key=lambda partner: partner.name_key)
            },
            sites={(site.partner_id, site.name.casefold()): site for site in sites},
            waves=waves,
            next_wave=next((wave for wave in waves if wave.end >= today), None),
            programmes={name.casefold(): row for row in programmes for name in (row.short_name, row.name)},
            capacities={
                (row.partner_id, row.site_id, row.wave_id, row.programme_id): row
                for row in queries.capacities_visible_to(actor)
            },
            choices={name: {str(row.pk): row for row in rows} for name, rows in choices.items()},
        )

    def identify(self, row: Row, context: SeatContext) -> Capacity | None:
        """Seats of the same partner, place, wave and specialisation; nothing while a needed word is missing."""
        if not {"partner", "programme"} <= row.keys():
            return None
        place = self._place(row, context)
        site = place.site.pk if place.site else None
        return context.capacities.get((place.partner.pk, site, place.wave.pk, place.programme.pk))

    def _place(self, row: Row, context: SeatContext) -> Place:
        partner = self._partner(row, context)
        return Place(
            partner,
            self._site(row, partner, context),
            self._wave(row, context),
            self._programme(row, context),
        )

    def _partner(self, row: Row, context: SeatContext) -> Partner:
        found = context.partners.get(rules.comparable_name(row["partner"]), [])
        if not found:
            known = {key: rows[0].name for key, rows in context.partners.items()}
            raise self._unknown("partner", row["partner"], known)
        if len(found) > 1:
            raise RowProblem(
                "partner",
                _("Ada %(count)d mitra bernama “%(text)s”.") % {"count": len(found), "text": row["partner"]},
                remedy=_("Beri nama yang berbeda, misalnya dengan kotanya, lalu periksa lagi."),
            )
        return found[0]

    def _site(self, row: Row, partner: Partner, context: SeatContext) -> Site | None:
        text = row.get("site", "")
        if not text:
            return None
        site = context.sites.get((partner.pk, text.casefold()))
        if site is None:
            known = {name: site.name for (pk, name), site in context.sites.items() if pk == partner.pk}
            raise self._unknown("site", text, known)
        return site

    def _wave(self, row: Row, context: SeatContext) -> Wave:
        """By name; of waves of one name that of the year, else the latest. Without a name the next to end."""
        text = row.get("wave", "")
        if not text and context.next_wave is not None:
            return context.next_wave
        named = [wave for wave in context.waves if wave.name.casefold() == text.casefold()]
        if not named:
            known = {wave.name.casefold(): wave.name for wave in context.waves}
            raise self._unknown("wave", text, known)
        if year := re.search(r"\d{4}", row.get("year", "")):
            years = {wave.school_year.start_year: wave for wave in named}
            if int(year[0]) not in years:
                known = {str(wave.school_year).casefold(): str(wave.school_year) for wave in named}
                raise self._unknown("year", row["year"], known)
            return years[int(year[0])]
        return named[-1]

    def _programme(self, row: Row, context: SeatContext) -> StudyProgramme:
        programme = context.programmes.get(row["programme"].casefold())
        if programme is None:
            known = {key: row.name for key, row in context.programmes.items()}
            raise self._unknown("programme", row["programme"], known)
        return programme

    def _unknown(self, key: str, text: str, known: Mapping[str, str]) -> RowProblem:
        near = nearest(text.casefold(), list(known))
        label = self.field_named(key).label
        return RowProblem(
            key,
            _("%(label)s “%(text)s” belum ada di Anyam.") % {"label": label, "text": text},
            remedy=_("Pakai usulan, atau tambahkan dulu, lalu periksa lagi."),
            suggestion=known.get(near, ""),
        )

    def resolve(self, row: Row, context: SeatContext) -> dict[str, Any]:
        """Keys for the words; the year has done its work."""
        if not {"partner", "programme"} <= row.keys():
            return dict(row)
        place = self._place(row, context)
        data: dict[str, Any] = {key: value for key, value in row.items() if key != "year"}
        data |= {"partner": place.partner.pk, "wave": place.wave.pk, "programme": place.programme.pk}
        return data | ({"site": place.site.pk} if place.site else {})

    def form(
        self, *, actor: Actor, context: SeatContext, data: Mapping[str, Any], instance: Model | None
    ) -> BaseForm:
        return SeatRowForm(data=data, instance=instance, actor=actor, context=context)

    def save(
        self, *, actor: Actor, instance: Model | None, cleaned: Mapping[str, Any], now: datetime
    ) -> Capacity:
        data = dict(cleaned)
        partner = data.pop("partner")
        capacity = instance if isinstance(instance, Capacity) else None
        return operations.save_capacity(actor=actor, partner=partner, capacity=capacity, data=data, now=now)

    def next_link(self, actor: Actor) -> Link | None:
        return schools.next_step_link(actor)

    def title(self, row: Row) -> tuple[str, str]:
        return row.get("partner", ""), row.get("programme", "")


class SeatRowForm(CapacityForm):
    """The seats' form with the partner among its fields; what it may choose was read once for the whole file."""

    def __init__(self, *args: Any, context: SeatContext, actor: Actor, **options: Any) -> None:
        super().__init__(*args, actor=actor, partner=None, **options)
        for name, rows in context.choices.items():
            self.fields[name] = RowOf(rows)
        if self.instance.pk:
            self.initial["partner"] = self.instance.partner_id


class RowOf(forms.Field):
    """A row out of those read once for the whole file, by its key: no query for each line.

    Words that are no key are left without an answer here: the kind has refused such a line before, in better words.
    """

    def __init__(self, rows: Mapping[str, Model]) -> None:
        super().__init__(required=False)
        self.rows = rows

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Model) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(self.prepare_value(data) or "")

    def to_python(self, value: Any) -> Model | None:
        return self.rows.get(str(value))
