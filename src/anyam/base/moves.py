"""Moves between states as data: one table per room feeds the operation, the buttons, the diagram and the test."""

from collections.abc import Mapping
from dataclasses import dataclass

from anyam.base.errors import WrongState


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from which states, to which, and the name of the permission that it needs."""

    from_: frozenset[str]
    to: str
    permission: str


def next_state(moves: Mapping[str, Move], verb: str, state: str) -> str:
    """The state after `verb`; raises WrongState when the verb does not start in `state`."""
    move = moves[verb]
    if state not in move.from_:
        raise WrongState
    return move.to


def verbs_from(moves: Mapping[str, Move], state: str) -> list[str]:
    """What can be done in a state, in the order of the table."""
    return [verb for verb, move in moves.items() if state in move.from_]
