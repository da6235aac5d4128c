"""The things a placement problem is made of: frozen, ids and numbers only, refused when wrong."""

from dataclasses import dataclass

from matcher.values import (
    Id,
    ProblemError,
    require_bool,
    require_different,
    require_id,
    require_ids,
    require_int,
    require_one_of,
    require_optional_id,
    require_optional_int,
    require_tuple,
    require_words,
)

GENDERS = ("female", "male")
LODGING_NEEDS = ("by_distance", "always", "never")
AGREEMENTS = ("not_demanded", "in_force", "missing")
TOGETHER = ("host", "place")

FACTORS = ("content", "choice", "distance", "quality", "host_choice", "supervision")
"""What makes a place good for a seeker; each factor scores 0 to 1000."""

RULES = (
    "programme",
    "specialisation",
    "legal_age",
    "minimum_age",
    "hazardous",
    "night_shift",
    "gender",
    "lodging",
    "documents",
    "consent",
    "agreement",
    "forbidden",
)
"""Names of the eligibility rules, in the order in which refusals are listed."""

SOFTENABLE = ("specialisation", "lodging", "documents", "consent", "agreement")
"""Rules that a problem may turn into a warning or switch off; the others always refuse."""

RULE_MODES = ("hard", "warn", "off")

LEVELS = ("apart", "minimum", "unplaced", "groups", "moved", "opening", "points", *FACTORS)
"""What may be minimised: see ``docs/matcher/README.md`` for the unit of each."""

DEFAULT_LEVELS = ("apart", "minimum", "unplaced", "groups", "moved", "opening", "points")


@dataclass(frozen=True, slots=True)
class Seeker:
    """A pupil who seeks a place. ``age`` in completed years on the day the placement starts."""

    id: Id
    programme: Id
    age: int
    specialisation: Id | None = None
    gender: str | None = None
    zone: Id | None = None
    lodging: str = "by_distance"
    documents: tuple[Id, ...] = ()
    consents: tuple[Id, ...] = ()

    def __post_init__(self) -> None:
        require_id(self.id, "id")
        require_id(self.programme, "programme")
        require_int(self.age, "age", 0, 150)
        require_optional_id(self.specialisation, "specialisation")
        if self.gender is not None:
            require_one_of(self.gender, "gender", GENDERS)
        require_optional_id(self.zone, "zone")
        require_one_of(self.lodging, "lodging", LODGING_NEEDS)
        require_ids(self.documents, "documents")
        require_ids(self.consents, "consents")


@dataclass(frozen=True, slots=True)
class Host:
    """A site that takes pupils. ``capacity`` None = only its offers limit it; ``quality`` 0 to 100."""

    id: Id
    capacity: int | None = None
    minimum: int = 0
    opening_cost: int = 0
    quality: int = 0
    region: Id | None = None

    def __post_init__(self) -> None:
        require_id(self.id, "id")
        require_optional_int(self.capacity, "capacity", 0, 1_000_000)
        require_int(self.minimum, "minimum", 0, 1_000_000)
        require_int(self.opening_cost, "opening_cost", 0, 1_000_000)
        require_int(self.quality, "quality", 0, 100)
        require_optional_id(self.region, "region")


@dataclass(frozen=True, slots=True)
class ContentScore:
    """How much of a programme's (or specialisation's) content a place practises, 0 to 100."""

    programme: Id
    score: int
    specialisation: Id | None = None

    def __post_init__(self) -> None:
        require_id(self.programme, "programme")
        require_int(self.score, "score", 0, 100)
        require_optional_id(self.specialisation, "specialisation")


@dataclass(frozen=True, slots=True)
class Place:
    """An offer at a host: ``capacity`` seats for the named programmes, with what it demands.

    Empty ``specialisations`` or ``genders`` = all are taken; ``lodging`` = genders it can lodge.
    """

    id: Id
    host: Id
    capacity: int
    programmes: tuple[Id, ...]
    specialisations: tuple[Id, ...] = ()
    minimum_age: int | None = None
    hazardous: bool = False
    night_shift: bool = False
    genders: tuple[str, ...] = ()
    lodging: tuple[str, ...] = ()
    documents: tuple[Id, ...] = ()
    consents: tuple[Id, ...] = ()
    agreement: str = "not_demanded"
    content: tuple[ContentScore, ...] = ()

    def __post_init__(self) -> None:
        require_id(self.id, "id")
        require_id(self.host, "host")
        require_int(self.capacity, "capacity", 0, 1_000_000)
        require_ids(self.programmes, "programmes", at_least=1)
        require_ids(self.specialisations, "specialisations")
        require_optional_int(self.minimum_age, "minimum_age", 0, 150)
        require_bool(self.hazardous, "hazardous")
        require_bool(self.night_shift, "night_shift")
        require_words(self.genders, "genders", GENDERS)
        require_words(self.lodging, "lodging", GENDERS)
        require_ids(self.documents, "documents")
        require_ids(self.consents, "consents")
        require_one_of(self.agreement, "agreement", AGREEMENTS)
        require_tuple(self.content, "content", ContentScore)
        require_different(((item.programme, item.specialisation) for item in self.content), "content")


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A teacher who visits pupils at their hosts, with limits in pupils and in hosts."""

    id: Id
    programmes: tuple[Id, ...]
    pupils: int
    hosts: int | None = None
    zone: Id | None = None

    def __post_init__(self) -> None:
        require_id(self.id, "id")
        require_ids(self.programmes, "programmes", at_least=1)
        require_int(self.pupils, "pupils", 0, 1_000_000)
        require_optional_int(self.hosts, "hosts", 0, 1_000_000)
        require_optional_id(self.zone, "zone")


@dataclass(frozen=True, slots=True)
class Choice:
    """A seeker's wish; rank 1 is the best, ties and gaps are allowed."""

    seeker: Id
    place: Id
    rank: int

    def __post_init__(self) -> None:
        require_id(self.seeker, "seeker")
        require_id(self.place, "place")
        require_int(self.rank, "rank", 1, 1000)


