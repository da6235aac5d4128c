"""JSON in and out: strict (an unknown key or a wrong kind is refused with its path), lossless, ordered."""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from matcher.problem import Problem
from matcher.result import Result
from matcher.values import ProblemError, kind_of, short

Thing = TypeVar("Thing")

MAX_BYTES = 512 * 1024 * 1024

_hints: dict[type, Mapping[str, Any]] = {}


def problem_from_json(text: str) -> Problem:
    """Read a problem. Raises ProblemError with path and reason for anything that is not one."""
    return from_data(Problem, _parse(text))


def result_from_json(text: str) -> Result:
    """Read a result, also one edited by hand. Raises ProblemError with path and reason."""
    return from_data(Result, _parse(text))


def to_json(thing: object) -> str:
    """A problem, result, report or explanation as ASCII JSON in stable order, with one final newline."""
    return json.dumps(to_data(thing), indent=1) + "\n"


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises ProblemError when it cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProblemError(str(path), "the file is too large")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ProblemError(str(path), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ProblemError(str(path), "is not UTF-8 text") from error


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file. Raises ProblemError when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ProblemError(str(path), f"cannot be written ({error.strerror})") from error


def to_data(thing: object) -> object:
    """Frozen dataclasses as plain dictionaries and lists."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {item.name: to_data(getattr(thing, item.name)) for item in fields(thing)}
    if isinstance(thing, tuple | list):
        return [to_data(item) for item in thing]
    return thing


def from_data(kind: type[Thing], data: object) -> Thing:
    """Build a frozen dataclass from plain data; its own checks add the rest. Raises ProblemError."""
    thing = _build(kind, data)
    assert isinstance(thing, kind)
    return thing


def _parse(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_double_keys)
    except json.JSONDecodeError as error:
        raise ProblemError(
            f"line {error.lineno} column {error.colno}", f"is not JSON: {error.msg}"
        ) from error
    except RecursionError as error:
        raise ProblemError("", "is nested too deeply") from error
    except ValueError as error:
        if isinstance(error, ProblemError):
            raise
        raise ProblemError("", "contains a number that is too long") from error


def _no_constant(word: str) -> object:
    raise ProblemError("", f"{word} is not a number of JSON")


def _no_double_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    data = dict(pairs)
    if len(data) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ProblemError("", f"the key {short(double)} stands twice in one object")
    return data


def _build(kind: Any, data: object) -> object:
    if not isinstance(data, dict):
        raise ProblemError("", f"must be an object, not {kind_of(data)}")
    known = {item.name: item for item in fields(kind)}
    for name in data:
        if name not in known:
            raise ProblemError(str(name)[:60], "is not a known key")
    for name, item in known.items():
        if name not in data and item.default is MISSING and item.default_factory is MISSING:
            raise ProblemError(name, "is missing")
    if kind not in _hints:
        _hints[kind] = get_type_hints(kind)
    hints = _hints[kind]
    return kind(**{name: _convert(hints[name], value, name) for name, value in data.items()})


def _convert(hint: Any, value: object, path: str) -> object:
    """Lists to tuples and objects to dataclasses; plain values go through to the checks of the dataclass."""
    if get_origin(hint) in (Union, types.UnionType):
        if value is None:
            return None
        chosen = [part for part in get_args(hint) if is_dataclass(part)]
        return _convert(chosen[0], value, path) if chosen else _plain(value, path)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ProblemError(path, f"must be a list, not {kind_of(value)}")
        inner = get_args(hint)[0]
        return tuple([_convert(inner, item, f"{path}[{index}]") for index, item in enumerate(value)])
    if is_dataclass(hint):
        try:
            return _build(hint, value)
        except ProblemError as error:
            raise error.under(path) from None
    return _plain(value, path)


def _plain(value: object, path: str) -> object:
    if isinstance(value, list | dict):
        raise ProblemError(path, f"must be a single value, not {kind_of(value)}")
    return value
