"""Who may read the trail of a school; what of it they see is the visibility slot's answer."""

from anyam.base.actor import Actor

READERS = ("principal", "waka_humas")


def can_read_trail(actor: Actor) -> bool:
    """Principal and waka humas (reliability 2.2, audit trail)."""
    return actor.is_system or actor.holds(*READERS)
