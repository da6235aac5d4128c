"""One form per record of the partners room: page, import row and any later phone entry share it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.forms import KitForm, KitModelForm, PhoneField
from anyam.mapping.partners import permissions
from anyam.mapping.partners.models import Capacity, Contact, Interaction, Partner, Site
from anyam.records.people import queries as people
from anyam.records.reference import queries as reference
from anyam.records.schools import queries as schools


class CoordinateField(forms.FloatField):
    """Degrees with a decimal point or comma, as map links and Dapodik write them."""

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class PartnerForm(KitModelForm):
    """A partner and its main place."""

    phone = PhoneField(label=_("Telepon/WhatsApp"), required=False)
    latitude = CoordinateField(label=_("Lintang"), required=False, min_value=-90, max_value=90)
    longitude = CoordinateField(label=_("Bujur"), required=False, min_value=-180, max_value=180)

    class Meta:
        model = Partner
        fields = Partner.WRITTEN

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, choices={"industry": reference.industry_codes()}, **options)
        sites = self.instance.sites.all() if self.instance.pk else ()
        site = next((site for site in sites if site.is_main), None)
        if site is not None:
            self.initial.update(latitude=site.latitude, longitude=site.longitude)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Isi lintang dan bujur, atau kosongkan keduanya."))
        return data


class SiteForm(KitModelForm):
    """A place of a partner."""

    given = ("partner",)
    latitude = CoordinateField(label=_("Lintang"), required=False, min_value=-90, max_value=90)
    longitude = CoordinateField(label=_("Bujur"), required=False, min_value=-180, max_value=180)

    class Meta:
        model = Site
        fields = ("name", "address", "city", "latitude", "longitude", "is_main")


class ContactForm(KitModelForm):
    """A person at a partner."""

    phone = PhoneField(label=_("Nomor WhatsApp"), required=False)

    class Meta:
        model = Contact
        fields = ("name", "position", "role", "phone", "email")


class CapacityForm(KitModelForm):
    """Seats for one wave and specialisation; programme hats are offered only their own."""

    given = ("partner",)

    class Meta:
        model = Capacity
        fields = (
            "wave", "programme", "seats", "minimum", "site", "lodging", "gender", "minimum_age", "night_shift",
            "hazardous", "documents", "work",
        )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, partner: Partner | None, **options: Any) -> None:
        programmes = schools.programmes_visible_to(actor)
        if not permissions.can_edit_capacity(actor, programme_id=-1):
            programmes = programmes.filter(pk__in=actor.programme_ids(*permissions.PROGRAMME))
        super().__init__(
            *args,
            choices={
                "wave": schools.waves_visible_to(actor),
                "programme": programmes,
                "site": Site.objects.of_school(actor.school_id).filter(partner=partner),
            },
            **options,
        )
        if partner is not None:
            self.instance.partner = partner

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # The database says the same; here for imports, whose rows are judged without asking it.
        if data.get("seats") and (data.get("minimum") or 0) > data["seats"]:
            self.add_error("minimum", _("Paling sedikit perlu antara 1 dan jumlah kursi."))
        return data


class InteractionForm(KitModelForm):
    """A contact and the step that follows."""

    class Meta:
        model = Interaction
        fields = ("on", "channel", "contact", "summary", "next_action", "next_due", "next_owner")

    def __init__(self, *args: Any, actor: Actor, partner: Partner, today: date, **options: Any) -> None:
        super().__init__(
            *args,
            choices={
                "contact": Contact.objects.visible_to(actor).filter(partner=partner, voided_at=None),
                "next_owner": people.teachers_visible_to(actor).filter(is_active=True),
            },
            **options,
        )
        self.today = today

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError(_("Kontak ini belum terjadi. Tulis tanggal hari ini atau sebelumnya."))
        return day


class VoidForm(KitForm):
    """Why a partner leaves the lists."""

    reason = forms.CharField(label=_("Alasan"), max_length=200)


class FilterForm(KitForm):
    """The filters of the list, read from the address; a wrong value is ignored, the others hold."""

    cari = forms.CharField(label=_("Cari mitra"), required=False, max_length=80)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False)
    awal = forms.ChoiceField(label=_("Awal perkenalan"), required=False)
    konsentrasi = forms.ChoiceField(label=_("Konsentrasi"), required=False)
    perjanjian = forms.ChoiceField(
        label=_("Perjanjian"),
        required=False,
        choices=[("", _("Semua")), ("berlaku", _("Berlaku")), ("tanpa", _("Belum ada atau berakhir"))],
    )
    kabar = forms.ChoiceField(
        label=_("Kabar"), required=False, choices=[("", _("Semua")), ("sunyi", _("Tanpa kabar 30 hari"))]
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        everything = [("", _("Semua"))]
        programmes = [(row.code, row.name) for row in schools.programmes_visible_to(actor)]
        self.offer("konsentrasi", everything + programmes)
        self.offer("jenis", everything + Partner.written("kind")[1])
        self.offer("awal", everything + Partner.written("acquisition")[1])


class SeatFilterForm(KitForm):
    """The filters of the list of seats."""

    cari = forms.CharField(label=_("Cari mitra"), required=False, max_length=80)
    gelombang = forms.ChoiceField(label=_("Gelombang"), required=False)
    konsentrasi = forms.ChoiceField(label=_("Konsentrasi"), required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        everything = [("", _("Semua"))]
        waves = [(row.code, row.name) for row in schools.waves_visible_to(actor)]
        programmes = [(row.code, row.name) for row in schools.programmes_visible_to(actor)]
        self.offer("gelombang", everything + waves)
        self.offer("konsentrasi", everything + programmes)
