"""Messages belong to whom they were sent to, and to nobody else."""

from django.db.models import Q

from anyam.base.actor import Actor


def can_read_notices(actor: Actor) -> bool:
    """Everyone with a hat and an account."""
    return actor.account_id is not None


def own_rows(actor: Actor) -> Q | None:
    """One's own."""
    return Q(account_id=actor.account_id) if actor.account_id else None
