"""Server time of long lists through the real views: 100,000 partners in 20 schools and in one, 2,000 pupils."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.world import Median, figures_of, fresh_database, hand_over, in_chunks, median_ms, tell, timed

WHEN = datetime(2026, 11, 1, tzinfo=UTC)
SCHOOLS, PARTNERS_EACH, ONE_SCHOOL, PUPILS = 20, 5_000, 100_000, 2_000
FIRST = (
    "Hotel", "Bengkel", "Cafe", "Apotek", "Toko", "Studio", "Percetakan", "Katering", "Klinik", "Radio",
    "Kantor Notaris", "Swalayan", "Penginapan", "Rumah Makan", "Konveksi", "Servis AC",
)  # fmt: skip
SECOND = (
    "Rungan", "Kahayan", "Tjilik Riwut", "Bukit Batu", "Mendawai", "Sebangau", "Katingan", "Barito", "Lamandau",
    "Seruyan", "Kapuas", "Murung Raya", "Betang", "Tingang", "Bawi Kuwu", "Sanaman", "Mantikei", "Danau Tahai",
)  # fmt: skip
CITIES = ("Palangka Raya", "Sampit", "Kuala Kapuas", "Pangkalan Bun", "Banjarmasin", "Buntok", "Kasongan")
SEARCHED = "tingang 12"


def partner_rows(school: Any, count: int, dice: random.Random) -> Iterator[Any]:
    """Partners with names as they are found in a town, a third under an agreement."""
    from anyam.mapping.partners import rules
    from anyam.mapping.partners.models import Partner

    day = date(2026, 11, 1)
    for number in range(count):
        name = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number}"
        city = dice.choice(CITIES)
        yield Partner(
            school=school,
            name=name,
            city=city,
            phone=f"62812{number:08d}",
            name_key=rules.comparable_name(name),
            search_key=rules.search_key(name, "", city),
            agreement_until=day + timedelta(days=dice.randint(-200, 700)) if dice.random() < 0.33 else None,
            last_contact_on=day - timedelta(days=dice.randint(0, 90)) if dice.random() < 0.5 else None,
            created_at=WHEN,
            updated_at=WHEN,
        )


def pupil_rows(school: Any, groups: list[Any], count: int, dice: random.Random) -> Iterator[Any]:
    """Pupils spread over the classes."""
    from anyam.records.people.models import Pupil

    for number in range(count):
        yield Pupil(
            school=school,
            name=f"{dice.choice(SECOND)} {dice.choice(SECOND)} {number}",
            nisn=f"{80000000 + number:010d}",
            nipd=f"{number}/246.4",
            gender=dice.choice("PL"),
            birth_date=date(2009, 1, 1) + timedelta(days=dice.randint(0, 700)),
            class_group=dice.choice(groups),
            created_at=WHEN,
            updated_at=WHEN,
        )


def made_school(number: int, partners: int, dice: random.Random) -> tuple[Any, Any]:
    """A school with its partners, and a waka humas of it."""
    from anyam.mapping.partners.models import Partner
    from tests.factories import people, schools

    school = schools.make_school(f"SMKN {number} Uji", slug=f"uji-{number}", npsn=f"{30300000 + number}")
    in_chunks(Partner, partner_rows(school, partners, dice))
    return school, people.make_actor(school, "waka_humas", "operator")


def reader(actor: Any) -> Any:
    """`reader(actor)(path)` opens a page as the actor and returns the answer; anything but 200 stops."""
    from django.test import Client

    from tests.factories.people import account_of

    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip, br"})
    client.force_login(account_of(actor))

    def read(path: str) -> Any:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer

    return read


def partner_figures(school: Any, actor: Any, partners: int) -> dict[str, Median]:
    """First page, last page, part-of-name search; medians of 25 after warm-up."""
    read = reader(actor)
    base = f"/s/{school.slug}/mitra/"
    return {
        "first_ms": median_ms(lambda: read(base)),
        "deep_ms": median_ms(lambda: read(f"{base}?halaman={partners // 50}")),
        "search_ms": median_ms(lambda: read(f"{base}?cari={SEARCHED}")),
    }


def pupil_figures(school: Any, actor: Any, dice: random.Random) -> dict[str, Median | float]:
    """The list of 2,000 pupils, and what it weighs as it is served."""
    from anyam.records.people.models import Pupil
    from tests.factories import schools

    groups = [schools.make_class(school) for _ in range(60)]
    in_chunks(Pupil, pupil_rows(school, groups, PUPILS, dice))
    settle()
    read = reader(actor)
    path = f"/s/{school.slug}/siswa/"
    return {
        "pupils_2k_ms": median_ms(lambda: read(path)),
        "pupils_2k_kb": round(len(read(path).content) / 1024, 1),
    }


def settle() -> None:
    """Let the database learn what is in its tables, as its own housekeeping does in time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure() -> dict[str, Median | float]:
    """All figures of this measurement."""
    dice = random.Random(20261124)
    tell(f"{SCHOOLS} schools with {PARTNERS_EACH} partners each")
    with timed() as spent:
        made = [made_school(number, PARTNERS_EACH, dice) for number in range(1, SCHOOLS + 1)]
        settle()
    tell(f"filled in {spent[0]:.1f} s")
    school, actor = made[SCHOOLS // 2]
    several = partner_figures(school, actor, PARTNERS_EACH)
    tell(f"20 schools: {several}")
    figures = {
        "partners_100k_first_ms": several["first_ms"],
        "deep_ms": several["deep_ms"],
        "search_ms": several["search_ms"],
    }
    figures |= pupil_figures(school, actor, dice)
    tell(f"one school with {ONE_SCHOOL} partners")
    with timed() as spent:
        big, humas = made_school(100, ONE_SCHOOL, dice)
        settle()
    tell(f"filled in {spent[0]:.1f} s")
    alone = partner_figures(big, humas, ONE_SCHOOL)
    return figures | {f"one_school_100k_{name}": value for name, value in alone.items()}


if __name__ == "__main__":
    with fresh_database():
        hand_over(figures_of(measure()))
