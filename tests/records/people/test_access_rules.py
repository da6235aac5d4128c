"""Pure rules of access: hats in force, sessions, first secrets, guessable passwords."""

import math
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from anyam.records.people import rules

pytestmark = pytest.mark.pure
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("first", "last", "ended", "expected"),
    [
        (date(2026, 11, 24), None, None, True),
        (date(2026, 11, 25), None, None, False),
        (date(2026, 7, 1), date(2026, 11, 24), None, True),
        (date(2026, 7, 1), date(2026, 11, 23), None, False),
        (date(2026, 7, 1), None, NOW, False),
    ],
)
def test_hat_counts_from_first_to_last_day(first, last, ended, expected):
    assert rules.is_in_force(first, last, ended, TODAY) is expected


@pytest.mark.parametrize(
    ("kind", "started", "seen", "over"),
    [
        (rules.STAFF, 60, 29, False),
        (rules.STAFF, 60, 30, True),
        (rules.STAFF, 12 * 60 - 1, 1, False),
        (rules.STAFF, 12 * 60, 1, True),
        (rules.OWN_PHONE, 29 * 24 * 60, 20 * 24 * 60, False),
        (rules.OWN_PHONE, 30 * 24 * 60, 1, True),
        (rules.SHARED_PHONE, 31, 30, True),
        ("unknown", 31, 30, True),
    ],
)
def test_session_ends_by_idleness_and_age(kind, started, seen, over):
    minutes = [NOW - timedelta(minutes=ago) for ago in (started, seen)]
    assert rules.session_is_over(kind, *minutes, NOW) is over


def test_staff_hat_outweighs_own_phone():
    assert [rules.session_kind(staff, shared) for staff in (True, False) for shared in (True, False)] == [
        rules.STAFF,
        rules.STAFF,
        rules.SHARED_PHONE,
        rules.OWN_PHONE,
    ]


def test_shared_phone_forgets_with_the_browser():
    ages = {kind: rules.session_cookie_age(kind) for kind in rules.SESSION_LIMITS}
    assert ages == {rules.STAFF: 43_200, rules.OWN_PHONE: 2_592_000, rules.SHARED_PHONE: 0}


def test_first_secret_is_readable_and_has_forty_bits():
    drawn = random.Random(7)
    secrets = {rules.readable_secret(drawn.choice) for _ in range(2000)}
    assert len(secrets) == 2000
    assert all(len(secret) == 17 and secret.count("-") == 3 for secret in secrets)
    assert not any(set(secret.split("-")) & rules.UNKIND for secret in secrets)
    pairs = (len(rules.CONSONANTS) * len(rules.VOWELS)) ** 2 - len(rules.UNKIND)
    assert math.log2(pairs**3 * len(rules.DIGITS) ** 2) >= 40


@pytest.mark.parametrize(
    ("password", "guessable"),
    [
        ("nabila2009", True),
        ("nabila-azzahra", True),
        ("NABILA14032009", True),
        ("0090000001", True),
        ("smkn3-plk-1", True),
        ("kayu manis di dapur", False),
        ("nabila suka mangga", False),
        ("!!!!????!!!!", True),
    ],
)
def test_password_made_of_what_everyone_knows(password, guessable):
    words = {"Nabila", "Azzahra", "0090000001", "smkn3-plk", *rules.birth_date_words(date(2009, 3, 14))}
    assert rules.guessable_from(password, words) is guessable


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Darius Tundan, S.Pd.", "darius.tundan"),
        ("Drs. H. Ahmad Fauzi Rahman, M.M.", "ahmad.fauzi"),
        ("Suharto", "suharto"),
        ("李娜", "guru"),
    ],
)
def test_sign_in_name_of_a_teacher(name, expected):
    assert rules.sign_in_name(name) == expected


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ("Mozilla/5.0 (Linux; Android 11; V2026) Chrome/120.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/120.0 Safari/537.36 Edg/120", ("Edge", "Windows")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", ("Firefox", "Linux")),
        ("curl/8.0", ("", "")),
    ],
)
def test_device_is_called_by_the_names_people_know(user_agent, expected):
    assert rules.device_words(user_agent) == expected
