"""Who may see, prepare, compute, decide and answer about placements."""

from django.db.models import Q

from anyam.base.actor import Actor
from anyam.implementation.internships import models
from anyam.implementation.internships.terms import ACTIVE_STATES
from anyam.mapping.partners.models import Contact
from anyam.records.people.models import Pupil
from anyam.records.people.terms import RoleName

RUNNERS = (RoleName.WAKA_HUMAS, RoleName.COORDINATOR)
WHOLE_SCHOOL = (RoleName.PRINCIPAL, RoleName.OPERATOR, *RUNNERS)
PROGRAMME = (RoleName.PROGRAMME_HUMAS, RoleName.PROGRAMME_HEAD)


def can_see_placements(actor: Actor) -> bool:
    """Opens the pages of a wave; which pupils, the visibility says."""
    return actor.is_system or actor.holds(*WHOLE_SCHOOL, *PROGRAMME, RoleName.SUPERVISOR, RoleName.HOMEROOM)


def can_see_round(actor: Actor) -> bool:
    """The board of a round, before it is announced."""
    return actor.is_system or actor.holds(*WHOLE_SCHOOL, *PROGRAMME)


def can_prepare_wave(actor: Actor) -> bool:
    """Participants, choices, supervisors, pairs."""
    return actor.is_system or actor.holds(*RUNNERS, RoleName.OPERATOR)


def can_run_round(actor: Actor) -> bool:
    return actor.is_system or actor.holds(*RUNNERS)


def can_approve_round(actor: Actor) -> bool:
    """Only the principal."""
    return actor.holds(RoleName.PRINCIPAL)


def can_decide_proposal(actor: Actor, proposal: models.Proposal | None = None) -> bool:
    """Pin and move a pupil: who runs the round, or a programme hat for its own pupils."""
    if can_run_round(actor):
        return True
    own = actor.programme_ids(*PROGRAMME)
    if proposal is None:
        return bool(own)
    group = proposal.participant.pupil.class_group
    return group is not None and group.programme_id in own


def can_record_answers(actor: Actor) -> bool:
    """Letters sent and companies' answers."""
    return actor.is_system or actor.holds(*RUNNERS, RoleName.OPERATOR)


def can_print_letters(actor: Actor) -> bool:
    return actor.is_system or actor.holds(*WHOLE_SCHOOL)


def can_choose(actor: Actor, participant: models.Participant | None = None) -> bool:
    """A pupil for themselves; the school for any pupil, from paper."""
    if can_prepare_wave(actor):
        return True
    return actor.pupil_id is not None and (participant is None or participant.pupil_id == actor.pupil_id)


def can_object(actor: Actor, participant: models.Participant | None = None) -> bool:
    """The pupil who was placed."""
    return actor.pupil_id is not None and (participant is None or participant.pupil_id == actor.pupil_id)


def scope(actor: Actor, prefix: str = "") -> Q | None:
    """Participants within reach: school, programme, class, supervised group, oneself."""
    if actor.holds(*WHOLE_SCHOOL):
        return Q()
    reach: Q | None = None
    parts = {
        "pupil__class_group__programme_id__in": actor.programme_ids(*PROGRAMME),
        "pupil__class_group_id__in": actor.class_group_ids(RoleName.HOMEROOM),
    }
    for path, ids in parts.items():
        if ids:
            part = Q(**{prefix + path: ids})
            reach = part if reach is None else reach | part
    if actor.pupil_id:
        own = Q(**{f"{prefix}pupil_id": actor.pupil_id})
        reach = own if reach is None else reach | own
    if actor.holds(RoleName.SUPERVISOR) and actor.teacher_id:
        supervised = models.Placement.unsafe_all_schools.filter(
            school_id=actor.school_id, supervisor_id=actor.teacher_id, state__in=ACTIVE_STATES
        )
        group = Q(
            **{f"{prefix}pk__in" if not prefix else f"{prefix[:-2]}__in": supervised.values("participant")}
        )
        reach = group if reach is None else reach | group
    return reach


def of_participant(actor: Actor) -> Q | None:
    return scope(actor, "participant__")


def round_readers(actor: Actor) -> Q | None:
    return Q() if can_see_round(actor) else None


def supervised_pupils(actor: Actor) -> Q | None:
    """A supervising teacher sees the pupils of their placements."""
    if not (actor.holds(RoleName.SUPERVISOR) and actor.teacher_id):
        return None
    placements = models.Placement.unsafe_all_schools.filter(
        school_id=actor.school_id, supervisor_id=actor.teacher_id, state__in=ACTIVE_STATES
    )
    return Q(pk__in=placements.values("participant__pupil"))


def contacts_of_supervised(actor: Actor) -> Q | None:
    """A supervising teacher sees the people at the companies of their pupils."""
    if not (actor.holds(RoleName.SUPERVISOR) and actor.teacher_id):
        return None
    placements = models.Placement.unsafe_all_schools.filter(
        school_id=actor.school_id, supervisor_id=actor.teacher_id, state__in=ACTIVE_STATES
    )
    return Q(partner__in=placements.values("capacity__partner"))


def fill_visibility() -> None:
    models.Participant.visibility.fill(scope)
    for model in (
        models.Choice, models.HostWish, models.FoundPlace, models.Pair, models.Placement, models.Objection,
    ):  # fmt: skip
        model.visibility.fill(of_participant)
    models.Proposal.visibility.fill(proposal_readers)
    models.MatchingRound.visibility.fill(round_readers)
    models.WaveSupervisor.visibility.fill(round_readers)
    Pupil.visibility.fill(supervised_pupils)
    Contact.visibility.fill(contacts_of_supervised)


def proposal_readers(actor: Actor) -> Q | None:
    """Lines of a round for those who may open the board, within their reach; pupils read theirs by another query."""
    return of_participant(actor) if can_see_round(actor) else None
