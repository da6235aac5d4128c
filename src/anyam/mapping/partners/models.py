"""Partner, site, contact, capacity (seats of a wave), interaction (contact log)."""

from typing import Any, cast

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from anyam.base.models import Coded, SchoolOwned, Timed, Voidable, account_key
from anyam.base.slots import Slot, VisibilitySlot
from anyam.mapping.partners.terms import (
    Acquisition,
    Channel,
    ContactRole,
    Lodging,
    PartnerKind,
    PartnerSize,
    WorkingDays,
)

# Sections that later rooms put on a partner's page: (actor, partner) -> safe HTML or None.
PARTNER_PAGE: Slot = Slot("partner.page")
# Evidence that later rooms hold about a partner's quality: (partner ids) -> {id: points from 0 to 100}.
PARTNER_EVIDENCE: Slot = Slot("partner.evidence")


class Partner(SchoolOwned, Coded, Timed, Voidable):
    """An organisation one school works with or courts. It belongs to that school alone.

    `agreement_until` is written by the room of agreements; unknown only warns, because a first placement on an
    acceptance letter is one of the four ways to win a partner.
    """

    PRIVACY = {
        "none": (
            "code", "name", "legal_name", "kind", "industry", "size", "working_days", "acquisition", "address", "city",
            "website", "note", "agreement_until", "held_reason", "name_key", "search_key", "last_contact_on",
            "next_due", "created_by", "created_at", "updated_at", "voided_at", "void_reason",
        ),
        "J": ("phone", "email"),
    }  # fmt: skip
    # What people write about a partner, in their order: form, record page, print sheet and files read it here.
    WRITTEN = (
        "name", "legal_name", "kind", "industry", "size", "working_days", "acquisition", "address", "city", "phone",
        "email", "website", "held_reason", "note",
    )  # fmt: skip
    visibility = VisibilitySlot("partner.visibility")

    name = models.CharField(_("nama mitra"), max_length=120, help_text=_("Nama yang dipakai sehari-hari."))
    legal_name = models.CharField(_("nama badan hukum"), max_length=150, blank=True)
    kind = models.CharField(_("jenis"), max_length=20, choices=PartnerKind, default=PartnerKind.COMPANY)
    industry = models.ForeignKey(
        "reference.IndustryCode",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("bidang usaha (KBLI)"),
    )
    size = models.CharField(_("ukuran"), max_length=10, choices=PartnerSize, blank=True)
    working_days = models.CharField(_("hari kerja"), max_length=10, choices=WorkingDays, blank=True)
    acquisition = models.CharField(_("awal perkenalan"), max_length=20, choices=Acquisition, blank=True)
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    city = models.CharField(_("kota/kabupaten"), max_length=80, blank=True)
    phone = models.CharField(_("telepon/WhatsApp"), max_length=20, blank=True)
    email = models.EmailField(_("pos-el"), blank=True)
    website = models.CharField(_("situs web"), max_length=150, blank=True)
    note = models.TextField(_("catatan"), max_length=2000, blank=True)
    held_reason = models.CharField(
        _("ditahan karena"),
        max_length=200,
        blank=True,
        help_text=_("Selama terisi, mitra ini tidak menerima siswa."),
    )
    agreement_until = models.DateField(_("perjanjian berlaku sampai"), null=True, blank=True, editable=False)
    name_key = models.CharField(max_length=150, editable=False)
    search_key = models.CharField(max_length=400, editable=False)
    last_contact_on = models.DateField(_("kontak terakhir"), null=True, blank=True, editable=False)
    next_due = models.DateField(_("langkah berikut"), null=True, blank=True, editable=False)
    created_by = account_key(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("mitra")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="partners_partner_code")]
        indexes = [
            # In the list's order with the text searched in: part-of-name search and its count read the index alone.
            models.Index(fields=["school", "voided_at", "name", "id", "search_key"], name="partners_by_name"),
            # The counts above the list, without reading the partners themselves.
            models.Index(
                fields=["school", "voided_at", "agreement_until", "last_contact_on"], name="partners_totals"
            ),
            models.Index(fields=["school", "next_due"], name="partners_by_due"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def written(cls, name: str) -> tuple[str | Promise, list[tuple[str, Any]]]:
        """The word of a written field with a capital, as its form shows it, and its choices, if it has any."""
        field = cast("models.Field[Any, Any]", cls._meta.get_field(name))
        return capfirst(field.verbose_name), list(field.flatchoices)


class Site(SchoolOwned, Coded):
    """A place where a partner works; a chain has several."""

    PRIVACY = {"none": ("code", "partner", "name", "address", "city", "latitude", "longitude", "is_main")}
    visibility = VisibilitySlot("partners.site")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(_("nama lokasi"), max_length=100, default="Utama")
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    city = models.CharField(_("kota/kabupaten"), max_length=80, blank=True)
    latitude = models.FloatField(
        _("lintang"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("bujur"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    is_main = models.BooleanField(_("lokasi utama"), default=False)

    class Meta:
        verbose_name = _("lokasi mitra")
        ordering = ["-is_main", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(is_main=True), name="partners_one_main_site"
            ),
            models.UniqueConstraint(
                fields=["partner", "name"],
                name="partners_site_name_once",
                violation_error_message=_("Lokasi dengan nama ini sudah ada."),
            ),
        ]
        indexes = [models.Index(fields=["school", "latitude", "longitude"], name="partners_site_place")]

    def __str__(self) -> str:
        return self.name


class Contact(SchoolOwned, Coded, Voidable):
    """A person at a partner, reached for one purpose."""

    PRIVACY = {
        "J": ("name", "position", "role", "phone", "email"),
        "none": ("code", "partner", "voided_at", "void_reason"),
    }
    visibility = VisibilitySlot("partners.contact")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("nama"), max_length=120)
    position = models.CharField(_("jabatan"), max_length=80, blank=True)
    role = models.CharField(
        _("peran bagi sekolah"), max_length=12, choices=ContactRole, default=ContactRole.OTHER
    )
    phone = models.CharField(_("nomor WhatsApp"), max_length=20, blank=True)
    email = models.EmailField(_("pos-el"), blank=True)

    class Meta:
        verbose_name = _("kontak")
        ordering = ["role", "name"]

    def __str__(self) -> str:
        return self.name


class Capacity(SchoolOwned, Coded, Timed):
    """Seats a partner offers for one wave and one specialisation, with the conditions of the work there.

    `minimum` pupils or none at all: two together are safer than one alone.
    """

    PRIVACY = {
        "none": (
            "code", "partner", "site", "wave", "programme", "seats", "minimum", "lodging", "gender", "minimum_age",
            "night_shift", "hazardous", "documents", "work", "created_at", "updated_at",
        )
    }  # fmt: skip
    visibility = VisibilitySlot("partners.capacity")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="capacities")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("lokasi")
    )
    wave = models.ForeignKey(
        "schools.Wave", on_delete=models.PROTECT, related_name="+", verbose_name=_("gelombang")
    )
    programme = models.ForeignKey(
        "schools.StudyProgramme",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("konsentrasi keahlian"),
    )
    seats = models.PositiveSmallIntegerField(_("kursi"), validators=[MaxValueValidator(500)])
    minimum = models.PositiveSmallIntegerField(
        _("paling sedikit"), default=1, help_text=_("Kurang dari ini, perusahaan tidak menerima.")
    )
    lodging = models.CharField(_("penginapan"), max_length=8, choices=Lodging, default=Lodging.NONE)
    gender = models.CharField(
        _("khusus"),
        max_length=1,
        blank=True,
        choices=[("P", _("Putri saja")), ("L", _("Putra saja"))],
        help_text=_("Kosong berarti putra dan putri."),
    )
    minimum_age = models.PositiveSmallIntegerField(
        _("umur paling muda"),
        null=True,
        blank=True,
        validators=[MinValueValidator(10), MaxValueValidator(30)],
    )
    night_shift = models.BooleanField(_("ada giliran malam"), default=False)
    hazardous = models.BooleanField(_("pekerjaan berbahaya"), default=False)
    documents = models.CharField(
        _("dokumen yang diminta"), max_length=200, blank=True, help_text=_("Pisahkan dengan koma.")
    )
    work = models.CharField(_("pekerjaan siswa"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("kursi PKL")
        ordering = ["wave", "programme"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "site", "wave", "programme"],
                name="partners_capacity_once",
                violation_error_message=_(
                    "Kursi untuk gelombang dan konsentrasi ini sudah ada. Ubah yang ada."
                ),
            ),
            models.UniqueConstraint(
                fields=["partner", "wave", "programme"],
                condition=Q(site=None),
                name="partners_capacity_once_without_site",
                violation_error_message=_(
                    "Kursi untuk gelombang dan konsentrasi ini sudah ada. Ubah yang ada."
                ),
            ),
            models.CheckConstraint(
                condition=Q(minimum__gte=1) & (Q(minimum__lte=F("seats")) | Q(seats=0)),
                name="partners_capacity_minimum",
                violation_error_message=_("Paling sedikit perlu antara 1 dan jumlah kursi."),
            ),
        ]
        indexes = [models.Index(fields=["school", "wave", "programme"], name="partners_capacity_wave")]

    def __str__(self) -> str:
        return f"{self.seats}"


class Interaction(SchoolOwned, Coded):
    """One line of the contact log, and the next step that follows from it."""

    PRIVACY = {
        "J": ("contact", "summary"),
        "L": ("by_name",),
        "none": (
            "code",
            "partner",
            "on",
            "channel",
            "next_action",
            "next_owner",
            "next_due",
            "done_at",
            "at",
        ),
    }
    visibility = VisibilitySlot("partners.interaction")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="interactions")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("dengan")
    )
    on = models.DateField(_("tanggal"))
    channel = models.CharField(_("lewat"), max_length=10, choices=Channel)
    summary = models.CharField(_("hasil"), max_length=500)
    next_action = models.CharField(_("langkah berikut"), max_length=150, blank=True)
    next_owner = models.ForeignKey(
        "people.Teacher",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("penanggung jawab"),
    )
    next_due = models.DateField(_("paling lambat"), null=True, blank=True)
    done_at = models.DateTimeField(_("selesai"), null=True, blank=True, editable=False)
    at = models.DateTimeField(editable=False)
    by_name = models.CharField(_("dicatat oleh"), max_length=150, editable=False)

    class Meta:
        verbose_name = _("catatan kontak")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_action="") | Q(next_due__isnull=False),
                name="partners_next_step_has_date",
                violation_error_message=_("Tulis tanggal paling lambat untuk langkah berikut."),
            )
        ]
        indexes = [models.Index(fields=["school", "done_at", "next_due"], name="partners_steps_open")]

    def __str__(self) -> str:
        return self.summary