@dataclass(frozen=True, slots=True)
class HostChoice:
    """A host's wish for a seeker; rank 1 is the best, ties and gaps are allowed."""

    host: Id
    seeker: Id
    rank: int

    def __post_init__(self) -> None:
        require_id(self.host, "host")
        require_id(self.seeker, "seeker")
        require_int(self.rank, "rank", 1, 1_000_000)


@dataclass(frozen=True, slots=True)
class Travel:
    """One-way travel in minutes between a zone (of a seeker or supervisor) and a host."""

    zone: Id
    host: Id
    minutes: int

    def __post_init__(self) -> None:
        require_id(self.zone, "zone")
        require_id(self.host, "host")
        require_int(self.minutes, "minutes", 0, 100_000)


@dataclass(frozen=True, slots=True)
class Group:
    """Seekers who stay together: at one host, or in one and the same place."""

    id: Id
    seekers: tuple[Id, ...]
    together: str = "host"

    def __post_init__(self) -> None:
        require_id(self.id, "id")
        require_ids(self.seekers, "seekers", at_least=2)
        require_one_of(self.together, "together", TOGETHER)


@dataclass(frozen=True, slots=True)
class Apart:
    """Two seekers who must not meet at one host."""

    first: Id
    second: Id

    def __post_init__(self) -> None:
        require_id(self.first, "first")
        require_id(self.second, "second")
        if str(self.first) == str(self.second):
            raise ProblemError("second", "must be another seeker than first")


@dataclass(frozen=True, slots=True)
class Pin:
    """A place decided by people: kept before everything else, but never against a rule or a full place."""

    seeker: Id
    place: Id

    def __post_init__(self) -> None:
        require_id(self.seeker, "seeker")
        require_id(self.place, "place")


@dataclass(frozen=True, slots=True)
class Earlier:
    """Where a seeker was placed before; leaving it counts at the level ``moved`` and costs the stay bonus."""

    seeker: Id
    place: Id

    def __post_init__(self) -> None:
        require_id(self.seeker, "seeker")
        require_id(self.place, "place")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A seeker who must not go to a host (refused, a relative works there, an incident)."""

    seeker: Id
    host: Id

    def __post_init__(self) -> None:
        require_id(self.seeker, "seeker")
        require_id(self.host, "host")


@dataclass(frozen=True, slots=True)
class RuleMode:
    """How a rule is taken: ``hard`` refuses, ``warn`` only tells, ``off`` is not looked at."""

    rule: str
    mode: str

    def __post_init__(self) -> None:
        require_one_of(self.rule, "rule", RULES)
        require_one_of(self.mode, "mode", RULE_MODES)
        if self.mode != "hard" and self.rule not in SOFTENABLE:
            raise ProblemError("mode", f"the rule {self.rule} is always hard")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each factor counts; only the proportions matter."""

    content: int = 0
    choice: int = 0
    distance: int = 0
    quality: int = 0
    host_choice: int = 0
    supervision: int = 0

    def __post_init__(self) -> None:
        for factor in FACTORS:
            require_int(getattr(self, factor), factor, 0, 1_000_000)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Numbers that rules and scores need; the legal ones have no default, the caller knows the law.

    ``daily_travel_limit``: minutes beyond which a seeker with lodging ``by_distance`` must be lodged.
    ``travel_scale``: minutes at which the distance factor reaches zero. ``distance_counts`` False takes
    the factor out, for a wave that leaves the region on purpose. ``choice_scores``: score (0 to 1000) of
    rank 1, 2, … ; later ranks score 0. ``stay_bonus``: hundredths of a point lost by leaving
    an earlier place.
    """

    legal_minimum_age: int
    hazard_age_limit: int
    daily_travel_limit: int | None = None
    travel_scale: int = 120
    distance_counts: bool = True
    choice_scores: tuple[int, ...] = (1000, 800, 600, 400, 200)
    stay_bonus: int = 0

    def __post_init__(self) -> None:
        require_int(self.legal_minimum_age, "legal_minimum_age", 0, 150)
        require_int(self.hazard_age_limit, "hazard_age_limit", 0, 150)
        require_optional_int(self.daily_travel_limit, "daily_travel_limit", 0, 100_000)
        require_int(self.travel_scale, "travel_scale", 1, 100_000)
        require_bool(self.distance_counts, "distance_counts")
        require_int(self.stay_bonus, "stay_bonus", 0, 10_000)
        if not isinstance(self.choice_scores, tuple):
            raise ProblemError("choice_scores", "must be a list")
        for position, score in enumerate(self.choice_scores):
            require_int(score, f"choice_scores[{position}]", 0, 1000)
        if list(self.choice_scores) != sorted(self.choice_scores, reverse=True):
            raise ProblemError("choice_scores", "a later rank must not score more than an earlier one")
