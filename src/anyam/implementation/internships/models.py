"""Participant, choice, wish, found place, pair, supervisor, round, proposal, placement, objection."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anyam.base.models import Coded, SchoolOwned, Timed
from anyam.base.slots import VisibilitySlot
from anyam.implementation.internships.terms import (
    ACTIVE_STATES,
    ExceptionKind,
    FoundPlaceState,
    LodgingNeed,
    ObjectionReason,
    ObjectionState,
    PairKind,
    PlacementState,
    RoundKind,
    RoundState,
)

CHOICES_ASKED = 3


class Participant(SchoolOwned, Coded):
    """A pupil who goes on PKL in a wave, with what the placement must know of them."""

    PRIVACY = {
        "A": ("wave", "pupil", "documents", "choices_sent_at"),
        "B": ("lodging_need",),
        "none": ("code",),
    }
    visibility = VisibilitySlot("internships.participant")

    wave = models.ForeignKey(
        "schools.Wave", on_delete=models.PROTECT, related_name="+", verbose_name=_("gelombang")
    )
    pupil = models.ForeignKey(
        "people.Pupil", on_delete=models.PROTECT, related_name="+", verbose_name=_("siswa")
    )
    lodging_need = models.CharField(
        _("penginapan"), max_length=12, choices=LodgingNeed, default=LodgingNeed.BY_DISTANCE
    )
    documents = models.CharField(
        _("dokumen yang dimiliki"),
        max_length=200,
        blank=True,
        help_text=_("Pisahkan dengan koma, misalnya SIM C."),
    )
    choices_sent_at = models.DateTimeField(_("pilihan dikirim"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("peserta PKL")
        ordering = ["pupil__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "pupil"], name="internships_once_per_wave")]

    def __str__(self) -> str:
        return str(self.pupil)


class Choice(SchoolOwned):
    """A pupil's wish for seats; rank 1 is the dearest."""

    PRIVACY = {"A": ("participant", "capacity", "rank")}
    visibility = VisibilitySlot("internships.choice")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="choices")
    capacity = models.ForeignKey("partners.Capacity", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(
        _("urutan"), validators=[MinValueValidator(1), MaxValueValidator(CHOICES_ASKED)]
    )

    class Meta:
        verbose_name = _("pilihan siswa")
        ordering = ["participant", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "rank"], name="internships_one_choice_a_rank"),
            models.UniqueConstraint(fields=["participant", "capacity"], name="internships_choice_once"),
        ]


class HostWish(SchoolOwned):
    """A pupil a company asks for, with its order."""

    PRIVACY = {"A": ("participant", "capacity", "rank")}
    visibility = VisibilitySlot("internships.host_wish")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="host_wishes")
    capacity = models.ForeignKey("partners.Capacity", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("urutan"), default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("permintaan perusahaan")
        constraints = [
            models.UniqueConstraint(fields=["participant", "capacity"], name="internships_host_wish_once")
        ]


class FoundPlace(SchoolOwned, Coded, Timed):
    """A place a pupil found; the school checks it and, when it is good, makes it a partner with a seat."""

    PRIVACY = {
        "A": ("participant", "reason"),
        "J": ("contact_name", "contact_phone"),
        "none": (
            "name",
            "address",
            "work",
            "state",
            "answer",
            "capacity",
            "code",
            "created_at",
            "updated_at",
        ),
    }
    visibility = VisibilitySlot("internships.found_place")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="found_places")
    name = models.CharField(_("nama tempat"), max_length=120)
    address = models.CharField(_("alamat"), max_length=200)
    contact_name = models.CharField(_("orang yang ditemui"), max_length=120, blank=True)
    contact_phone = models.CharField(_("nomor WhatsApp"), max_length=20, blank=True)
    work = models.CharField(_("pekerjaan di sana"), max_length=300)
    reason = models.CharField(_("alasan memilih"), max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=FoundPlaceState, default=FoundPlaceState.PROPOSED, editable=False
    )
    answer = models.CharField(_("jawaban sekolah"), max_length=300, blank=True)
    capacity = models.ForeignKey(
        "partners.Capacity", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("tempat temuan siswa")
        ordering = ["state", "-created_at"]

    def __str__(self) -> str:
        return self.name


class Pair(SchoolOwned):
    """A decision of people about one pupil and one company: here, or not here."""

    PRIVACY = {"A": ("participant", "reason"), "none": ("capacity", "kind"), "L": ("by_name",)}
    visibility = VisibilitySlot("internships.pair")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="pairs")
    capacity = models.ForeignKey("partners.Capacity", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PairKind)
    reason = models.CharField(_("alasan"), max_length=200, blank=True)
    by_name = models.CharField(max_length=150, editable=False)

    class Meta:
        verbose_name = _("ketetapan pasangan")
        constraints = [
            models.UniqueConstraint(fields=["participant", "capacity"], name="internships_pair_once"),
            models.UniqueConstraint(
                fields=["participant"], condition=Q(kind="pin"), name="internships_one_pin_per_pupil"
            ),
        ]


