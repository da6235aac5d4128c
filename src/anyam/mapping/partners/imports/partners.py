"""Partners out of a school's own list, by the record's form and one operation a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model
from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.parts import Link
from anyam.mapping.partners import operations, permissions, queries, rules
from anyam.mapping.partners.forms import PartnerForm
from anyam.mapping.partners.models import Contact, Partner, Site
from anyam.mapping.partners.terms import PartnerKind
from anyam.records.schools import queries as schools
from anyam.tools.imports.kinds import ImportField, ImportKind, Row, RowProblem, in_every_language

# Written behind a name when a person has said that it is another company of a like name.
ANOTHER = "(mitra lain)"
# What tells two partners of one name apart.
SAME_FACTS = ("city", "address")


# How schools head these columns in their own lists, besides the record's own word.
SPELLINGS = {
    "name": (
        "Nama DU/DI", "Nama DUDI", "Nama IDUKA", "Nama Perusahaan", "Nama Industri", "DU/DI", "Perusahaan",
    ),
    "legal_name": ("Badan hukum", "Nama PT/CV"),
    "kind": ("Jenis mitra", "Jenis DU/DI"),
    "city": ("Kota", "Kab/Kota", "Kabupaten/Kota"),
    "address": ("Alamat DU/DI", "Alamat Perusahaan"),
    "phone": ("Telepon", "No. HP", "No HP", "No. Telp", "WA", "Nomor Telepon"),
    "email": ("Email", "E-Mail"),
    "acquisition": ("Asal kontak",),
    "working_days": ("Hari operasional",),
    "website": ("Website",),
    "contact_name": ("Nama Kontak", "Pimpinan/Kontak", "Pimpinan", "Pembimbing DU/DI", "Kontak Person"),
    "contact_position": ("Jabatan Kontak",),
    "latitude": ("Latitude",),
    "longitude": ("Longitude",),
    "agreement_until": ("MoU sampai", "Masa Berlaku MoU", "Akhir MoU", "PKS sampai"),
}  # fmt: skip
# Two rows of the empty list that people download to fill in.
EXAMPLES = {
    "name": ("Hotel Grand Rungan", "Bakery Dua Sungai"),
    "legal_name": ("PT Rungan Jaya", ""),
    "kind": ("Perusahaan swasta", "Perusahaan swasta"),
    "city": ("Palangka Raya", "Palangka Raya"),
    "address": ("Jl. Contoh 1", "Jl. Contoh 2"),
    "phone": ("0812 0000 0001", ""),
    "acquisition": ("Kunjungan sekolah", ""),
    "contact_name": ("Bambang Irawan", ""),
    "contact_position": ("Manajer HRD", ""),
    "latitude": ("-2,2101", ""),
    "longitude": ("113,9213", ""),
    "agreement_until": ("31/12/2027", ""),
}
REMEDIES = {
    "name": _("Tulis nama mitra yang dipakai sehari-hari."),
    "phone": _("Sisakan satu nomor, misalnya 0812 3456 7890."),
}
# Written fields that no list brings: schools write their trade in words that are not those of KBLI, and a hold is a
# decision of a person.
NOT_IN_LISTS = frozenset({"industry", "held_reason"})


def words(choices: Any) -> dict[str, str]:
    """Word → value of a closed list, in every language of the interface; Indonesian words come first."""
    spelled = [
        (rank, word, value) for value, label in choices for rank, word in enumerate(in_every_language(label))
    ]
    return {word: value for _rank, word, value in sorted(spelled, key=lambda one: one[0])}


def _field(key: str, label: Any, **more: Any) -> ImportField:
    return ImportField(
        key,
        label,
        (str(label), *SPELLINGS.get(key, ())),
        remedy=REMEDIES.get(key, ""),
        examples=EXAMPLES.get(key, ("", "")),
        **more,
    )


def _written(name: str) -> ImportField:
    """A written field of the record, headed by its own word as in the file that the list gives."""
    label, words_of = Partner.written(name)
    choices = {"hint": "choice", "choices": words(words_of)} if words_of else {}
    is_name = name == "name"
    return _field(name, label, required=is_name, identity=is_name, **choices)


PARTNER_FIELDS = (
    *(_written(name) for name in Partner.WRITTEN if name not in NOT_IN_LISTS),
    _field("contact_name", _("Kontak")),
    _field("contact_position", _("Jabatan")),
    _field("latitude", _("Lintang"), hint="decimal"),
    _field("longitude", _("Bujur"), hint="decimal"),
    _field("agreement_until", _("Perjanjian berlaku sampai"), hint="date"),
)


class PartnerRowForm(PartnerForm):
    """The partner's form and what a list says besides: one person, and the day an agreement ends."""

    contact_name = forms.CharField(label=_("Kontak"), max_length=120, required=False)
    contact_position = forms.CharField(label=_("Jabatan"), max_length=80, required=False)
    agreement_until = forms.DateField(label=_("Perjanjian berlaku sampai"), required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, actor=actor, **options)
        for name in set(self.fields) - {field.key for field in PARTNER_FIELDS}:
            del self.fields[name]
        self.fields["kind"].required = False
        if self.instance.pk:
            self.initial["agreement_until"] = self.instance.agreement_until

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or self.instance.kind or PartnerKind.COMPANY

    def clean_name(self) -> str:
        return self.cleaned_data["name"].removesuffix(ANOTHER).strip()

    def clean(self) -> dict[str, Any]:
        """A person whom the school knows already is no change, unless the list says another position."""
        data = super().clean() or {}
        people = self.instance.contacts.all() if self.instance.pk else ()
        known = {person.name.casefold(): person for person in people}
        if person := known.get(data.get("contact_name", "").casefold()):
            position = data.get("contact_position") or person.position
            data |= {"contact_name": person.name, "contact_position": position}
            self.initial.update(contact_name=person.name, contact_position=person.position)
        return data


