"""A placement that had lost its seat holds it again: a late yes, or a wrong no taken back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import Refused
from anyam.base.moves import next_state
from anyam.implementation.internships import rules
from anyam.implementation.internships.models import MatchingRound, Placement
from anyam.implementation.internships.terms import ACTIVE_STATES, RoundState
from anyam.mapping.partners.models import Capacity
from anyam.tools.audit.operations import record


def take_seat_back(actor: Actor, placement: Placement, now: datetime) -> None:
    """Make room for a placement that is about to hold its seat again; the caller writes its state.

    An open replacement round that has a line for the pupil must be computed again; what people pinned is kept.
    Refused: placed_elsewhere (the pupil has another place by now), round_busy (a round with the pupil is being
    computed or lies with the principal), full.
    """
    placements = Placement.objects.of_school(actor.school_id).filter(state__in=ACTIVE_STATES)
    name = placement.participant.pupil.name
    if placements.filter(participant=placement.participant).exclude(pk=placement.pk).exists():
        raise Refused(
            _("%(name)s sudah mendapat tempat lain. Tarik tempat itu dulu.") % {"name": name},
            code="placed_elsewhere",
        )
    seat = Capacity.objects.of_school(actor.school_id).select_for_update(of=("self",))
    capacity = seat.get(pk=placement.capacity_id)
    taken = placements.filter(capacity=capacity).exclude(pk=placement.pk).count()
    taken += _leave_open_round(actor, placement, now)
    if taken >= capacity.seats:
        raise Refused(
            _("Kursi di %(place)s sudah diberikan kepada siswa lain. Tambah kursinya dulu.")
            % {"place": placement.capacity.partner.name},
            code="full",
        )


def _leave_open_round(actor: Actor, placement: Placement, now: datetime) -> int:
    """Take the pupil out of the wave's open round; returns how many others it sends to the same seats."""
    rounds = MatchingRound.objects.of_school(actor.school_id).select_for_update(of=("self",))
    wave = placement.participant.wave
    round_ = rounds.filter(wave=wave).exclude(state=RoundState.APPROVED).defer("problem", "result").first()
    if round_ is None:
        return 0
    is_in = round_.proposals.filter(participant=placement.participant).exists()
    if round_.state == RoundState.COMPUTING or (round_.state == RoundState.SUBMITTED and is_in):
        raise Refused(
            _(
                "Penempatan pengganti sedang dihitung atau menunggu kepala sekolah. "
                "Tunggu, atau tarik putaran itu dulu."
            ),
            code="round_busy",
        )
    if is_in:
        round_.state, round_.updated_at = next_state(rules.ROUND_MOVES, "reset", round_.state), now
        round_.save(update_fields=["state", "updated_at"])
        round_.proposals.all().delete()
        record(actor=actor, action="internships.round_reset", thing=round_, now=now)
    return round_.proposals.filter(capacity_id=placement.capacity_id).count()
