"""The column list of each list (page, phone cards, files out) and the facts of a record (page, print sheet)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from anyam.base.forms import phone_text
from anyam.base.parts import Fact, Status
from anyam.base.tables import Column
from anyam.mapping.partners.models import Partner
from anyam.mapping.partners.terms import PartnerKind

# Written fields that the page shows in its heading or as a note, not among the facts.
AT_THE_HEAD = frozenset({"name", "kind", "city", "held_reason"})
# Facts shown as missing when they are empty.
SHOWN_EMPTY = frozenset({"industry", "acquisition", "address", "phone", "email"})


def partner_columns(school: str, today: date, seats: Mapping[int, int] | None = None) -> list[Column]:
    """Columns of the partner list; `seats` maps a partner's id to the seats it offers (read once per page).

    Every written field stands in the files; those named here have a place on the page as well.
    """
    seats = seats or {}
    on_page = {
        "name": Column(
            "name",
            _("Mitra"),
            sort="name",
            card="title",
            heading=_("Nama mitra"),
            url=lambda row: reverse("partners:partner_page", kwargs={"school": school, "code": row.code}),
        ),
        "kind": Column("kind", _("Jenis"), lambda row: PartnerKind(row.kind).label, card="hidden"),
        "industry": Column("industry", _("Bidang usaha"), "industry.name", card="fact"),
        "city": Column("city", _("Kota"), sort="city", card="fact"),
    }
    return [
        *(on_page.get(name) or _file_column(name) for name in Partner.WRITTEN),
        Column("contact_name", _("Kontak"), lambda row: _first(row.contacts, "name"), page=False),
        Column("contact_position", _("Jabatan"), lambda row: _first(row.contacts, "position"), page=False),
        Column(
            "latitude", _("Lintang"), lambda row: _first(row.sites, "latitude"), kind="number", page=False
        ),
        Column(
            "longitude", _("Bujur"), lambda row: _first(row.sites, "longitude"), kind="number", page=False
        ),
        Column("agreement_until", _("Perjanjian berlaku sampai"), kind="date", page=False),
        Column("seats", _("Kursi"), lambda row: seats.get(row.pk), kind="number", card="fact", export=False),
        Column("next_due", _("Langkah berikut"), kind="date", sort="next_due", card="hidden", export=False),
        Column("status", _("Status"), lambda row: partner_status(row, today), kind="status", card="status"),
    ]


def _file_column(name: str) -> Column:
    """A written field as it stands in files: headed by the record's own word, read back by the import."""
    label, choices = Partner.written(name)
    return Column(name, label, f"get_{name}_display" if choices else name, page=False)


def partner_facts(partner: Partner, *, with_contacts: bool) -> list[Fact]:
    """What is known of a partner, in the order of its form; phone and mail only for those who may read contacts.

    Name, kind, city and a hold stand at the head of the page; of the rest, empty ones are left out unless a school
    should notice that they are missing.
    """
    facts = []
    for name in Partner.WRITTEN:
        if name in AT_THE_HEAD or (name in Partner.PRIVACY["J"] and not with_contacts):
            continue
        value = _shown(partner, name)
        if value or name in SHOWN_EMPTY:
            facts.append(Fact(Partner.written(name)[0], value, _link(partner, name) if value else ""))
    until = partner.agreement_until
    missing = _("Belum ada. Siswa dapat diterima dengan surat jawaban.")
    words = date_format(until, "j M Y") if until else ""
    return [*facts, Fact(_("Perjanjian berlaku sampai"), words, missing=missing)]


def _shown(partner: Partner, name: str) -> str:
    """A written value in words; the note keeps its lines."""
    if name == "note":
        return linebreaksbr(partner.note, autoescape=True)
    shown = getattr(partner, f"get_{name}_display", None)
    value = shown() if shown else getattr(partner, name)
    return phone_text(value) if name == "phone" else str(value or "")


def _link(partner: Partner, name: str) -> str:
    """Where a fact leads: to the telephone or the mail program."""
    return {"phone": f"tel:{partner.phone}", "email": f"mailto:{partner.email}"}.get(name, "")


def _first(related: Any, name: str) -> Any:
    """A fact of the first of prefetched rows: the main site, the first person."""
    return next((getattr(row, name) for row in related.all()), None)


def seat_columns(school: str) -> list[Column]:
    """Columns of the list of seats; the same that its import takes."""
    return [
        Column(
            "partner",
            _("Nama mitra"),
            "partner.name",
            sort="partner__name",
            card="title",
            url=lambda row: reverse(
                "partners:partner_page", kwargs={"school": school, "code": row.partner.code}
            ),
        ),
        Column("site", _("Lokasi"), "site.name", page=False),
        Column("wave", _("Gelombang"), "wave.name", sort="wave__start"),
        Column("year", _("Tahun pelajaran"), lambda row: str(row.wave.school_year), page=False),
        Column("programme", _("Konsentrasi"), "programme.name", sort="programme__name"),
        Column("seats", _("Kursi"), kind="number", sort="seats"),
        Column("minimum", _("Paling sedikit"), kind="number", card="hidden"),
        Column("lodging", _("Penginapan"), "get_lodging_display", card="hidden"),
        Column("gender", _("Khusus"), "get_gender_display", card="hidden"),
        Column("minimum_age", _("Umur paling muda"), kind="number", page=False),
        Column("night_shift", _("Giliran malam"), lambda row: _("ya") if row.night_shift else "", page=False),
        Column("hazardous", _("Berbahaya"), lambda row: _("ya") if row.hazardous else "", page=False),
        Column("documents", _("Dokumen"), page=False),
        Column("work", _("Pekerjaan"), card="hidden"),
    ]


def partner_status(partner: Partner, today: date) -> Status:
    """Whose turn, in a word: held, in force, about to end, none."""
    if partner.held_reason:
        return Status("bad", _("Ditahan"), "hand-stop")
    if partner.agreement_until is None:
        return Status("mute", _("Belum ada perjanjian"))
    left = (partner.agreement_until - today).days
    if left < 0:
        return Status("warn", _("Perjanjian berakhir"))
    if left <= 60:
        return Status("warn", _("Berakhir %(days)d hari lagi") % {"days": left}, "calendar-due")
    return Status("ok", _("Perjanjian berlaku"))