@dataclass(frozen=True, slots=True)
class PartnerContext:
    """The school's partners by comparable name and city, and what likeness is measured on."""

    partners: dict[int, Partner]
    by_name: dict[str, list[Partner]]
    known: dict[int, tuple[str, str, str]]


class PartnerList(ImportKind):
    """A list of companies as schools keep it; a like name is a question, never a silent merge."""

    name = "partners"
    order = 30
    label = _("Daftar mitra")
    noun = _("mitra")
    hint = _("Pakai daftar DU/DI milik sekolah; judul kolom dicocokkan sendiri.")
    fields = PARTNER_FIELDS
    form_class = PartnerRowForm
    models = (Partner, Site, Contact)

    def permitted(self, actor: Actor) -> bool:
        return permissions.can_import_partners(actor)

    def load_context(self, actor: Actor) -> PartnerContext:
        """Three queries: partners, their places, their people."""
        rows = queries.partners_visible_to(actor).prefetch_related("sites", "contacts")
        partners = {row.pk: row for row in rows}
        by_name: dict[str, list[Partner]] = {}
        for row in partners.values():
            by_name.setdefault(row.name_key, []).append(row)
        known = {pk: (row.name_key, row.city, row.phone) for pk, row in partners.items()}
        return PartnerContext(partners, by_name, known)

    def identify(self, row: Row, context: PartnerContext) -> Partner | None:
        """The same comparable name; near ones are asked about, unless a person said it is another."""
        name = row.get("name", "")
        if name.endswith(ANOTHER):
            return self._made_before(row, context)
        same = context.by_name.get(rules.comparable_name(name), [])
        if same:
            city = row.get("city", "").casefold()
            return next((partner for partner in same if partner.city.casefold() == city), same[0])
        near = queries.rank_likenesses(context.known, name, row.get("city", ""), row.get("phone", ""))
        if near:
            partner = context.partners[near[0][0]]
            raise RowProblem(
                "name",
                _("“%(name)s” mirip dengan %(known)s.") % {"name": name, "known": partner.name},
                remedy=_("Sama? Pakai usulan itu. Lain? Tulis namanya dengan %(mark)s di belakang.")
                % {"mark": ANOTHER},
                suggestion=partner.name,
            )
        return None

    def _made_before(self, row: Row, context: PartnerContext) -> Partner | None:
        """The other partner of a like name if an earlier import has made it: same name, and nothing that differs."""
        key = rules.comparable_name(row["name"].removesuffix(ANOTHER))
        for partner in context.by_name.get(key, []):
            facts = [(row.get(name, "").casefold(), getattr(partner, name).casefold()) for name in SAME_FACTS]
            if all(ours == theirs or not ours for ours, theirs in facts):
                return partner
        return None

    def form(
        self, *, actor: Actor, context: PartnerContext, data: Mapping[str, Any], instance: Model | None
    ) -> BaseForm:
        return PartnerRowForm(data=data, instance=instance, actor=actor)

    def save(
        self, *, actor: Actor, instance: Model | None, cleaned: Mapping[str, Any], now: datetime
    ) -> Partner:
        data = dict(cleaned)
        person = {"name": data.pop("contact_name", ""), "position": data.pop("contact_position", "")}
        until = data.pop("agreement_until", None)
        if data.get("latitude") is None:
            data.pop("latitude", None)
            data.pop("longitude", None)
        partner = operations.save_partner(
            actor=actor, partner=instance if isinstance(instance, Partner) else None, data=data, now=now
        )
        if until != partner.agreement_until:
            operations.set_agreement_until(actor=actor, partner=partner, until=until, now=now)
        self._save_person(actor, partner, person, now)
        return partner

    def _save_person(self, actor: Actor, partner: Partner, person: Mapping[str, str], now: datetime) -> None:
        """Add the person of the row, or correct the position; who has left is not brought back."""
        if not person["name"]:
            return
        known = partner.contacts.filter(name__iexact=person["name"]).first()
        if known is None or (known.voided_at is None and known.position != person["position"]):
            operations.save_contact(actor=actor, partner=partner, contact=known, data=person, now=now)

    def next_link(self, actor: Actor) -> Link | None:
        return schools.next_step_link(actor)

    def title(self, row: Row) -> tuple[str, str]:
        return row.get("name", ""), row.get("city", "")
