"""What an explanation consists of: data for a page or a letter, no sentences."""

from dataclasses import dataclass

from matcher.result import LevelValue, Unplaced
from matcher.values import Id


@dataclass(frozen=True, slots=True)
class FactorPoints:
    """Points a factor earned and could earn at most, in hundredths; the maxima add up to 10 000."""

    factor: str
    points: int
    maximum: int


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """How a rule fared on a pair: ``pass``, ``warn`` or ``refused``, with what it compared."""

    rule: str
    outcome: str
    have: int | str | None
    need: int | str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A seeker leaves one place for another; None = is or becomes unplaced."""

    seeker: Id
    leaves: Id | None
    takes: Id | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A place the seeker did not get, and why.

    ``reason``: ``refused`` (``rules`` say by what), ``pinned`` (people decided otherwise),
    ``kept_together`` (its group sits elsewhere), ``kept_apart`` (someone it must not meet is there),
    ``closed`` (the host stays below its minimum or is not worth opening),
    ``fewer_points``, ``full`` (``holders`` have the seats), ``equal`` (as good as the present place),
    ``demand`` (others would lose more than this seeker gains).
    ``cost``: what placing the seeker here would change per level, everyone else rearranged as well as
    possible by the ``moves``; None when the present placements are not the best for their demands.
    """

    place: Id
    host: Id
    wish: int | None
    points: int
    reason: str
    rules: tuple[RuleOutcome, ...]
    holders: tuple[Id, ...]
    cost: tuple[LevelValue, ...] | None
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What one change would do, found by solving anew: one more ``seat`` at a place, or its rules lifted.

    ``gets``: the seeker's place then. ``change``: difference of the objective per level (below zero =
    better). ``others_moved``: how many other seekers would have another place;
    between equals they stay.
    """

    kind: str
    place: Id
    rules: tuple[str, ...]
    gets: Id | None
    change: tuple[LevelValue, ...]
    others_moved: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a seeker has this place, or none.

    ``points`` and ``factors`` in hundredths of a point, ``wish``: rank of the place among the seeker's
    choices. ``alternatives``: all other places, wished ones first by rank, then by points.
    """

    seeker: Id
    place: Id | None
    host: Id | None
    wish: int | None
    points: int
    factors: tuple[FactorPoints, ...]
    rules: tuple[RuleOutcome, ...]
    unplaced: Unplaced | None
    alternatives: tuple[Alternative, ...]
    counterfactuals: tuple[Counterfactual, ...]
