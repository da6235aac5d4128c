"""Looking things up in reference data."""

from anyam.records.reference.queries.calendar import holiday_dates_between, holiday_years, holidays_between
from anyam.records.reference.queries.codes import (
    SpectrumField,
    conversions_of,
    converted_codes,
    current_spectrum,
    data_sets,
    industry_codes,
    industry_division,
    specialisation_by_code,
    specialisations,
    spectrum_tree,
    spectrum_versions,
)
from anyam.records.reference.queries.parameters import (
    ParameterGroup,
    ParameterValue,
    forget_parameters,
    numbers_on,
    parameter,
    parameters_for_page,
    parameters_on,
)
from anyam.records.reference.queries.regions import (
    region_by_code,
    region_named,
    regions_within,
    search_regions,
    time_zone_of,
)

__all__ = [
    "ParameterGroup",
    "ParameterValue",
    "SpectrumField",
    "conversions_of",
    "converted_codes",
    "current_spectrum",
    "data_sets",
    "forget_parameters",
    "holiday_dates_between",
    "holiday_years",
    "holidays_between",
    "industry_codes",
    "industry_division",
    "numbers_on",
    "parameter",
    "parameters_for_page",
    "parameters_on",
    "region_by_code",
    "region_named",
    "regions_within",
    "search_regions",
    "specialisation_by_code",
    "specialisations",
    "spectrum_tree",
    "spectrum_versions",
    "time_zone_of",
]
