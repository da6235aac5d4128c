"""Rows become a problem for the engine: ids and numbers only, homes as numbered squares, no names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anyam.base.errors import Refused
from anyam.implementation.internships import rules
from anyam.implementation.internships.models import (
    Choice,
    HostWish,
    MatchingRound,
    Pair,
    Participant,
    Placement,
    WaveSupervisor,
)
from anyam.implementation.internships.queries import free_seats
from anyam.implementation.internships.terms import ACTIVE_STATES, LodgingNeed, PairKind
from anyam.mapping.partners.models import PARTNER_EVIDENCE, Capacity, Site
from anyam.mapping.partners.queries import capacities_of_wave, main_sites
from anyam.mapping.partners.rules import distance_km
from anyam.mapping.partners.terms import Lodging
from anyam.records.reference.queries import parameter
from anyam.records.schools.models import Objective, Wave
from anyam.records.schools.terms import WaveKind
from matcher import problem as m

GENDERS = {"P": ("female",), "L": ("male",)}
BEDS = {
    Lodging.NONE: (),
    Lodging.MIXED: ("female", "male"),
    Lodging.FEMALE: ("female",),
    Lodging.MALE: ("male",),
}


class RoundNotComputable(Refused):
    """What is missing before a round can be computed."""

    code = "not_computable"


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows a round is built from, by id; read once."""

    wave: Wave
    participants: dict[int, Participant]
    capacities: dict[int, Capacity]
    sites: dict[int, Site]
    ranks: dict[tuple[int, int], int]
    vocabularies: dict[int, frozenset[str]]
    near_home: bool

    def host_of(self, capacity: Capacity) -> str:
        """One place of work: a partner's site, or the partner where no site is named."""
        return f"{capacity.partner_id}-{capacity.site_id or 0}"

    def site_of(self, capacity: Capacity) -> Site | None:
        return capacity.site or self.sites.get(capacity.partner_id)

    def kilometres(self, participant: Participant, capacity: Capacity) -> float | None:
        """Straight-line distance from home; None where either end is unknown."""
        pupil, site = participant.pupil, self.site_of(capacity)
        home, there = point(pupil.home_latitude, pupil.home_longitude), point_of(site)
        return None if home is None or there is None else distance_km(*home, *there)


