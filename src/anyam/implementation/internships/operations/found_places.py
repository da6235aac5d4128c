"""A place a pupil found becomes a partner with a seat, in one step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.implementation.internships import permissions
from anyam.implementation.internships.models import FoundPlace
from anyam.implementation.internships.operations.preparation import check_found_place
from anyam.implementation.internships.terms import FoundPlaceState
from anyam.mapping.partners import operations as partners
from anyam.mapping.partners.models import Capacity, Partner
from anyam.mapping.partners.terms import Acquisition, PartnerKind

SEAT_FIELDS = (
    "seats", "minimum", "lodging", "gender", "minimum_age", "night_shift", "hazardous", "documents", "work",
)  # fmt: skip


@transaction.atomic
def accept_with_new_seats(
    *, actor: Actor, found: FoundPlace, partner: Partner | None, data: Mapping[str, Any], now: datetime
) -> FoundPlace:
    """Accept a found place by offering seats there: at a partner the school has, or (None) at a new one.

    `data` holds the seats' fields and `answer`; for a new partner also name, address and city. The person the
    pupil met becomes a contact. Refused: NotAllowed, WrongState, a pupil without class, seats that exist already.
    """
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    found = (
        FoundPlace.objects.of_school(actor.school_id)
        .select_for_update(of=("self",))
        .select_related("participant__wave", "participant__pupil__class_group__programme")
        .get(pk=found.pk)
    )
    if found.state != FoundPlaceState.PROPOSED:
        raise WrongState
    group = found.participant.pupil.class_group
    if group is None:
        raise Refused(_("Siswa ini belum punya rombel. Isi rombelnya dulu."), code="no_class")
    if partner is None:
        partner = _new_partner(actor, found, data, now)
    wave = found.participant.wave
    seats = Capacity.objects.of_school(actor.school_id).filter(partner=partner, wave=wave)
    if seats.filter(programme=group.programme, site=None).exists():
        raise Refused(
            _("Mitra ini sudah menawarkan kursi. Pilih kursi itu di bagian “Kursi yang sudah ada”."),
            code="has_seats",
        )
    capacity = partners.save_capacity(
        actor=actor,
        partner=partner,
        capacity=None,
        data={
            "wave": wave,
            "programme": group.programme,
            **{name: data[name] for name in SEAT_FIELDS if name in data},
        },
        now=now,
    )
    return check_found_place(
        actor=actor, found=found, capacity=capacity, answer=data.get("answer", ""), now=now
    )


def _new_partner(actor: Actor, found: FoundPlace, data: Mapping[str, Any], now: datetime) -> Partner:
    values = {name: data[name] for name in ("name", "address", "city")}
    values |= {"kind": PartnerKind.COMPANY, "acquisition": Acquisition.REFERRAL}
    partner = partners.save_partner(actor=actor, partner=None, data=values, now=now)
    if found.contact_name:
        partners.save_contact(
            actor=actor,
            partner=partner,
            contact=None,
            data={"name": found.contact_name, "phone": found.contact_phone},
            now=now,
        )
    return partner
