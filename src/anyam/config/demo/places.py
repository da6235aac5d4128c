"""Districts of the towns of the demonstration, and points scattered in them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan: its middle, how far its homes lie from it, and how many of a hundred pupils live there."""

    name: str
    city: str
    latitude: float
    longitude: float
    spread_km: float
    share: int = 0


PALANGKA = (
    District("Pahandut", "Palangka Raya", -2.2085, 113.9260, 2.2, 34),
    District("Jekan Raya", "Palangka Raya", -2.2040, 113.8890, 2.8, 48),
    District("Sebangau", "Palangka Raya", -2.2790, 113.9230, 2.5, 14),
    District("Bukit Batu", "Palangka Raya", -2.0350, 113.7580, 2.0, 4),
)
BANJARMASIN = (
    District("Banjarmasin Tengah", "Banjarmasin", -3.3190, 114.5900, 1.3, 25),
    District("Banjarmasin Timur", "Banjarmasin", -3.3270, 114.6180, 1.6, 25),
    District("Banjarmasin Utara", "Banjarmasin", -3.2920, 114.5950, 1.6, 25),
    District("Banjarmasin Selatan", "Banjarmasin", -3.3540, 114.5850, 1.8, 25),
)
ADIWERNA = (
    District("Adiwerna", "Kab. Tegal", -6.9370, 109.1290, 1.8, 40),
    District("Slawi", "Kab. Tegal", -6.9820, 109.1390, 1.8, 30),
    District("Talang", "Kab. Tegal", -6.9120, 109.1330, 1.5, 20),
    District("Lebaksiu", "Kab. Tegal", -7.0480, 109.1420, 2.2, 10),
    District("Tegal Timur", "Kota Tegal", -6.8690, 109.1380, 1.5, 0),
)
AWAY = (
    District("Gedongtengen", "Yogyakarta", -7.7930, 110.3640, 1.0),
    District("Depok", "Sleman", -7.7780, 110.4010, 1.5),
    District("Genteng", "Surabaya", -7.2600, 112.7450, 1.2),
    District("Wonokromo", "Surabaya", -7.2990, 112.7370, 1.3),
)
DISTRICTS = {district.name: district for district in (*PALANGKA, *BANJARMASIN, *ADIWERNA, *AWAY)}


def scatter(random: Random, district: District) -> tuple[float, float]:
    """A point in a district, evenly over its circle; five decimals are about a metre."""
    distance = district.spread_km * math.sqrt(random.random())
    angle = random.random() * 2 * math.pi
    latitude = district.latitude + distance * math.sin(angle) / KM_PER_DEGREE
    width = KM_PER_DEGREE * math.cos(math.radians(district.latitude))
    return round(latitude, 5), round(district.longitude + distance * math.cos(angle) / width, 5)


def draw_district(random: Random, districts: Sequence[District]) -> District:
    """A district by its share of the homes."""
    return random.choices(districts, weights=[district.share for district in districts])[0]