class WaveSupervisor(SchoolOwned):
    """A teacher who may supervise in a wave: for one programme or all, and for how many pupils."""

    PRIVACY = {"none": ("wave", "teacher", "programme", "pupils")}
    visibility = VisibilitySlot("internships.wave_supervisor")

    wave = models.ForeignKey("schools.Wave", on_delete=models.PROTECT, related_name="+")
    teacher = models.ForeignKey(
        "people.Teacher", on_delete=models.PROTECT, related_name="+", verbose_name=_("guru")
    )
    programme = models.ForeignKey(
        "schools.StudyProgramme",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("konsentrasi"),
    )
    pupils = models.PositiveSmallIntegerField(_("paling banyak siswa"), validators=[MaxValueValidator(200)])

    class Meta:
        verbose_name = _("pembimbing gelombang")
        ordering = ["teacher__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "teacher", "programme"],
                name="internships_supervisor_once",
                violation_error_message=_("Guru ini sudah terdaftar untuk konsentrasi itu."),
            ),
            models.UniqueConstraint(
                fields=["wave", "teacher"],
                condition=Q(programme=None),
                name="internships_supervisor_of_all_once",
                violation_error_message=_("Guru ini sudah terdaftar untuk semua konsentrasi."),
            ),
        ]


class MatchingRound(SchoolOwned, Coded, Timed):
    """One computation of who goes where, kept whole so that it can be replayed and defended.

    `problem` and `result` are the engine's own JSON, ids only. `weights` add up to 100 over the factors.
    """

    PRIVACY = {
        "none": (
            "wave", "number", "kind", "state", "weights", "require_agreement", "problem", "result", "method", "seed",
            "engine_version", "seconds", "job_code", "computed_at", "submitted_at", "approved_at", "return_reason",
            "code", "created_at", "updated_at",
        ),
        "L": ("submitted_by_name", "approved_by_name"),
    }  # fmt: skip
    visibility = VisibilitySlot("internships.round")

    wave = models.ForeignKey("schools.Wave", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("putaran ke"))
    kind = models.CharField(max_length=12, choices=RoundKind, default=RoundKind.FULL)
    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.PREPARED)
    weights = models.JSONField(default=dict)
    require_agreement = models.BooleanField(
        _("hanya mitra dengan perjanjian berlaku"),
        default=False,
        help_text=_("Bila tidak, mitra baru boleh menerima siswa dengan surat jawaban."),
    )
    problem = models.JSONField(null=True, editable=False)
    result = models.JSONField(null=True, editable=False)
    method = models.CharField(max_length=40, blank=True, editable=False)
    seed = models.BigIntegerField(default=0, editable=False)
    engine_version = models.CharField(max_length=20, blank=True, editable=False)
    seconds = models.FloatField(null=True, editable=False)
    job_code = models.CharField(max_length=12, blank=True, editable=False)
    computed_at = models.DateTimeField(null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by_name = models.CharField(max_length=150, blank=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by_name = models.CharField(max_length=150, blank=True, editable=False)
    return_reason = models.CharField(_("alasan dikembalikan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("putaran penempatan")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="internships_round_number"),
            models.UniqueConstraint(
                fields=["wave"],
                condition=~Q(state="approved"),
                name="internships_one_open_round",
                violation_error_message=_("Masih ada putaran yang belum selesai untuk gelombang ini."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave} · {self.number}"


class Proposal(SchoolOwned):
    """One pupil's line of a round: the place the engine or a person gave, its points, and what needs a decision."""

    PRIVACY = {
        "A": (
            "participant",
            "capacity",
            "points",
            "rank",
            "exception",
            "settled",
            "moved_by_hand",
            "supervisor",
        ),
        "B": ("distance_km",),
        "none": ("round",),
    }
    visibility = VisibilitySlot("internships.proposal")

    round = models.ForeignKey(MatchingRound, on_delete=models.CASCADE, related_name="proposals")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    capacity = models.ForeignKey(
        "partners.Capacity", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    points = models.PositiveSmallIntegerField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    distance_km = models.FloatField(null=True)
    exception = models.CharField(max_length=16, choices=ExceptionKind, blank=True, default="")
    settled = models.BooleanField(default=False)
    moved_by_hand = models.BooleanField(default=False)
    supervisor = models.ForeignKey(
        "people.Teacher", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("usulan tempat")
        ordering = ["participant__pupil__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "participant"], name="internships_one_line_a_round")
        ]


class Placement(SchoolOwned, Coded, Timed):
    """A pupil at a company in a wave, from approval to the company's answer."""

    PRIVACY = {
        "A": ("participant", "supervisor", "state", "answer_note"),
        "none": (
            "round", "capacity", "start", "end", "requested_on", "answer_due", "answered_on", "code", "created_at",
            "updated_at",
        ),
    }  # fmt: skip
    visibility = VisibilitySlot("internships.placement")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="placements")
    round = models.ForeignKey(MatchingRound, on_delete=models.PROTECT, related_name="placements")
    capacity = models.ForeignKey("partners.Capacity", on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(
        "people.Teacher",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("guru pembimbing"),
    )
    state = models.CharField(max_length=10, choices=PlacementState, default=PlacementState.APPROVED)
    start = models.DateField(_("mulai"))
    end = models.DateField(_("selesai"))
    requested_on = models.DateField(_("surat dikirim"), null=True)
    answer_due = models.DateField(_("batas jawab"), null=True)
    answered_on = models.DateField(_("dijawab"), null=True)
    answer_note = models.CharField(_("catatan jawaban"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("penempatan")
        ordering = ["participant__pupil__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state__in=ACTIVE_STATES),
                name="internships_one_active_placement",
                violation_error_message=_("Siswa ini sudah punya tempat di gelombang ini."),
            )
        ]
        indexes = [models.Index(fields=["school", "state", "answer_due"], name="internships_answers_due")]

    def __str__(self) -> str:
        return f"{self.participant}"


class Objection(SchoolOwned, Coded):
    """What a pupil says against a place; it goes into the queue of exceptions."""

    PRIVACY = {
        "A": ("participant", "capacity", "reason", "text", "at", "state", "answer", "answered_at"),
        "L": ("answered_by_name",),
        "none": ("code",),
    }
    visibility = VisibilitySlot("internships.objection")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="objections")
    capacity = models.ForeignKey("partners.Capacity", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("alasan"), max_length=14, choices=ObjectionReason)
    text = models.CharField(_("penjelasan"), max_length=500, blank=True)
    at = models.DateTimeField(editable=False)
    state = models.CharField(
        max_length=8, choices=ObjectionState, default=ObjectionState.OPEN, editable=False
    )
    answer = models.CharField(_("jawaban sekolah"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by_name = models.CharField(max_length=150, blank=True, editable=False)

    class Meta:
        verbose_name = _("keberatan")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(state="open"), name="internships_one_open_objection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant}"
