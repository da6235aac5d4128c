"""Account, pupil, teacher, guardian, guardian relation, role grant, consent."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anyam.base.models import Coded, SchoolOwned, Timed, account_key
from anyam.base.slots import Slot, VisibilitySlot
from anyam.records.people.terms import (
    ConsentMethod,
    ConsentPurpose,
    Gender,
    GuardianKind,
    Language,
    PupilStatus,
    RoleName,
)

# Sections that later rooms put on a pupil's page: (actor, pupil) -> safe HTML or None.
PUPIL_PAGE: Slot = Slot("pupil.page")


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the first password is always a single-use secret or set by its owner."""

    def create_user(self, username: str, password: str | None = None, **values: object) -> "Account":
        account = self.model(username=self.model.normalize_username(username), **values)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in. Belongs to no school: one teacher may serve in two."""

    PRIVACY = {
        "A": ("username", "name"),
        "B": ("email",),
        "L": ("is_active", "must_change_password", "first_secret_expires", "joined_at", "password", "last_login",
              "is_operator"),
        "none": ("language",),
    }  # fmt: skip

    username = models.CharField(_("nama pengguna atau NISN"), max_length=60, unique=True)
    email = models.EmailField(_("pos-el"), blank=True)
    name = models.CharField(_("nama"), max_length=150)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_operator = models.BooleanField(_("operator sistem"), default=False)
    must_change_password = models.BooleanField(_("wajib ganti kata sandi"), default=False)
    first_secret_expires = models.DateTimeField(_("kata sandi pertama berlaku sampai"), null=True, blank=True)
    joined_at = models.DateTimeField(_("dibuat"), auto_now_add=True)
    language = models.CharField(_("bahasa"), max_length=5, choices=Language, default=Language.INDONESIAN)

    # Slug of the school picked in this session; set by the sign-in middleware, read by `load_actor`.
    chosen_school: str | None = None

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = AccountManager()

    class Meta:
        verbose_name = _("akun")
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="people_email_of_one_account"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PersonRecord(SchoolOwned, Coded, Timed):
    """What pupils, teachers and guardians share. One person in two schools has a record in each."""

    name = models.CharField(_("nama lengkap"), max_length=150)
    gender = models.CharField(_("jenis kelamin"), max_length=1, choices=Gender, blank=True)
    phone = models.CharField(_("nomor WhatsApp"), max_length=20, blank=True)
    email = models.EmailField(_("pos-el"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Pupil(PersonRecord):
    """Peserta didik, known by NISN, then NIPD."""

    PRIVACY = {
        "A": ("name", "nisn", "nipd", "class_group", "status", "gender"),
        "B": ("birth_date", "phone", "email", "home_latitude", "home_longitude", "home_area"),
        "L": ("account",),
        "none": ("code", "created_at", "updated_at"),
    }
    visibility = VisibilitySlot("people.visibility")

    account = account_key(null=True, blank=True, editable=False, verbose_name=_("akun"))
    nisn = models.CharField(_("NISN"), max_length=10, blank=True)
    nipd = models.CharField(_("NIPD"), max_length=30, blank=True)
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    class_group = models.ForeignKey(
        "schools.ClassGroup",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("rombel"),
    )
    status = models.CharField(_("status"), max_length=20, choices=PupilStatus, default=PupilStatus.ACTIVE)
    home_area = models.CharField(_("kecamatan tempat tinggal"), max_length=80, blank=True)
    home_latitude = models.FloatField(_("lintang rumah"), null=True, blank=True)
    home_longitude = models.FloatField(_("bujur rumah"), null=True, blank=True)

    class Meta:
        verbose_name = _("siswa")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "nisn"],
                condition=~Q(nisn=""),
                name="people_nisn_once_per_school",
                violation_error_message=_("NISN ini sudah dipakai siswa lain."),
            ),
            models.UniqueConstraint(
                fields=["school", "nipd"],
                condition=~Q(nipd=""),
                name="people_nipd_once_per_school",
                violation_error_message=_("NIPD ini sudah dipakai siswa lain."),
            ),
            models.UniqueConstraint(fields=["school", "code"], name="people_pupil_code"),
        ]
        indexes = [models.Index(fields=["school", "status", "name"], name="people_pupil_list")]


class Teacher(PersonRecord):
    """Guru or staff, known by NUPTK, then NIP, then name."""

    PRIVACY = {
        "A": ("name", "gender", "duty", "extra_duty", "is_active"),
        "B": ("nuptk", "nip", "phone", "email"),
        "L": ("account",),
        "none": ("code", "created_at", "updated_at"),
    }
    visibility = VisibilitySlot("people.teacher")

    account = account_key(null=True, blank=True, editable=False, verbose_name=_("akun"))
    nuptk = models.CharField(_("NUPTK"), max_length=16, blank=True)
    nip = models.CharField(_("NIP"), max_length=18, blank=True)
    duty = models.CharField(_("jenis PTK"), max_length=60, blank=True)
    extra_duty = models.CharField(_("tugas tambahan"), max_length=80, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("guru")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "nuptk"],
                condition=~Q(nuptk=""),
                name="people_nuptk_once_per_school",
                violation_error_message=_("NUPTK ini sudah dipakai guru lain."),
            ),
            models.UniqueConstraint(
                fields=["school", "nip"],
                condition=~Q(nip=""),
                name="people_nip_once_per_school",
                violation_error_message=_("NIP ini sudah dipakai guru lain."),
            ),
            models.UniqueConstraint(fields=["school", "code"], name="people_teacher_code"),
        ]


class Guardian(PersonRecord):
    """A parent or guardian; reached by phone, needs no account."""

    PRIVACY = {"C": ("name", "gender", "phone", "email"), "none": ("code", "created_at", "updated_at")}
    visibility = VisibilitySlot("people.guardian")

    class Meta:
        verbose_name = _("wali")
        ordering = ["name"]


class GuardianRelation(SchoolOwned):
    """Who answers for a pupil. `barred` (a court order) cuts the guardian off at once."""

    PRIVACY = {"C": ("guardian", "pupil", "kind", "confirmed_at", "barred")}
    visibility = VisibilitySlot("people.guardian_relation")

    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="relations")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="guardian_relations")
    kind = models.CharField(_("hubungan"), max_length=10, choices=GuardianKind)
    confirmed_at = models.DateTimeField(_("dipastikan"), null=True, blank=True)
    barred = models.BooleanField(_("dilarang melihat"), default=False)

    class Meta:
        verbose_name = _("hubungan wali")
        constraints = [
            models.UniqueConstraint(fields=["pupil", "kind"], name="people_one_guardian_of_a_kind")
        ]


class Role(SchoolOwned, Coded):
    """A hat: who, which role, for which programme or class, from when to when; ended ones stay for the record."""

    PRIVACY = {
        "A": ("account", "name", "programme", "class_group"),
        "L": ("valid_from", "valid_to", "granted_by_name", "ended_at", "ended_by_name"),
        "none": ("code",),
    }
    visibility = VisibilitySlot("people.role")

    account = account_key(verbose_name=_("akun"))
    name = models.CharField(_("peran"), max_length=20, choices=RoleName)
    programme = models.ForeignKey(
        "schools.StudyProgramme",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("konsentrasi"),
    )
    class_group = models.ForeignKey(
        "schools.ClassGroup",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("rombel"),
    )
    valid_from = models.DateField(_("mulai"))
    valid_to = models.DateField(_("sampai"), null=True, blank=True)
    granted_by_name = models.CharField(_("diberikan oleh"), max_length=150, editable=False)
    ended_at = models.DateTimeField(_("diakhiri"), null=True, blank=True, editable=False)
    ended_by_name = models.CharField(_("diakhiri oleh"), max_length=150, blank=True, editable=False)

    class Meta:
        verbose_name = _("peran")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "code"], name="people_role_code"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="people_role_in_order",
                violation_error_message=_("Tanggal sampai perlu setelah tanggal mulai."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(name__in=["programme_humas", "programme_head"], programme__isnull=False)
                    | Q(name="homeroom", class_group__isnull=False)
                    | ~Q(name__in=["programme_humas", "programme_head", "homeroom"])
                ),
                name="people_role_has_its_scope",
                violation_error_message=_("Peran ini perlu konsentrasi atau rombelnya."),
            ),
        ]
        indexes = [models.Index(fields=["account", "school"], name="people_role_of_account")]

    def __str__(self) -> str:
        return self.get_name_display()


class Consent(SchoolOwned, Coded):
    """One line of the consent ledger: never changed, a withdrawal is a new line."""

    PRIVACY = {
        "M": (
            "pupil", "guardian", "purpose", "given", "text_version", "method", "at", "recorded_by_name", "note",
        ),
        "none": ("code",),
    }  # fmt: skip
    visibility = VisibilitySlot("people.consent")

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="consents")
    guardian = models.ForeignKey(
        Guardian, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("wali")
    )
    purpose = models.CharField(_("untuk"), max_length=20, choices=ConsentPurpose)
    given = models.BooleanField(_("diizinkan"))
    text_version = models.CharField(_("versi naskah"), max_length=20)
    method = models.CharField(_("cara"), max_length=10, choices=ConsentMethod)
    at = models.DateTimeField(_("waktu"))
    recorded_by_name = models.CharField(_("dicatat oleh"), max_length=150)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("persetujuan wali")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "pupil", "purpose", "-at"], name="people_consent_latest")]


class SavedView(SchoolOwned, Coded):
    """A list as somebody keeps it: its address with filters and sorting, under a name of their own."""

    PRIVACY = {"L": ("account", "list_name", "label", "query"), "none": ("code",)}
    visibility = VisibilitySlot("people.saved_view")

    account = account_key(verbose_name=_("akun"), editable=False)
    list_name = models.CharField(max_length=40, editable=False)
    label = models.CharField(_("nama tampilan"), max_length=40)
    query = models.CharField(max_length=500, editable=False)

    class Meta:
        verbose_name = _("tampilan tersimpan")
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "account", "list_name", "label"],
                name="people_view_named_once",
                violation_error_message=_("Nama tampilan ini sudah dipakai."),
            )
        ]

    def __str__(self) -> str:
        return self.label