def point(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """Two coordinates that are both known, else None."""
    return None if latitude is None or longitude is None else (latitude, longitude)


def point_of(site: Site | None) -> tuple[float, float] | None:
    """Where a site lies; None without a site or without its coordinates."""
    return None if site is None else point(site.latitude, site.longitude)


def read_ground(round_: MatchingRound) -> Ground:
    """Participants of the round's wave who hold no seat, and the seats still free."""
    school_id, wave = round_.school_id, round_.wave
    held = Placement.objects.of_school(school_id).filter(state__in=ACTIVE_STATES).values("participant")
    participants = (
        Participant.objects.of_school(school_id)
        .filter(wave=wave)
        .exclude(pk__in=held)
        .select_related("pupil__class_group__programme")
    )
    capacities = {row.pk: row for row in capacities_of_wave(school_id, wave.pk)}
    return Ground(
        wave=wave,
        participants={row.pk: row for row in participants},
        capacities=capacities,
        sites=main_sites({row.partner_id for row in capacities.values()}),
        ranks={
            (participant, capacity): rank
            for participant, capacity, rank in Choice.objects.of_school(school_id)
            .filter(participant__wave=wave, capacity__in=list(capacities))
            .values_list("participant_id", "capacity_id", "rank")
        },
        vocabularies=_vocabularies(school_id, capacities.values()),
        near_home=wave.kind == WaveKind.NEAR_HOME,
    )


def _vocabularies(school_id: int, capacities: Iterable[Capacity]) -> dict[int, frozenset[str]]:
    """Per programme the words of its name and of its learning objectives."""
    texts = {row.programme_id: row.programme.name for row in capacities}
    objectives = Objective.objects.of_school(school_id).filter(programme__in=list(texts), is_active=True)
    for programme_id, text in objectives.values_list("programme_id", "text"):
        texts[programme_id] += f" {text}"
    return {programme_id: rules.words_of(text) for programme_id, text in texts.items()}


def build_problem(round_: MatchingRound, ground: Ground) -> m.Problem:
    """The round as the engine reads it. Homes become numbered squares of about a kilometre; no names go in.

    Raises RoundNotComputable when pupils without birth date or class stand in the way.
    """
    zones = _zones(ground)
    free = free_seats(round_.school_id, ground.wave)
    # Seats of a pupil's own programme are the only ones open to them, so distances elsewhere are not needed.
    return m.Problem(
        seekers=tuple(_seeker(row, ground, zones) for row in ground.participants.values()),
        hosts=_hosts(round_, ground),
        places=tuple(_place(round_, ground, row, free[row.pk]) for row in ground.capacities.values()),
        parameters=_parameters(ground),
        weights=m.Weights(**{name: int(value) for name, value in round_.weights.items()}),
        supervisors=_supervisors(round_, ground),
        choices=tuple(
            m.Choice(participant, capacity, rank)
            for (participant, capacity), rank in sorted(ground.ranks.items())
            if participant in ground.participants
        ),
        host_choices=_host_wishes(round_, ground),
        travel=_travel(ground, zones),
        **_pairs(round_, ground),
        rules=(m.RuleMode("agreement", "hard" if round_.require_agreement else "warn"),),
    )


def _zones(ground: Ground) -> dict[tuple[float, float], str]:
    squares = sorted(
        {
            rules.zone(row.pupil.home_latitude, row.pupil.home_longitude)
            for row in ground.participants.values()
            if row.pupil.home_latitude is not None and row.pupil.home_longitude is not None
        }
    )
    return {square: f"z{number}" for number, square in enumerate(squares, start=1)}


def _seeker(row: Participant, ground: Ground, zones: Mapping[tuple[float, float], str]) -> m.Seeker:
    pupil = row.pupil
    if pupil.class_group is None:
        raise RoundNotComputable(f"{pupil.name}", code="no_class")
    home = point(pupil.home_latitude, pupil.home_longitude)
    return m.Seeker(
        id=row.pk,
        programme=pupil.class_group.programme_id,
        age=rules.age_on(pupil.birth_date, ground.wave.start) if pupil.birth_date else 0,
        gender=GENDERS[pupil.gender][0] if pupil.gender else None,
        zone=zones[rules.zone(*home)] if home else None,
        lodging=_lodging(row, ground),
        documents=rules.split_documents(row.documents),
    )


def _lodging(row: Participant, ground: Ground) -> str:
    """Near home pupils sleep at home unless they need a bed; in other waves they need one unless they say never."""
    if row.lodging_need == LodgingNeed.BY_DISTANCE:
        return "by_distance" if ground.near_home else "always"
    return "always" if row.lodging_need == LodgingNeed.ALWAYS else "never"


def _hosts(round_: MatchingRound, ground: Ground) -> tuple[m.Host, ...]:
    partner_ids = {row.partner_id for row in ground.capacities.values()}
    points: dict[int, list[float]] = {}
    for evidence in PARTNER_EVIDENCE:
        for partner_id, value in evidence(partner_ids).items():
            points.setdefault(partner_id, []).append(value)
    minimum: dict[str, int] = {}
    partner_of: dict[str, int] = {}
    for row in ground.capacities.values():
        host = ground.host_of(row)
        partner_of[host] = row.partner_id
        minimum[host] = max(minimum.get(host, 0), row.minimum if row.minimum > 1 else 0)
    return tuple(
        m.Host(
            id=host,
            minimum=minimum[host],
            quality=round(sum(found) / len(found))
            if (found := points.get(partner_of[host]))
            else rules.UNKNOWN_QUALITY,
        )
        for host in sorted(minimum)
    )


def _place(round_: MatchingRound, ground: Ground, row: Capacity, free: int) -> m.Place:
    until = row.partner.agreement_until
    return m.Place(
        id=row.pk,
        host=ground.host_of(row),
        capacity=free,
        programmes=(row.programme_id,),
        minimum_age=row.minimum_age,
        hazardous=row.hazardous,
        night_shift=row.night_shift,
        genders=GENDERS.get(row.gender, ()),
        lodging=BEDS[Lodging(row.lodging)],
        documents=rules.split_documents(row.documents),
        agreement="in_force" if until is not None and until >= ground.wave.start else "missing",
        content=(
            m.ContentScore(
                row.programme_id, rules.content_score(row.work, ground.vocabularies[row.programme_id])
            ),
        ),
    )


def _parameters(ground: Ground) -> m.Parameters:
    """Ages of the law come from the dated parameters; None of them is a constant of ours."""
    start = ground.wave.start
    return m.Parameters(
        legal_minimum_age=int(parameter("labour.minimum_age", start).value),
        hazard_age_limit=int(parameter("labour.hazardous_minimum_age", start).value),
        travel_scale=rules.travel_minutes(2 * rules.FAR_KM),
        distance_counts=ground.near_home,
    )


def _supervisors(round_: MatchingRound, ground: Ground) -> tuple[m.Supervisor, ...]:
    rows = WaveSupervisor.objects.of_school(round_.school_id).filter(wave=ground.wave).order_by("pk")
    everything = tuple(sorted({row.programme_id for row in ground.capacities.values()}))
    teachers: dict[int, tuple[set[int], int]] = {}
    for row in rows:
        programmes, pupils = teachers.setdefault(row.teacher_id, (set(), 0))
        programmes |= {row.programme_id} if row.programme_id else set(everything)
        teachers[row.teacher_id] = (programmes, pupils + row.pupils)
    return tuple(
        m.Supervisor(id=teacher, programmes=tuple(sorted(programmes)), pupils=pupils)
        for teacher, (programmes, pupils) in teachers.items()
        if programmes
    )


def _host_wishes(round_: MatchingRound, ground: Ground) -> tuple[m.HostChoice, ...]:
    best: dict[tuple[str, int], int] = {}
    rows = HostWish.objects.of_school(round_.school_id).filter(participant__wave=ground.wave)
    for participant, capacity, rank in rows.values_list("participant_id", "capacity_id", "rank"):
        if participant in ground.participants and capacity in ground.capacities:
            key = (ground.host_of(ground.capacities[capacity]), participant)
            best[key] = min(rank, best.get(key, rank))
    return tuple(m.HostChoice(host, seeker, rank) for (host, seeker), rank in sorted(best.items()))


def _travel(ground: Ground, zones: Mapping[tuple[float, float], str]) -> tuple[m.Travel, ...]:
    """Minutes between squares and the hosts of the programmes that live there."""
    if not ground.near_home:
        return ()
    needed: set[tuple[tuple[float, float], int]] = set()
    for row in ground.participants.values():
        pupil = row.pupil
        home = point(pupil.home_latitude, pupil.home_longitude)
        if home is not None and pupil.class_group is not None:
            needed.add((rules.zone(*home), pupil.class_group.programme_id))
    hosts: dict[int, dict[str, tuple[float, float]]] = {}
    for capacity in ground.capacities.values():
        there = point_of(ground.site_of(capacity))
        if there is not None:
            hosts.setdefault(capacity.programme_id, {})[ground.host_of(capacity)] = there
    minutes = {
        (zones[square], host): rules.travel_minutes(distance_km(*square, *there))
        for square, programme in needed
        for host, there in hosts.get(programme, {}).items()
    }
    return tuple(m.Travel(zone, host, value) for (zone, host), value in sorted(minutes.items()))


def _pairs(round_: MatchingRound, ground: Ground) -> dict[str, tuple[Any, ...]]:
    pins, forbidden = [], set()
    rows = Pair.objects.of_school(round_.school_id).filter(participant__wave=ground.wave).order_by("pk")
    for participant, capacity, kind in rows.values_list("participant_id", "capacity_id", "kind"):
        if participant not in ground.participants or capacity not in ground.capacities:
            continue
        if kind == PairKind.PIN:
            pins.append(m.Pin(participant, capacity))
        else:
            forbidden.add((participant, ground.host_of(ground.capacities[capacity])))
    return {"pins": tuple(pins), "forbidden": tuple(m.Forbidden(*pair) for pair in sorted(forbidden))}
