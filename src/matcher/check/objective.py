"""The value of every level, computed anew from the placements and the problem alone."""

from collections import Counter
from collections.abc import Mapping

from matcher.entities import FACTORS, Place, Seeker
from matcher.problem import Problem
from matcher.values import Id

FULL = 1000
HUNDREDTHS = 10_000


class Appraiser:
    """Scores one pair after another and adds up the levels."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.limits = problem.parameters
        self.shares = self._shares()
        self.wish = {(item.seeker, item.place): item.rank for item in problem.choices}
        self.wishful = {item.seeker for item in problem.choices}
        self.host_wish = {(item.host, item.seeker): item.rank for item in problem.host_choices}
        self.wishful_hosts = {item.host for item in problem.host_choices}
        self.minutes = {(item.zone, item.host): item.minutes for item in problem.travel}
        self.quality = {host.id: host.quality for host in problem.hosts}
        self.earlier = {item.seeker: item.place for item in problem.earlier}
        self.zones: dict[Id, list[Id | None]] = {}
        for item in problem.supervisors:
            for programme in item.programmes:
                self.zones.setdefault(programme, []).append(item.zone)

    def _shares(self) -> dict[str, int]:
        """Hundredths of a point per factor: proportional, the lost ones to the largest remainders."""
        weights = {factor: getattr(self.problem.weights, factor) for factor in FACTORS}
        if not self.limits.distance_counts:
            weights["distance"] = 0
        total = sum(weights.values())
        exact = {factor: divmod(weight * HUNDREDTHS, total) for factor, weight in weights.items()}
        shares = {factor: whole for factor, (whole, _) in exact.items()}
        lost = HUNDREDTHS - sum(shares.values())
        for factor in sorted(FACTORS, key=lambda name: -exact[name][1])[:lost]:
            shares[factor] += 1
        return shares

    def _ranked(self, rank: int | None) -> int:
        scores = self.limits.choice_scores
        return scores[rank - 1] if rank is not None and rank <= len(scores) else 0

    def _near(self, zone: Id | None, host: Id) -> int:
        minutes = None if zone is None else self.minutes.get((zone, host))
        if minutes is None or minutes >= self.limits.travel_scale:
            return 0
        return FULL * (self.limits.travel_scale - minutes) // self.limits.travel_scale

    def scores(self, seeker: Seeker, place: Place) -> dict[str, int]:
        """The score of each factor for a pair, 0 to 1000."""
        content = {(item.programme, item.specialisation): item.score for item in place.content}
        practised = content.get((seeker.programme, seeker.specialisation))
        if practised is None:
            practised = content.get((seeker.programme, None), 0)
        host = place.host
        wished = seeker.id not in self.wishful
        wanted = host not in self.wishful_hosts
        supervisors = self.zones.get(seeker.programme, [])
        return {
            "content": practised * FULL // 100,
            "choice": FULL if wished else self._ranked(self.wish.get((seeker.id, place.id))),
            "distance": self._near(seeker.zone, host),
            "quality": self.quality[host] * FULL // 100,
            "host_choice": FULL if wanted else self._ranked(self.host_wish.get((host, seeker.id))),
            "supervision": max((self._near(zone, host) for zone in supervisors), default=0),
        }

    def points(self, seeker: Seeker, place: Place) -> int:
        """Hundredths of a point earned by a pair."""
        scores = self.scores(seeker, place)
        return sum(self.shares[factor] * scores[factor] // FULL for factor in FACTORS)

    def levels(self, placed: Mapping[Id, Place]) -> dict[str, int]:
        """The value of every level for the placements (seeker to place)."""
        totals: Counter[str] = Counter()
        for seeker in self.problem.seekers:
            totals.update(self.of_seeker(seeker, placed.get(seeker.id)))
        load = Counter(place.host for place in placed.values())
        for host in self.problem.hosts:
            if load[host.id]:
                totals["opening"] += host.opening_cost
                totals["minimum"] += max(0, host.minimum - load[host.id])
        for group in self.problem.groups:
            places = [placed.get(seeker) for seeker in group.seekers]
            sites = {p and (p.id if group.together == "place" else p.host) for p in places}
            totals["groups"] += len(sites) > 1
        for pair in self.problem.apart:
            first, second = placed.get(pair.first), placed.get(pair.second)
            totals["apart"] += first is not None and second is not None and first.host == second.host
        for pin in self.problem.pins:
            place = placed.get(pin.seeker)
            totals["pins"] += place is None or place.id != pin.place
        return dict(totals)

    def of_seeker(self, seeker: Seeker, place: Place | None) -> dict[str, int]:
        """What one seeker adds to the levels that are a sum over seekers, at a place or unplaced."""
        moved = seeker.id in self.earlier and (place is None or place.id != self.earlier[seeker.id])
        bonus = self.limits.stay_bonus if moved else 0
        if place is None:
            lost = dict.fromkeys(FACTORS, FULL)
            return lost | {"unplaced": 1, "moved": int(moved), "points": HUNDREDTHS + bonus}
        scores = self.scores(seeker, place)
        lost = {factor: FULL - score for factor, score in scores.items()}
        earned = sum(self.shares[factor] * scores[factor] // FULL for factor in FACTORS)
        return lost | {"unplaced": 0, "moved": int(moved), "points": HUNDREDTHS - earned + bonus}
