"""The eligibility rules once more, one pair at a time, written without a look at the solver's."""

from dataclasses import dataclass

from matcher.entities import RULES, Place, Seeker
from matcher.problem import Problem
from matcher.values import Id


class Rulebook:
    """Answers which rules a pair breaks, straight from the attributes of the problem."""

    def __init__(self, problem: Problem) -> None:
        self.limits = problem.parameters
        self.modes = dict.fromkeys(RULES, "hard") | {"agreement": "warn"}
        self.modes.update((item.rule, item.mode) for item in problem.rules)
        self.forbidden = {(item.seeker, item.host) for item in problem.forbidden}
        self.minutes: dict[tuple[Id, Id], int] = {(t.zone, t.host): t.minutes for t in problem.travel}

    def broken(self, seeker: Seeker, place: Place) -> list[str]:
        """Hard rules that refuse the pair."""
        return [rule for rule in self._unmet(seeker, place) if self.modes[rule] == "hard"]

    def warned(self, seeker: Seeker, place: Place) -> list[str]:
        """Rules that are not met but only warn."""
        return [rule for rule in self._unmet(seeker, place) if self.modes[rule] == "warn"]

    def _unmet(self, seeker: Seeker, place: Place) -> list[str]:
        limits = self.limits
        grown = seeker.age >= limits.hazard_age_limit
        met = {
            "programme": seeker.programme in place.programmes,
            "specialisation": not place.specialisations or seeker.specialisation in place.specialisations,
            "legal_age": seeker.age >= limits.legal_minimum_age,
            "minimum_age": place.minimum_age is None or seeker.age >= place.minimum_age,
            "hazardous": grown or not place.hazardous,
            "night_shift": grown or not place.night_shift,
            "gender": not place.genders or seeker.gender in place.genders,
            "lodging": not self._must_lodge(seeker, place) or seeker.gender in place.lodging,
            "documents": set(place.documents) <= set(seeker.documents),
            "consent": set(place.consents) <= set(seeker.consents),
            "agreement": place.agreement != "missing",
            "forbidden": (seeker.id, place.host) not in self.forbidden,
        }
        return [rule for rule in RULES if not met[rule]]

    def _must_lodge(self, seeker: Seeker, place: Place) -> bool:
        if seeker.lodging != "by_distance":
            return seeker.lodging == "always"
        limit = self.limits.daily_travel_limit
        if limit is None or seeker.zone is None:
            return False
        return self.minutes.get((seeker.zone, place.host), 0) > limit


@dataclass(frozen=True, slots=True)
class Warned:
    """A rule that is not met by a placement but only warns."""

    seeker: Id
    place: Id
    rule: str
