"""Short answers after an act: a message on the next page, with an undo button where there is a way back."""

from django.contrib import messages
from django.http import HttpRequest

from anyam.base.parts import Text

LEVELS = {"ok": messages.SUCCESS, "info": messages.INFO, "warn": messages.WARNING, "bad": messages.ERROR}


def say(request: HttpRequest, text: Text, *, kind: str = "ok", undo_url: str = "") -> None:
    """Show `text` once on the next page; `undo_url` is posted to by the button Urungkan."""
    messages.add_message(request, LEVELS[kind], str(text), extra_tags=f"undo:{undo_url}" if undo_url else "")
