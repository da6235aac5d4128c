"""Spectrum of expertise, classification of industries, and where the data came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from anyam.records.reference.models import (
    DataSet,
    ExpertiseField,
    IndustryCode,
    Specialisation,
    SpectrumConversion,
    SpectrumVersion,
)
from anyam.records.reference.terms import IndustryLevel

CURRENT_INDUSTRY_EDITION = "2020"


@dataclass(frozen=True, slots=True)
class SpectrumProgramme:
    """One programme of the browser with its specialisations."""

    code: str
    name: str
    specialisations: list[Specialisation]


@dataclass(frozen=True, slots=True)
class SpectrumField:
    """One field of the browser with its programmes."""

    code: str
    name: str
    programmes: list[SpectrumProgramme]


def spectrum_versions() -> QuerySet[SpectrumVersion]:
    """All versions of the spectrum, the newest first; some have no list of codes yet."""
    return SpectrumVersion.objects.all()


def current_spectrum() -> QuerySet[SpectrumVersion]:
    """The newest version whose list of codes is loaded, as a queryset of at most one row."""
    listed = Exists(ExpertiseField.objects.filter(version=OuterRef("pk")))
    return SpectrumVersion.objects.filter(listed).order_by("-valid_from")[:1]


def specialisations(*, version: str | None = None) -> QuerySet[Specialisation]:
    """The specialisations of a version (the current one by default) with programme and field, by code."""
    chosen = (
        Q(programme__field__version=Subquery(current_spectrum().values("pk")))
        if version is None
        else Q(programme__field__version__code=version)
    )
    return Specialisation.objects.filter(chosen).select_related("programme__field__version")


def specialisation_by_code(code: str, *, version: str | None = None) -> Specialisation | None:
    """The specialisation with this 8-digit code; None when the version has no such code."""
    return specialisations(version=version).filter(code=code).first()


def spectrum_tree(text: str = "") -> list[SpectrumField]:
    """The current spectrum as a tree, narrowed to names that contain `text` or codes that begin with it."""
    rows: Iterable[Specialisation] = specialisations()
    text = text.strip()
    if text:
        rows = specialisations().filter(
            Q(name__icontains=text)
            | Q(source_name__icontains=text)
            | Q(programme__name__icontains=text)
            | Q(programme__field__name__icontains=text)
            | Q(code__startswith=text)
        )
    return [
        SpectrumField(
            code=field.code,
            name=field.name,
            programmes=[
                SpectrumProgramme(code=programme.code, name=programme.name, specialisations=list(found))
                for programme, found in groupby(in_field, key=lambda row: row.programme)
            ],
        )
        for field, in_field in groupby(rows, key=lambda row: row.programme.field)
    ]


def conversions_of(code: str, *, from_version: str) -> QuerySet[SpectrumConversion]:
    """What is known of the fate of `code` of `from_version`; empty when no conversion has been loaded."""
    return SpectrumConversion.objects.filter(from_version__code=from_version, from_code=code).select_related(
        "to_version"
    )


def converted_codes(code: str, *, from_version: str, to_version: str) -> list[str]:
    """The codes of `to_version` that `code` became; several when it was split, none when unknown."""
    return list(
        conversions_of(code, from_version=from_version)
        .filter(to_version__code=to_version)
        .values_list("to_code", flat=True)
    )


def industry_codes(
    *, level: IndustryLevel | None = None, edition: str = CURRENT_INDUSTRY_EDITION
) -> QuerySet[IndustryCode]:
    """The industries of an edition, by code; `level` narrows to sections or divisions."""
    rows = IndustryCode.objects.filter(edition=edition).select_related("parent")
    return rows if level is None else rows.filter(level=level)


def industry_division(code: str, *, edition: str = CURRENT_INDUSTRY_EDITION) -> IndustryCode | None:
    """The division in which a code of two to five digits (as printed on a business licence) lies."""
    return industry_codes(level=IndustryLevel.DIVISION, edition=edition).filter(code=code.strip()[:2]).first()


def data_sets() -> QuerySet[DataSet]:
    """Where the loaded data came from, under which licence and when they were loaded."""
    return DataSet.objects.all()
