"""Participants and wishes by the list: taking several pupils out, filling wishes from a sheet."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, Refused
from anyam.implementation.internships import permissions
from anyam.implementation.internships.models import CHOICES_ASKED, Choice, Participant
from anyam.implementation.internships.operations.preparation import remove_participant
from anyam.mapping.partners.models import Capacity
from anyam.tools.audit.operations import record


@transaction.atomic
def remove_participants(
    *, actor: Actor, participants: Iterable[Participant], now: datetime
) -> tuple[int, list[Participant]]:
    """Take pupils out of a wave; those already in a round stay.

    Returns how many left and who stayed. Refused: NotAllowed.
    """
    removed, kept = 0, []
    for participant in participants:
        try:
            remove_participant(actor=actor, participant=participant, now=now)
            removed += 1
        except NotAllowed:
            raise
        except Refused:
            kept.append(participant)
    return removed, kept


def can_be_filled(old: Sequence[object], new: Sequence[object]) -> bool:
    """Whether wishes `old` can become `new` rank by rank: none taken away, none moved to another rank.

    Only so can an import be undone row by row without two wishes meeting on one rank.
    """
    if len(new) < len(old) or len(set(new)) != len(new):
        return False
    return all(
        place == (old[rank] if rank < len(old) else None) or place not in old
        for rank, place in enumerate(new)
    )


@transaction.atomic
def fill_choices(
    *, actor: Actor, participant: Participant, capacities: Sequence[Capacity], now: datetime
) -> Participant:
    """Write a pupil's wishes out of a sheet, keeping the rows they have, so that the import can be undone.

    Refused: NotAllowed, more than three or the same twice, a place that is not for them, a changed order.
    """
    if not permissions.can_prepare_wave(actor):
        raise NotAllowed
    participant = (
        Participant.objects.of_school(actor.school_id)
        .select_for_update(of=("self",))
        .select_related("pupil__class_group")
        .get(pk=participant.pk)
    )
    if len(capacities) > CHOICES_ASKED or len({place.pk for place in capacities}) != len(capacities):
        raise Refused(_("Pilih paling banyak tiga tempat yang berbeda."), code="choices")
    group = participant.pupil.class_group
    wanted = (actor.school_id, participant.wave_id, group.programme_id if group else None)
    if any((place.school_id, place.wave_id, place.programme_id) != wanted for place in capacities):
        raise Refused(_("Tempat ini tidak untuk konsentrasi dan gelombang siswa ini."), code="not_for_them")
    rows = list(participant.choices.order_by("rank"))
    if not can_be_filled([row.capacity_id for row in rows], [place.pk for place in capacities]):
        raise Refused(
            _("Siswa ini sudah memilih dengan urutan lain. Ubah di halaman siswa itu."), code="reordered"
        )
    for rank, place in enumerate(capacities, start=1):
        row = rows[rank - 1] if rank <= len(rows) else None
        if row is not None and row.capacity_id == place.pk:
            continue
        row = row or Choice(school_id=actor.school_id, participant=participant, rank=rank)
        row.capacity = place
        row.save()
    participant.choices_sent_at = now
    participant.save(update_fields=["choices_sent_at"])
    record(
        actor=actor,
        action="internships.choices_saved",
        thing=participant.pupil,
        now=now,
        detail={"places": [place.code for place in capacities]},
    )
    return participant
