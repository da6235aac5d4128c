"""The arithmetic of the chain: what is hashed, and how tampering shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

START = "0" * 64
SEALED = (
    "sequence", "at", "actor_key", "actor_name", "action", "object_kind", "object_key", "object_name",
    "detail",
)  # fmt: skip


def digest(previous: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 over the previous digest and the entry as canonical JSON (keys sorted, no spaces, UTF-8)."""
    text = json.dumps(
        {key: entry[key] for key in SEALED}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(previous.encode() + text.encode("utf-8", "surrogatepass")).hexdigest()


def first_fault(entries: Iterable[Mapping[str, Any]]) -> int | None:
    """Sequence number at which a chain (in order, from 1) stops being true; None when it is whole.

    Finds edited, removed, swapped and inserted entries. A cut tail or a chain rewritten as a whole is found
    by comparing the head with an anchor kept elsewhere.
    """
    previous, expected = START, 1
    for entry in entries:
        if (
            entry["sequence"] != expected
            or entry["previous"] != previous
            or digest(previous, entry) != entry["digest"]
        ):
            return expected
        previous, expected = entry["digest"], expected + 1
    return None


def one_line(text: str, limit: int) -> str:
    """Text made safe for a log line: no line breaks, control or direction marks; cut at `limit`."""
    return "".join(ch for ch in text if ch.isprintable())[:limit]
