"""Reading partners: lists, one page, likenesses, the map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from rapidfuzz import fuzz, process

from anyam.base.actor import Actor
from anyam.base.errors import NotFound
from anyam.base.models import SchoolOwned
from anyam.mapping.partners import permissions, rules
from anyam.mapping.partners.models import Capacity, Contact, Interaction, Partner, Site
from anyam.mapping.partners.terms import PinState

Part = TypeVar("Part", bound=SchoolOwned)

LIKE_SHOWN = 5
# After so many days without a word a partner counts as silent.
SILENT_DAYS = 30


def partners_visible_to(actor: Actor) -> QuerySet[Partner]:
    """Partners that are not voided, by name."""
    return Partner.objects.visible_to(actor).filter(voided_at=None).select_related("industry")


def partner_with_code(actor: Actor, code: str) -> Partner:
    """A partner the actor may see; voided ones only for those who may bring them back. Raises NotFound."""
    rows = Partner.objects.visible_to(actor).select_related("industry")
    if not permissions.can_void_partner(actor):
        rows = rows.filter(voided_at=None)
    partner = rows.filter(code=code).first()
    if partner is None:
        raise NotFound
    return partner


def part_with_code(actor: Actor, partner: Partner, model: type[Part], code: str) -> Part:
    """A place, person, seat row or line of the contact log of one partner. Raises NotFound."""
    row = model.objects.visible_to(actor).filter(partner=partner, code=code).first()
    if row is None:
        raise NotFound
    return row


def search_partners(rows: QuerySet[Partner], text: str) -> QuerySet[Partner]:
    """Part of the name, legal name or city; the index by name holds the text, so the table is not read."""
    key = rules.comparable_name(text)
    return rows.filter(search_key__contains=key) if key else rows


def filtered(rows: QuerySet[Partner], wanted: Mapping[str, str], today: date) -> QuerySet[Partner]:
    """The list narrowed by what the filter form has cleaned; empty values narrow nothing."""
    rows = search_partners(rows, wanted.get("cari", ""))
    if kind := wanted.get("jenis"):
        rows = rows.filter(kind=kind)
    if way := wanted.get("awal"):
        rows = rows.filter(acquisition=way)
    if code := wanted.get("konsentrasi"):
        rows = rows.filter(
            Exists(Capacity.unsafe_all_schools.filter(partner=OuterRef("pk"), programme__code=code))
        )
    if agreement := wanted.get("perjanjian"):
        in_force = Q(agreement_until__gte=today)
        rows = rows.filter(in_force if agreement == "berlaku" else Q(agreement_until=None) | ~in_force)
    if wanted.get("kabar"):
        silent_since = today - timedelta(days=SILENT_DAYS)
        rows = rows.filter(Q(last_contact_on=None) | Q(last_contact_on__lt=silent_since))
    return rows


def seats_by_partner(partner_ids: Iterable[int], wave_id: int | None = None) -> dict[int, int]:
    """Seats offered per partner, in one wave or over all; one query for a whole list."""
    rows = Capacity.unsafe_all_schools.filter(partner_id__in=list(partner_ids))
    if wave_id is not None:
        rows = rows.filter(wave_id=wave_id)
    return dict(rows.values_list("partner_id").annotate(Sum("seats")).order_by())


def capacities_visible_to(actor: Actor) -> QuerySet[Capacity]:
    """Seats with partner, place, wave, school year and specialisation at hand."""
    return Capacity.objects.visible_to(actor).select_related(
        "partner", "site", "wave__school_year", "programme"
    )


def partners_for_files(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Partners by name with their places and the people who still work there, as files need them."""
    people = Contact.unsafe_all_schools.filter(voided_at=None)
    return rows.order_by("name", "pk").prefetch_related("sites", Prefetch("contacts", people))


