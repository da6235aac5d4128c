"""Reading the lists that somebody keeps under a name of their own."""

from django.db.models import QuerySet

from anyam.base.actor import Actor
from anyam.records.people.models import SavedView


def saved_views(actor: Actor, list_name: str) -> QuerySet[SavedView]:
    """The actor's own views of one list, by name."""
    return saved_views_visible_to(actor).filter(list_name=list_name)


def saved_views_visible_to(actor: Actor) -> QuerySet[SavedView]:
    """All views of the actor's own."""
    return SavedView.objects.visible_to(actor)
