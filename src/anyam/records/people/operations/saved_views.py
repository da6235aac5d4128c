"""Keeping a list as it is filtered and sorted now, under a name of one's own."""

import re
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anyam.base.actor import Actor
from anyam.base.errors import NotAllowed, NotFound, Refused
from anyam.records.people.models import SavedView

VIEWS_OF_A_LIST = 30
PAGE = "halaman"


@transaction.atomic
def save_view(*, actor: Actor, list_name: str, label: str, query: str) -> SavedView:
    """Keep the address of a list (without its page number); the same name again replaces what it kept.

    A personal convenience, so it leaves no audit row. Refused: NotAllowed for a machine, Refused(label, list, long,
    many).
    """
    if actor.account_id is None:
        raise NotAllowed
    label = " ".join(label.split())
    if not label or len(label) > 40:
        raise Refused(_("Tulis nama tampilan, paling banyak 40 huruf."), code="label", field="label")
    if not re.fullmatch(r"[a-z_]{1,40}", list_name):
        raise Refused(code="list")
    kept = urlencode([pair for pair in parse_qsl(query) if pair[0] != PAGE])
    if len(kept) > 500:
        raise Refused(_("Saringan ini terlalu panjang untuk disimpan. Kurangi saringannya."), code="long")
    own = SavedView.objects.of_school(actor.school_id).filter(
        account_id=actor.account_id, list_name=list_name
    )
    view = own.select_for_update(of=("self",)).filter(label=label).first()
    if view is None and own.count() >= VIEWS_OF_A_LIST:
        raise Refused(_("Sudah ada 30 tampilan. Hapus yang tidak dipakai dulu."), code="many")
    view = view or SavedView(
        school_id=actor.school_id, account_id=actor.account_id, list_name=list_name, label=label
    )
    view.query = kept
    view.save()
    return view


@transaction.atomic
def delete_view(*, actor: Actor, view: SavedView) -> None:
    """Forget a view of one's own. Refused: NotFound for somebody else's."""
    if view.account_id != actor.account_id or view.school_id != actor.school_id:
        raise NotFound
    view.delete()