def filtered_seats(rows: QuerySet[Capacity], wanted: Mapping[str, str]) -> QuerySet[Capacity]:
    """Seats narrowed by partner, wave and specialisation; those of voided partners are left out."""
    rows = rows.filter(partner__voided_at=None)
    if key := rules.comparable_name(wanted.get("cari", "")):
        rows = rows.filter(partner__search_key__contains=key)
    if code := wanted.get("gelombang"):
        rows = rows.filter(wave__code=code)
    if code := wanted.get("konsentrasi"):
        rows = rows.filter(programme__code=code)
    return rows


def capacities_of_wave(school_id: int, wave_id: int) -> QuerySet[Capacity]:
    """Seats of a wave at partners that are neither voided nor held: what a placement may use."""
    return (
        Capacity.objects.of_school(school_id)
        .filter(wave_id=wave_id, seats__gt=0, partner__voided_at=None, partner__held_reason="")
        .select_related("partner", "site", "programme")
        .order_by("partner__name", "pk")
    )


def sites_of(partner_ids: Iterable[int]) -> QuerySet[Site]:
    """All places of some partners; one query."""
    return Site.unsafe_all_schools.filter(partner_id__in=list(partner_ids))


def main_sites(partner_ids: Iterable[int]) -> dict[int, Site]:
    """The main site of each partner, or its first."""
    sites: dict[int, Site] = {}
    for site in Site.unsafe_all_schools.filter(partner_id__in=list(partner_ids)).order_by("-is_main", "pk"):
        sites.setdefault(site.partner_id, site)
    return sites


@dataclass(frozen=True, slots=True)
class Likeness:
    """A partner that may be the same as what is being typed or imported; `score` from 0 to 100."""

    partner: Partner
    score: int


def likenesses(
    school_id: int, name: str, city: str = "", phone: str = "", skip_id: int | None = None
) -> list[Likeness]:
    """Near-duplicates by normalised name, phone and city, the likest first; at most five. One query."""
    rows = Partner.objects.of_school(school_id).filter(voided_at=None)
    known = {
        pk: (key, other_city, other_phone)
        for pk, key, other_city, other_phone in rows.values_list("pk", "name_key", "city", "phone")
        if pk != skip_id
    }
    found = rank_likenesses(known, name, city, phone)
    partners = rows.in_bulk([pk for pk, _ in found])
    return [Likeness(partners[pk], score) for pk, score in found]


def rank_likenesses(
    known: dict[int, tuple[str, str, str]], name: str, city: str, phone: str
) -> list[tuple[int, int]]:
    """(id, score) of the likest of `known` {id: (name key, city, phone)}; on plain values, so imports share it."""
    key = rules.comparable_name(name)
    if len(key) < 3 and not phone:
        return []
    names = {pk: values[0] for pk, values in known.items()}
    near = process.extract(key, names, scorer=fuzz.token_sort_ratio, score_cutoff=70, limit=20) if key else []
    scores = {pk: score for _, score, pk in near}
    if phone:
        scores |= {pk: scores.get(pk, 0.0) for pk, values in known.items() if values[2] == phone}
    ranked = []
    for pk, score in scores.items():
        _, other_city, other_phone = known[pk]
        total = rules.likeness(
            score,
            bool(phone) and phone == other_phone,
            bool(city) and city.casefold() == other_city.casefold(),
        )
        if total >= rules.LIKENESS_SHOWN:
            ranked.append((pk, total))
    return sorted(ranked, key=lambda item: (-item[1], item[0]))[:LIKE_SHOWN]


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """Everything one partner's page shows, read in a fixed number of queries."""

    partner: Partner
    sites: list[Site]
    contacts: list[Contact]
    capacities: list[Capacity]
    interactions: list[Interaction]
    next_step: Interaction | None
    days_silent: int | None

    @property
    def is_silent(self) -> bool:
        """True when there were contacts and the last is too long ago."""
        return self.days_silent is not None and self.days_silent > SILENT_DAYS


