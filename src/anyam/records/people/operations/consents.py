"""The consent ledger: every answer of a guardian is a new line, the latest of a purpose counts."""

from datetime import datetime

from django.db import transaction

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, NotFound, Refused
from anyam.records.people import permissions, queries
from anyam.records.people.models import Consent, Guardian, GuardianRelation, Pupil
from anyam.records.people.terms import ConsentMethod
from anyam.tools.audit.operations import record

# Version of the printed text; it changes when its words change, and old lines keep theirs.
TEXT_VERSION = "2026-11"


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    pupil: Pupil,
    purpose: str,
    given: bool,
    now: datetime,
    method: str = ConsentMethod.PAPER,
    guardian: Guardian | None = None,
    note: str = "",
) -> Consent:
    """Write down what a guardian answered for one purpose; `given=False` refuses or withdraws.

    UU 27/2022 art. 25: one purpose, one consent, by the guardian. Refused: NotAllowed, NotFound for a pupil
    outside the actor's sight, Refused(not_guardian) for somebody who does not answer for the pupil.
    """
    if not permissions.can_record_consent(actor):
        raise NotAllowed
    if not queries.pupils_visible_to(actor).filter(pk=pupil.pk).exists():
        raise NotFound
    if guardian is not None:
        relations = GuardianRelation.objects.of_school(actor.school_id)
        if not relations.filter(guardian=guardian, pupil=pupil, barred=False).exists():
            raise Refused(code="not_guardian", field="guardian")
    line = Consent.objects.create(
        school_id=actor.school_id,
        pupil=pupil,
        guardian=guardian,
        purpose=purpose,
        given=given,
        text_version=TEXT_VERSION,
        method=method,
        at=now,
        recorded_by_name=actor.name,
        note=note,
    )
    action = "people.consent_given" if given else "people.consent_withdrawn"
    record(actor=actor, action=action, thing=pupil, now=now, detail={"purpose": purpose, "method": method})
    return line
