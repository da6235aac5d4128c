"""Makes the dated parameters that rules of placement ask for."""

from datetime import date

from anyam.records.reference.models import Parameter
from anyam.records.reference.queries import forget_parameters

AGES = {"labour.minimum_age": 14, "labour.hazardous_minimum_age": 18}


def make_parameters() -> None:
    """The two ages of the labour law, in force since 2003."""
    for key, value in AGES.items():
        Parameter.objects.get_or_create(
            key=key,
            valid_from=date(2003, 3, 25),
            defaults={
                "label": key,
                "value": value,
                "unit": "year",
                "source": "uji",
                "verified": True,
                "basis": "law",
            },
        )
    forget_parameters()
