"""Checks of single values, each refusing with the path of the wrong value and the reason."""

from collections.abc import Iterable, Sequence

Id = str | int
"""A public key of the caller: text or whole number; the engine never reads a meaning into it."""

MAX_NUMBER = 1_000_000_000


class ProblemError(ValueError):
    """The input cannot be understood: ``path`` names the value, ``reason`` says what is wrong with it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason

    def under(self, prefix: str) -> "ProblemError":
        """The same refusal seen from the thing that contains the value."""
        joint = "" if not self.path or self.path.startswith("[") else "."
        return ProblemError(f"{prefix}{joint}{self.path}", self.reason)


def require_id(value: object, path: str) -> None:
    """Refuse anything but a whole number or a text of 1 to 200 characters."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ProblemError(path, f"must be a text or a whole number, not {kind_of(value)}")
    if isinstance(value, int) and abs(value) > 2**63 - 1:
        raise ProblemError(path, "number is too large for an id")
    if isinstance(value, str) and not 1 <= len(value) <= 200:
        raise ProblemError(path, "must have 1 to 200 characters")
    if isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ProblemError(path, "contains half a character (a lone surrogate)")


def require_optional_id(value: object, path: str) -> None:
    """Refuse anything but an id or None."""
    if value is not None:
        require_id(value, path)


def require_int(value: object, path: str, low: int = 0, high: int = MAX_NUMBER) -> None:
    """Refuse anything but a whole number within the limits, both included."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ProblemError(path, f"must be a whole number, not {kind_of(value)}")
    if not low <= value <= high:
        raise ProblemError(path, f"must lie between {low} and {high}, not {short(value)}")


def require_optional_int(value: object, path: str, low: int = 0, high: int = MAX_NUMBER) -> None:
    """Refuse anything but a whole number within the limits or None."""
    if value is not None:
        require_int(value, path, low, high)


def require_bool(value: object, path: str) -> None:
    """Refuse anything but true or false."""
    if not isinstance(value, bool):
        raise ProblemError(path, f"must be true or false, not {kind_of(value)}")


def require_one_of(value: object, path: str, allowed: Sequence[str]) -> None:
    """Refuse a word that is not on the list."""
    if not isinstance(value, str) or value not in allowed:
        raise ProblemError(path, f"must be one of {', '.join(allowed)}; not {short(value)}")


def require_tuple(value: object, path: str, kind: type) -> None:
    """Refuse anything but a tuple whose items are all of the kind."""
    if not isinstance(value, tuple):
        raise ProblemError(path, f"must be a list, not {kind_of(value)}")
    for position, item in enumerate(value):
        if not isinstance(item, kind):
            raise ProblemError(f"{path}[{position}]", f"must be a {kind.__name__}, not {kind_of(item)}")


def require_ids(value: object, path: str, at_least: int = 0) -> None:
    """Refuse anything but a tuple of different ids."""
    if not isinstance(value, tuple):
        raise ProblemError(path, f"must be a list, not {kind_of(value)}")
    for position, item in enumerate(value):
        require_id(item, f"{path}[{position}]")
    if len(value) < at_least:
        raise ProblemError(path, f"must name at least {at_least}")
    require_different(value, path)


def require_words(value: object, path: str, allowed: Sequence[str]) -> None:
    """Refuse anything but a tuple of different words from the list."""
    if not isinstance(value, tuple):
        raise ProblemError(path, f"must be a list, not {kind_of(value)}")
    for position, item in enumerate(value):
        require_one_of(item, f"{path}[{position}]", allowed)
    require_different(value, path)


def require_different(items: Iterable[object], path: str) -> None:
    """Refuse a list in which an item occurs twice; 1 and "1" count as the same id."""
    seen: set[str] = set()
    for position, item in enumerate(items):
        key = str(item)
        if key in seen:
            raise ProblemError(f"{path}[{position}]", f"{short(item)} is named twice")
        seen.add(key)


def require_known(value: Id, known: Iterable[Id], path: str, noun: str) -> None:
    """Refuse an id that names nothing; ``known`` should be a set or a dictionary."""
    if value not in known:
        raise ProblemError(path, f"no {noun} has the id {short(value)}")


def kind_of(value: object) -> str:
    """The kind of a value in the words of a JSON file."""
    names = {bool: "true/false", int: "whole number", float: "decimal number", str: "text", dict: "object"}
    if value is None:
        return "null"
    return names.get(type(value), "list" if isinstance(value, list | tuple) else type(value).__name__)


def short(value: object) -> str:
    """The value as text, cut at 60 characters."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**40:
        return "a very large number"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
