"""Names made comparable, likeness, distance: on plain values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyam.mapping.partners import queries, rules

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("PT. Grand Rungan, Tbk", "grand rungan"),
        ("CV Karya  Mandiri", "karya mandiri"),
        ("Café D'Boga", "cafe dboga"),
        ("PT", "pt"),
        ("UD. Sumber Rejeki (Cabang 2)", "sumber rejeki cabang 2"),
    ],
)
def test_name_without_form_case_and_accents(name, key):
    assert rules.comparable_name(name) == key


@given(st.text(max_size=200))
def test_comparable_name_is_stable(name):
    once = rules.comparable_name(name)
    assert rules.comparable_name(once) == once
    assert len(once) <= 150


def test_distance_of_two_towns_is_known():
    assert rules.distance_km(-2.2096, 113.9213, -3.3186, 114.5944) == pytest.approx(144.3, abs=1.0)


@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_plane_agrees_with_the_globe_near_by(latitude, longitude, north, east):
    x, y = rules.plane_km(latitude, longitude, latitude + north, longitude + east)
    true = rules.distance_km(latitude, longitude, latitude + north, longitude + east)
    assert math.hypot(x, y) == pytest.approx(true, rel=0.02, abs=0.01)


KNOWN = {
    1: ("hotel grand rungan", "Palangka Raya", "+628120000001"),
    2: ("bakery dua sungai", "Palangka Raya", ""),
    3: ("bengkel maju jaya", "Tegal", ""),
}


def test_like_names_are_found_the_likest_first():
    assert queries.rank_likenesses(KNOWN, "Grand Rungan Hotel", "Palangka Raya", "") == [(1, 100)]
    assert queries.rank_likenesses(KNOWN, "Bakery Dua Sungei", "", "")[0][0] == 2


def test_same_phone_is_worth_a_look_whatever_the_name():
    assert queries.rank_likenesses(KNOWN, "Wisma Lain", "", "+628120000001") == [(1, rules.LIKENESS_SHOWN)]


def test_other_names_are_left_alone():
    assert queries.rank_likenesses(KNOWN, "Koperasi Tani", "Palangka Raya", "") == []