def partner_page(actor: Actor, partner: Partner, today: date) -> PartnerPage:
    """The page of a partner for an actor; people and the contact log only for those who may read them."""
    interactions = list(
        Interaction.objects.visible_to(actor)
        .filter(partner=partner)
        .select_related("contact", "next_owner")[:50]
    )
    return PartnerPage(
        partner=partner,
        sites=list(Site.objects.visible_to(actor).filter(partner=partner)),
        contacts=list(Contact.objects.visible_to(actor).filter(partner=partner, voided_at=None)),
        capacities=list(
            capacities_visible_to(actor).filter(partner=partner).order_by("-wave__start", "programme")
        ),
        interactions=interactions,
        next_step=next((row for row in interactions if row.next_action and row.done_at is None), None),
        days_silent=rules.days_silent(partner.last_contact_on, today),
    )


def open_steps(actor: Actor, until: date) -> QuerySet[Interaction]:
    """Next steps due on or before a day and not done, at partners the actor may edit; the oldest first."""
    reach = permissions.partners_to_edit(actor)
    if reach is None:
        return Interaction.objects.of_school(actor.school_id).none()
    mine = Partner.objects.of_school(actor.school_id).filter(reach, voided_at=None)
    return (
        Interaction.objects.visible_to(actor)
        .filter(done_at=None, next_due__lte=until, partner__in=mine)
        .exclude(next_action="")
        .select_related("partner", "next_owner")
        .order_by("next_due", "pk")
    )


@dataclass(frozen=True, slots=True)
class Pin:
    """One site on the map; x and y in kilometres east and north of the centre."""

    partner: Partner
    site: Site
    x: float
    y: float
    distance: float
    state: str


@dataclass(frozen=True, slots=True)
class SiteMap:
    """Sites within `radius` km of the centre, the rest counted by city."""

    pins: list[Pin]
    radius: int
    elsewhere: list[tuple[str, int]]
    unplaced: int


def site_map(actor: Actor, centre: tuple[float, float], radius: int, today: date) -> SiteMap:
    """A map drawn without tiles: positions on a plane round the school, true to 1 % within 50 km."""
    sites = (
        Site.objects.visible_to(actor)
        .filter(partner__voided_at=None)
        .select_related("partner")
        .annotate(seats=Exists(Capacity.unsafe_all_schools.filter(partner=OuterRef("partner"), seats__gt=0)))
        .order_by("partner__name", "pk")
    )
    pins: list[Pin] = []
    far: dict[str, int] = {}
    unplaced = 0
    for site in sites.iterator(2000):
        if site.latitude is None or site.longitude is None:
            unplaced += 1
            continue
        distance = rules.distance_km(*centre, site.latitude, site.longitude)
        if distance > radius:
            city = site.city or site.partner.city or "–"
            far[city] = far.get(city, 0) + 1
            continue
        x, y = rules.plane_km(*centre, site.latitude, site.longitude)
        pins.append(Pin(site.partner, site, x, y, distance, _pin_state(site, today)))
    pins.sort(key=lambda pin: (pin.distance, pin.partner.name))
    return SiteMap(pins, radius, sorted(far.items(), key=lambda item: (-item[1], item[0])), unplaced)


def _pin_state(site: Site, today: date) -> str:
    until = site.partner.agreement_until
    if until is not None and until >= today:
        return PinState.IN_FORCE
    return PinState.SEATS if site.seats else PinState.PROSPECT  # type: ignore[attr-defined]


def setup_counts(school_id: int) -> tuple[int, int]:
    """Partners and seat rows of a school, for the checklist of a new one."""
    partners = Partner.objects.of_school(school_id).filter(voided_at=None)
    return partners.count(), Capacity.objects.of_school(school_id).count()


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts for the head of the list."""

    partners: int
    in_force: int
    silent: int


def totals(actor: Actor, today: date) -> Totals:
    """How many partners, how many under an agreement in force, how many silent."""
    silent_since = today - timedelta(days=SILENT_DAYS)
    row = (
        Partner.objects.visible_to(actor)
        .filter(voided_at=None)
        .aggregate(
            partners=Count("pk"),
            in_force=Count("pk", filter=Q(agreement_until__gte=today)),
            silent=Count("pk", filter=Q(last_contact_on=None) | Q(last_contact_on__lt=silent_since)),
        )
    )
    return Totals(**row)
