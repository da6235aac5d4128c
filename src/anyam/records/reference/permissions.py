"""Who may look at reference data."""

from anyam.base.actor import Actor

STAFF_ROLES = (
    "principal",
    "waka_humas",
    "coordinator",
    "programme_humas",
    "programme_head",
    "supervisor",
    "homeroom",
    "operator",
)


def can_see_reference(actor: Actor) -> bool:
    """Everybody who works at the school: the data hold nothing about people."""
    return actor.is_system or actor.holds(*STAFF_ROLES)
