"""Finding regions by name and by each of their three codes."""

from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from anyam.records.reference.models import Region
from anyam.records.reference.rules import dotted_code, read_region_name
from anyam.records.reference.terms import RegionCodeSystem, RegionLevel


def search_regions(text: str, *, level: RegionLevel | None = None, limit: int = 20) -> list[Region]:
    """Regions whose name or code answers `text`, the closest first; nothing for fewer than two letters.

    Exact names come before beginnings, beginnings before parts; wider regions before narrower ones.
    """
    name = read_region_name(text)
    if len(name.key) < 2:
        return []
    code = dotted_code(text) if name.whole.isdigit() else ""
    part = Q(search_key__contains=name.key) | Q(search_key__contains=name.whole)
    if name.kind:
        part = Q(kind=name.kind, search_key__contains=name.key) | Q(search_key__contains=name.whole)
    exact = Q(search_key=name.key) | Q(search_key=name.whole)
    start = Q(search_key__startswith=name.key) | Q(search_key__startswith=name.whole)
    by_code = Q(code=code) if code else Q(pk__in=[])
    rows = _with_parents().filter(part | by_code)
    if level is not None:
        rows = rows.filter(level=level)
    closeness = Case(
        When(by_code, then=Value(0)),
        When(exact, then=Value(1)),
        When(start, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    width = Case(
        When(level=RegionLevel.PROVINCE, then=Value(0)),
        When(level=RegionLevel.REGENCY, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(
        rows.annotate(closeness=closeness, width=width).order_by("closeness", "width", "code")[:limit]
    )


def region_named(text: str, *, level: RegionLevel = RegionLevel.REGENCY, within: str = "") -> Region | None:
    """The one region of `level` called so, for imports: `Kab. Tegal`, `KOTA PALANGKARAYA`.

    `within` is the code of a region above it. None when no region or more than one answers (`Tegal` alone is
    both a regency and a city).
    """
    name = read_region_name(text)
    wanted = Q(search_key=name.whole)
    if name.key:
        wanted |= Q(search_key=name.key, kind=name.kind) if name.kind else Q(search_key=name.key)
    rows = _with_parents().filter(wanted, level=level)
    if within:
        rows = rows.filter(code__startswith=f"{within}.")
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def region_by_code(code: str, *, system: RegionCodeSystem = RegionCodeSystem.HOME_AFFAIRS) -> Region | None:
    """The region with this code in one of the three numberings; dots may be left out in that of home affairs.

    BPS and Dapodik codes are known for few regions only: None then says nothing about the region.
    """
    code = code.strip()
    if not code:
        return None
    if system == RegionCodeSystem.STATISTICS:
        return _with_parents().filter(bps_code=code).first()
    if system == RegionCodeSystem.DAPODIK:
        return _with_parents().filter(dapodik_code=code).first()
    return _with_parents().filter(code=dotted_code(code)).first()


def regions_within(code: str = "") -> QuerySet[Region]:
    """The regions one level below `code`, by name; the provinces without a code."""
    rows = Region.objects.order_by("name")
    return rows.filter(parent__code=code) if code else rows.filter(parent=None)


def time_zone_of(region: Region) -> ZoneInfo:
    """The time zone in which the region lies: that of its province."""
    while region.parent is not None:
        region = region.parent
    return ZoneInfo(region.time_zone)


def _with_parents() -> QuerySet[Region]:
    return Region.objects.select_related("parent__parent")
