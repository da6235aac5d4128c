"""Kinds of messages for tests, registered for the time of one test."""

from collections.abc import Iterator
from contextlib import contextmanager

from anyam.tools.notices.kinds import KINDS, NoticeKind, register


@contextmanager
def notice_kind(name: str = "uji.pesan", **values) -> Iterator[NoticeKind]:
    """A registered message inside the block."""
    defaults = {"label": "Pesan uji", "title": "Tempat PKL-mu: %(partner)s", "body": "Mulai %(day)s."}
    kind = NoticeKind(name=name, **(defaults | values))
    register(kind)
    try:
        yield kind
    finally:
        KINDS._fillers.pop(name)
