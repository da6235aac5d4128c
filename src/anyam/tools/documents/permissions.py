"""Who may see, issue, replace and revoke documents, and keep the number book."""

from django.db.models import Q

from anyam.base.actor import Actor
from anyam.tools.documents.kinds import KINDS, DocumentKind, kind_of
from anyam.tools.documents.models import IssuedDocument

WHOLE_BOOK = ("principal", "waka_humas", "coordinator", "operator")
KEEPERS = ("principal", "waka_humas", "operator")


def is_keeper(actor: Actor) -> bool:
    """Keeps the number book: sets the next number, revokes any document."""
    return actor.is_system or actor.holds(*KEEPERS)


def may_issue_any(actor: Actor) -> bool:
    """May issue at least one kind."""
    return any(kind.may_issue(actor) for kind in KINDS)


def can_see_documents(actor: Actor) -> bool:
    """Opens the number book; which rows, the visibility says."""
    return actor.is_system or actor.holds(*WHOLE_BOOK) or may_issue_any(actor)


def can_issue(actor: Actor, kind: DocumentKind) -> bool:
    """What the kind's room says."""
    return actor.is_system or kind.may_issue(actor)


def can_replace(actor: Actor, document: IssuedDocument) -> bool:
    """Who may issue the kind may correct it, as long as its room can still build it."""
    kind = kind_of(document.kind)
    return kind is not None and kind.build is not None and can_issue(actor, kind)


def can_revoke(actor: Actor, document: IssuedDocument) -> bool:
    """Keepers of the book; issuers only what they issued themselves."""
    kind = kind_of(document.kind)
    own = document.by_key == f"account:{actor.account_id}"
    return is_keeper(actor) or (own and kind is not None and kind.may_issue(actor))


def documents_in_scope(actor: Actor) -> Q | None:
    """The whole book, or what one issued oneself; rooms open more."""
    if actor.holds(*WHOLE_BOOK):
        return Q()
    return Q(by_key=f"account:{actor.account_id}") if may_issue_any(actor) else None


def batches_in_scope(actor: Actor) -> Q | None:
    """As documents."""
    return documents_in_scope(actor)
