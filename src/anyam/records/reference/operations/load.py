"""Loading reference data: every file once, rows matched by their code, nothing ever deleted."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from anyam.records.reference.models import (
    DataSet,
    ExpertiseField,
    ExpertiseProgramme,
    Holiday,
    IndustryCode,
    Parameter,
    Region,
    Specialisation,
    SpectrumConversion,
    SpectrumVersion,
)
from anyam.records.reference.operations.files import Line, Values, day, day_or_none, flag, read, value
from anyam.records.reference.operations.upsert import LoadedSet, above, ids_of, summed, upsert
from anyam.records.reference.queries import forget_parameters
from anyam.records.reference.rules import parent_code, read_region_name, region_level
from anyam.records.reference.terms import (
    HolidayKind,
    IndustryLevel,
    ParameterBasis,
    RegionKind,
    RegionLevel,
    Unit,
)

DATA_FOLDER = Path(__file__).resolve().parents[1] / "data"
Folders = Sequence[Path]


@transaction.atomic
def load_reference(*, now: datetime, extra_folders: Sequence[Path] = ()) -> list[LoadedSet]:
    """Bring the reference tables up to the files of this release, then of `extra_folders` (same file names).

    May run any number of times. Rows that a file no longer has stay: others may point at them.
    Refused: ReferenceFileWrong, and then nothing has changed.
    """
    folders = (DATA_FOLDER, *extra_folders)
    descriptions = {row["code"]: row for row in read(folders, "data_sets.csv", ("code",), dict)}
    done = []
    for code, loaders in LOADERS.items():
        report = summed(code, [load(folders) for load in loaders])
        done.append(report)
        DataSet.objects.update_or_create(
            code=code,
            defaults={name: descriptions[code][name] for name in ("title", "origin", "licence", "edition")}
            | {"rows": report.rows, "loaded_at": now},
        )
    forget_parameters()
    transaction.on_commit(forget_parameters)
    return done


def load_versions(folders: Folders) -> LoadedSet:
    def convert(line: Line) -> Values:
        return {
            "code": line["code"],
            "name": line["name"],
            "valid_from": day(line["valid_from"]),
            "source": line["source"],
            "verified": flag(line["verified"]),
            "note": line["note"],
        }

    return upsert(SpectrumVersion, ("code",), read(folders, "spectrum_versions.csv", ("code",), convert))


def load_spectrum(folders: Folders) -> LoadedSet:
    """One file, three tables: the length of a code tells its level, its beginning the row above."""
    versions = ids_of(SpectrumVersion)

    def convert(line: Line) -> Values:
        if len(line["code"]) not in (2, 5, 8):
            raise ValueError(line["code"])
        return line | {"version_id": versions[line["version"]]}

    rows = read(folders, "spectrum.csv", ("version", "code"), convert)
    by_length = {length: [row for row in rows if len(row["code"]) == length] for length in (2, 5, 8)}

    fields = [{name: row[name] for name in ("version_id", "code", "name")} for row in by_length[2]]
    loaded = [upsert(ExpertiseField, ("version", "code"), fields)]

    field_ids = ids_of(ExpertiseField, "version_id", "code")
    programmes = [
        {"field_id": above(field_ids, (row["version_id"], row["code"][:2]))}
        | {name: row[name] for name in ("code", "name")}
        for row in by_length[5]
    ]
    loaded.append(upsert(ExpertiseProgramme, ("field", "code"), programmes))

    programme_ids = ids_of(ExpertiseProgramme, "field__version_id", "code")
    specialisations = [
        {"programme_id": above(programme_ids, (row["version_id"], row["code"][:5]))}
        | {name: row[name] for name in ("code", "name", "source_name")}
        for row in by_length[8]
    ]
    loaded.append(upsert(Specialisation, ("programme", "code"), specialisations))
    return summed("spectrum", loaded)


def load_conversions(folders: Folders) -> LoadedSet:
    versions = ids_of(SpectrumVersion)

    def convert(line: Line) -> Values:
        return {
            "from_version_id": versions[line["from_version"]],
            "from_code": line["from_code"],
            "to_version_id": versions[line["to_version"]],
            "to_code": line["to_code"],
            "source": line["source"],
            "verified": flag(line["verified"]),
        }

    key = ("from_version", "from_code", "to_version", "to_code")
    return upsert(SpectrumConversion, key, read(folders, "spectrum_conversions.csv", key, convert))


def load_regions(folders: Folders) -> LoadedSet:
    codes = {line["code"]: line for line in read(folders, "region_codes.csv", ("code",), dict)}
    zones = {
        line["code"]: line["time_zone"] for line in read(folders, "province_time_zones.csv", ("code",), dict)
    }

    def convert(line: Line) -> Values:
        code, name = line["code"], line["name"]
        level = region_level(code)
        kind = _region_kind(level, name)
        other = codes.get(code, {})
        return {
            "code": code,
            "level": level,
            "kind": kind,
            "name": other.get("name") or name,
            "search_key": (
                read_region_name(name).whole if kind == RegionKind.DISTRICT else read_region_name(name).key
            ),
            "bps_code": other.get("bps_code", ""),
            "dapodik_code": other.get("dapodik_code", ""),
            "time_zone": zones.get(code, ""),
        }

    rows = read(folders, "regions.csv", ("code",), convert)
    loaded = []
    ids: dict[Any, int] = {}
    for level in RegionLevel:
        of_level = [row for row in rows if row["level"] == level]
        for row in of_level:
            row["parent_id"] = above(ids, parent_code(row["code"])) if level != RegionLevel.PROVINCE else None
        loaded.append(upsert(Region, ("code",), of_level))
        ids = ids_of(Region)
    return summed("regions", loaded)


def _region_kind(level: RegionLevel, name: str) -> RegionKind:
    if level == RegionLevel.REGENCY:
        return RegionKind.CITY if name.startswith("Kota ") else RegionKind.REGENCY
    return RegionKind(level)


def load_industries(folders: Folders) -> LoadedSet:
    def convert(line: Line) -> Values:
        return {
            "edition": line["edition"],
            "code": line["code"],
            "level": IndustryLevel(line["level"]),
            "parent_code": line["parent"],
            "name": line["name"],
            "source": line["source"],
            "verified": flag(line["verified"]),
        }

    rows = read(folders, "industry_codes.csv", ("edition", "code"), convert)
    loaded = []
    ids: dict[Any, int] = {}
    for level in IndustryLevel:
        of_level = [row for row in rows if row["level"] == level]
        for row in of_level:
            parent = row.pop("parent_code")
            row["parent_id"] = above(ids, (row["edition"], parent)) if parent else None
        loaded.append(upsert(IndustryCode, ("edition", "code"), of_level))
        ids = ids_of(IndustryCode, "edition", "code")
    return summed("industries", loaded)


def load_holidays(folders: Folders) -> LoadedSet:
    def convert(line: Line) -> Values:
        return {
            "date": day(line["date"]),
            "kind": HolidayKind(line["kind"]),
            "name": line["name"],
            "source": line["source"],
            "verified": flag(line["verified"]),
            "note": line["note"],
        }

    return upsert(Holiday, ("date", "name"), read(folders, "holidays.csv", ("date", "name"), convert))


def load_parameters(folders: Folders) -> LoadedSet:
    def convert(line: Line) -> Values:
        return {
            "key": line["key"],
            "label": line["label"],
            "value": value(line["value"]),
            "unit": Unit(line["unit"]),
            "valid_from": day(line["valid_from"]),
            "valid_to": day_or_none(line["valid_to"]),
            "source": line["source"],
            "verified": flag(line["verified"]),
            "basis": ParameterBasis(line["basis"]),
            "note": line["note"],
        }

    key = ("key", "valid_from")
    return upsert(Parameter, key, read(folders, "parameters.csv", key, convert))


LOADERS: dict[str, tuple[Callable[[Folders], LoadedSet], ...]] = {
    "spectrum": (load_versions, load_spectrum, load_conversions),
    "regions": (load_regions,),
    "industries": (load_industries,),
    "holidays": (load_holidays,),
    "parameters": (load_parameters,),
}
