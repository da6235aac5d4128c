"""Rules of the partners room on plain values: names made comparable, likeness, distance."""

import math
import re
import unicodedata

LEGAL_FORMS = frozenset(
    {"pt", "cv", "ud", "pd", "tbk", "persero", "perum", "firma", "fa", "yayasan", "koperasi", "toko"}
)
# Below this two names are not worth a person's look; found on a list of hotels and workshops of three cities.
LIKENESS_SHOWN = 82
SAME_PHONE_BONUS = 15
SAME_CITY_BONUS = 4
EARTH_RADIUS_KM = 6371.0088


def comparable_name(name: str) -> str:
    """A name without case, accents, punctuation and legal form: "PT. Grand Rungan, Tbk" → "grand rungan"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    kept = [word for word in words if word not in LEGAL_FORMS]
    return " ".join(kept or words)[:150]


def search_key(name: str, legal_name: str, city: str) -> str:
    """What part-of-name search looks in."""
    parts = dict.fromkeys(comparable_name(part) for part in (name, legal_name, city) if part)
    return " ".join(part for part in parts if part)[:400]


def likeness(name_score: float, same_phone: bool, same_city: bool) -> int:
    """Likeness of two partners from 0 to 100: the names' score, raised by the same phone or city."""
    score = name_score + SAME_PHONE_BONUS * same_phone + SAME_CITY_BONUS * same_city
    return min(100, round(score)) if not same_phone else max(LIKENESS_SHOWN, min(100, round(score)))


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in kilometres (haversine)."""
    phi, psi = math.radians(latitude), math.radians(other_latitude)
    dphi = psi - phi
    dlambda = math.radians(other_longitude - longitude)
    a = math.sin(dphi / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(dlambda / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, a)))


def days_silent(last_contact_on, today) -> int | None:
    """Days since the last contact; None when there was none."""
    return None if last_contact_on is None else (today - last_contact_on).days


def plane_km(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> tuple[float, float]:
    """Kilometres east and north of the first point, on a plane that touches the globe there."""
    km_per_degree = math.pi * EARTH_RADIUS_KM / 180
    east = (other_longitude - longitude) * km_per_degree * math.cos(math.radians(latitude))
    return east, (other_latitude - latitude) * km_per_degree
