"""Who may import: whoever may import at least one kind; which batches they see follows their kinds."""

from django.db.models import Q

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed
from anyam.tools.imports.kinds import IMPORT_KINDS, ImportKind


def kinds_open_to(actor: Actor) -> list[ImportKind]:
    """The kinds of list this actor may import."""
    return [kind for kind in IMPORT_KINDS if actor.is_system or kind.permitted(actor)]


def can_import(actor: Actor) -> bool:
    """True when at least one kind of list is open to the actor."""
    return bool(kinds_open_to(actor))


def require_kind(actor: Actor, kind: ImportKind) -> None:
    """Raises NotAllowed unless the actor may import this kind."""
    if not (actor.is_system or kind.permitted(actor)):
        raise NotAllowed()


def batches_in_scope(actor: Actor) -> Q | None:
    """Batches of the kinds the actor may import; filler of the batch's visibility."""
    names = [kind.name for kind in kinds_open_to(actor)]
    return Q(kind__in=names) if names else None


def parts_in_scope(actor: Actor) -> Q | None:
    """Rows and changes follow their batch."""
    names = [kind.name for kind in kinds_open_to(actor)]
    return Q(batch__kind__in=names) if names else None
