"""The living page of the kit: every component in its states, for those who build pages and for the tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anyam.base import parts
from anyam.base.forms import AmountField, KitForm, PhoneField, RupiahField
from anyam.base.tables import Bulk, Column, Table


@dataclass(frozen=True)
class Shop:
    """A made-up row of the sample list."""

    code: str
    name: str
    town: str
    seats: int
    since: date
    phone: str
    state: parts.Status


class SampleForm(KitForm):
    """One field of every kind."""

    name = forms.CharField(label=_("Nama tempat"), max_length=80)
    code = forms.CharField(label=_("Kode pos"), max_length=5, help_text=_("Lima angka."), required=False)
    phone = PhoneField(label=_("Nomor WhatsApp"), help_text=_("Boleh dengan spasi atau titik."))
    amount = AmountField(label=_("Jarak dalam km"), required=False)
    price = RupiahField(label=_("Biaya"), required=False)
    day = forms.DateField(label=_("Tanggal mulai"))
    kind = forms.ChoiceField(label=_("Jenis"), choices=[("a", _("Pertama")), ("b", _("Kedua"))])
    answer = forms.ChoiceField(
        label=_("Jawaban"),
        widget=forms.RadioSelect,
        choices=[("go", _("Lanjut")), ("mend", _("Perbaiki")), ("stop", _("Hentikan"))],
    )
    days = forms.MultipleChoiceField(
        label=_("Hari"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("mon", _("Senin")), ("tue", _("Selasa"))],
    )
    agreed = forms.BooleanField(
        label=_("Saya sudah membaca"), required=False, help_text=_("Bisa dicabut kapan saja.")
    )
    file = forms.FileField(label=_("Berkas"), required=False)
    story = forms.CharField(label=_("Cerita"), required=False, widget=forms.Textarea)


COLUMNS = (
    Column("name", _("Nama"), sort="name", card="title", url=lambda shop: f"#{shop.code}"),
    Column("town", _("Kota"), sort="town"),
    Column("seats", _("Kursi"), kind="number", sort="seats"),
    Column("since", _("Sejak"), kind="date", sort="since", card="hidden"),
    Column("phone", _("Telepon"), kind="phone"),
    Column("state", _("Keadaan"), kind="status", sort="state", card="status"),
)

STATES = (
    parts.Status("ok", _("Berlaku")),
    parts.Status("warn", _("9 hari lagi"), icon="calendar-due"),
    parts.Status("ext", _("Di tangan pihak lain")),
    parts.Status("bad", _("Ditahan")),
    parts.Status("info", _("Dijadwalkan"), icon="calendar"),
    parts.Status("mute", _("Kunjungan"), icon="walk"),
)


def shops(count: int = 120) -> list[Shop]:
    """Made-up rows, always the same."""
    first = ("Sumber", "Bintang", "Cahaya", "Dua Sungai", "Betang")
    second = ("Jaya", "Boga", "Karya", "Rasa")
    towns = ("Palangka Raya", "Banjarmasin", "Adiwerna")
    return [
        Shop(
            code=f"K{place:05d}",
            name=f"{first[place % 5]} {second[place % 4]} {place + 1}",
            town=towns[place % 3],
            seats=1200 * (place % 4) + place,
            since=date(2019 + place % 6, 1 + place % 12, 1 + place % 27),
            phone=f"+62812{3450000 + place}",
            state=STATES[place % len(STATES)],
        )
        for place in range(count)
    ]


def sample_shell() -> dict[str, Any]:
    """A frame like that of a staff member."""
    link = parts.Link
    return {
        "school": {
            "name": "SMKN 3 Palangka Raya",
            "initials": "P3",
            "year_label": "TP 2026/2027 · Ganjil",
            "url": "#",
            "switch": [{"name": "SMKN 3 Palangka Raya", "initials": "P3", "url": "#", "active": True}],
        },
        "menu": [
            {
                "label": "",
                "items": [
                    link(_("Hari ini"), "#", True, icon="home", count=4, urgent=True),
                    link(_("Kotak tugas"), "#", icon="inbox", count=11),
                ],
            },
            {
                "label": _("Bagian"),
                "items": [link(_("Peta"), "#", icon="map-pin"), link(_("Surat"), "#", icon="mail", count=5)],
            },
        ],
        "tabs": [
            link(_("Hari ini"), "#", True, icon="home", count=4),
            link(_("Peta"), "#", icon="map-pin"),
            link(_("Surat"), "#", icon="mail"),
        ],
        "person": {"name": "Maria Ngabe, M.Pd.", "role_label": _("Contoh"), "sign_out_url": "#"},
        "create": [link(_("Surat baru"), "#", icon="mail")],
        "search_url": "#",
        "help_url": "#",
        "notices_url": "#",
        "notices_count": 3,
    }


def sample_decisions() -> list[parts.Decision]:
    """Four rows that wait, the most harmful first."""
    act = parts.Action
    return [
        parts.Decision(
            _("Laporan: jam kerja 11 jam per hari"),
            _("Masuk Senin 19.40. Batasnya 8 jam. Belum ada tindakan."),
            icon="shield-exclamation",
            kind="bad",
            status=parts.Status("bad", _("Batas tanggap 5 jam lagi"), icon="alarm"),
            actions=(act(_("Buka kasus"), "#", style="bad"),),
        ),
        parts.Decision(
            _("Perpanjang perjanjian"),
            _("Berakhir 3 Desember. Bila lewat, 24 orang tanpa payung perjanjian."),
            icon="file-certificate",
            kind="warn",
            status=parts.Status("warn", _("9 hari lagi"), icon="calendar-due"),
            actions=(act(_("Baca draf"), "#"), act(_("Setujui"), "#", "post", "primary")),
        ),
        parts.Decision(
            _("Tanda tangani 3 surat"),
            _("Berangkat besok 07.30 ke 7 tempat."),
            icon="signature",
            status=parts.Status("mute", _("Hari ini"), icon="clock"),
            actions=(act(_("Tanda tangani 3"), "#", "post", "primary"),),
        ),
    ]


def sample_figures() -> list[parts.Figure]:
    """Figures with and without a past, target and link."""
    return [
        parts.Figure(
            _("Aktif"), "312", "/ 338", _("26 sudah selesai"), url="#", trend=(20, 22, 21, 27, 30, 33, 36)
        ),
        parts.Figure(
            _("Terkirim kemarin"), "91%", "", _("target 90% tercapai"), "ok", trend=(14, 18, 12, 20, 19)
        ),
        parts.Figure(
            _("Perjanjian aktif"), "47", "", _("5 berakhir ≤ 60 hari"), "warn", trend=(4, 8, 11, 14, 18)
        ),
        parts.Figure(_("Terisi"), "96,5%", "", share=96.5),
    ]


def sample_strip() -> list[parts.Figure]:
    """Figures in one card, one of them with a meter."""
    return [
        parts.Figure(_("dari 400 tertempatkan"), "386", share=96.5),
        parts.Figure(_("aturan dilanggar"), "0", note_kind="ok"),
        parts.Figure(_("dapat pilihan 1–3"), "87%"),
        parts.Figure(
            _("perlu diperbaiki"), "9", icon="alert-triangle", icon_kind="warn", url="#", selected=True
        ),
    ]


def sample_chart() -> parts.Chart:
    """Four parts of a whole, one with a target."""
    return parts.Chart(
        _("Ke mana orang pergi"),
        (
            parts.Bar(_("Bekerja"), 142, target=150),
            parts.Bar(_("Berwirausaha"), 60),
            parts.Bar(_("Melanjutkan"), 46),
            parts.Bar(_("Mencari kerja"), 39),
        ),
        _("Dari 287 orang, 142 bekerja, 60 berwirausaha, 46 melanjutkan, dan 39 mencari kerja."),
        _("Data sampai 24 November 2026"),
        _("Orang"),
    )


def sample_jobs() -> list[parts.Progress]:
    """A job under way, one that is done and one that stopped."""
    result = parts.Action(_("Buka hasil"), "#", style="primary")
    stopped = _("Berhenti di baris 138. Yang sudah jadi tersimpan.")
    return [
        parts.Progress(_("Menghitung"), "running", 137, 400, _("Sekitar 1 menit lagi.")),
        parts.Progress(_("Menghitung"), "done", 400, 400, _("Selesai dalam 9 detik."), result),
        parts.Progress(_("Menghitung"), "failed", 137, 400, stopped),
    ]


def kit_page(request: HttpRequest) -> HttpResponse:
    """Show the kit; `?halaman=` and `?urut=` try the list, `?kerja=` answers the running job's card."""
    jobs = sample_jobs()
    if "kerja" in request.GET:
        return render(request, "ui/_progress.html", {"job": jobs[1], "url": ""})
    act, link = parts.Action, parts.Link
    refused = SampleForm({"salah-phone": "12", "salah-amount": "abc"}, prefix="salah")
    context = {
        "page_title": _("Kit antarmuka"),
        "shell": sample_shell(),
        "breadcrumbs": [link(_("Contoh"), "#"), link(_("Bagian"), "#")],
        "states": STATES,
        "decisions": sample_decisions(),
        "figures": sample_figures(),
        "strip": sample_strip(),
        "chart": sample_chart(),
        "steps": [
            parts.Step(_("Data siap"), _("400 orang, 61 tempat"), "done", "#"),
            parts.Step(_("Dihitung"), _("Hari ini 08.12"), "done"),
            parts.Step(_("Tinjau"), _("14 perlu keputusan"), "now"),
            parts.Step(_("Ajukan"), _("Setelah ditinjau")),
        ],
        "facts": [
            parts.Fact(_("Alamat"), "Jalan Contoh 3"),
            parts.Fact(_("Keadaan"), STATES[0]),
            parts.Fact(_("Pos-el"), "", missing=_("Belum ada. Tambahkan lewat Ubah.")),
        ],
        "events": [
            parts.Event(
                datetime(2026, 11, 24, 8, 42, tzinfo=UTC), _("Diusulkan"), "Rina", icon="pencil", kind="ok"
            ),
            parts.Event(date(2026, 11, 20), _("Rapat"), _("3 keputusan"), icon="users"),
            parts.Event(_("Juli 2026"), _("Mulai"), icon="flag", kind="ext", status=STATES[0]),
        ],
        "tabs": [link(_("Ringkasan"), "#", True), link(_("Orang"), "#", count=12), link(_("Riwayat"), "#")],
        "chips": [
            link(_("Semua"), "#", count=120),
            link(_("Berlaku"), "#", True, count=20),
            link(_("Baru"), "#"),
        ],
        "jobs": jobs,
        "form": SampleForm(prefix="isi"),
        "refused": refused,
        "table": Table(
            COLUMNS,
            shops(),
            params=request.GET,
            caption=_("Daftar tempat"),
            default_sort="name",
            page_size=8,
            bulk=Bulk(lambda shop: shop.code, (act(_("Kirim pesan"), "#", style="primary", icon="send"),)),
        ),
        "empty_table": Table(
            COLUMNS,
            [],
            empty_title=_("Belum ada tempat"),
            empty_text=_("Impor daftar Excel Anda, atau tambah satu."),
        ),
    }
    return render(request, "ui/kit.html", context)
