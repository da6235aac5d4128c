"""The trail of a school: sealed lines, proof on the database, who reads what, filter, paging, files."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import transaction
from django.utils import timezone

from anyam.base.actor import system_actor
from anyam.base.errors import NotAllowed
from anyam.tools.audit import operations, queries, terms
from anyam.tools.audit.models import AuditEntry, AuditHead
from tests.factories import people
from tests.factories.access import PASSWORD, post_sign_in, with_password

pytestmark = [pytest.mark.page, pytest.mark.django_db]


@pytest.fixture
def principal(school):
    return people.make_actor(school, "principal", name="Maria Ngabe")


@pytest.fixture
def chain(school):
    """Six sealed lines of a school."""
    actor = system_actor(school)
    for number in range(6):
        operations.record(
            actor=actor,
            action="people.cards_issued",
            thing=None,
            now=timezone.now(),
            name=f"kartu {number + 1}",
        )
    return school


def rows_of(school):
    return AuditEntry.objects.of_school(school.pk)


def test_lines_are_numbered_per_school_without_gap(chain, other_school):
    operations.record(
        actor=system_actor(other_school), action="people.signed_in", thing=None, now=timezone.now()
    )
    assert list(rows_of(chain).order_by("sequence").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert rows_of(other_school).get().sequence == 1
    assert queries.chain_fault(chain.pk) is None


@transaction.atomic
def act_and_fail(school):
    operations.record(actor=system_actor(school), action="people.signed_in", thing=None, now=timezone.now())
    raise ValueError("gagal")


def test_line_of_an_act_that_fails_is_not_kept(chain):
    with pytest.raises(ValueError, match="gagal"):
        act_and_fail(chain)
    assert rows_of(chain).count() == 6
    assert queries.chain_fault(chain.pk) is None


def test_edit_is_found(chain):
    rows_of(chain).filter(sequence=3).update(object_name="kartu 300")
    assert queries.chain_fault(chain.pk) == 3


def test_back_dating_is_found(chain):
    rows_of(chain).filter(sequence=5).update(at=datetime(2020, 1, 1, tzinfo=UTC))
    assert queries.chain_fault(chain.pk) == 5


def test_deletion_is_found(chain):
    rows_of(chain).filter(sequence=2).delete()
    assert queries.chain_fault(chain.pk) == 2


def test_swap_is_found(chain):
    rows_of(chain).filter(sequence=2).update(sequence=99)
    rows_of(chain).filter(sequence=3).update(sequence=2)
    rows_of(chain).filter(sequence=99).update(sequence=3)
    assert queries.chain_fault(chain.pk) == 2


def test_insertion_is_found(chain):
    AuditEntry.objects.create(
        school=chain,
        sequence=7,
        at=timezone.now(),
        actor_key="system",
        actor_name="Anyam",
        action="people.cards_issued",
        object_kind="",
        object_key="",
        object_name="selipan",
        previous="0" * 64,
        digest="1" * 64,
    )
    assert queries.chain_fault(chain.pk) == 7


def test_cut_tail_is_found_by_the_head(chain):
    rows_of(chain).filter(sequence__gte=5).delete()
    assert queries.chain_fault(chain.pk) == 5


def test_emptied_chain_is_found_by_the_head(chain):
    rows_of(chain).delete()
    assert queries.chain_fault(chain.pk) == 1


def test_head_set_back_with_the_tail_is_what_only_an_outside_anchor_shows(chain):
    """Stated limit of the proof: rows and head rewritten together agree with one another."""
    rows_of(chain).filter(sequence=6).delete()
    last = rows_of(chain).get(sequence=5)
    AuditHead.objects.of_school(chain.pk).update(sequence=5, digest=last.digest)
    assert queries.chain_fault(chain.pk) is None


def test_button_says_whole_or_where_it_breaks(principal, school, sign_in, chain):
    client = sign_in(principal)
    path = f"/s/{school.slug}/jejak-audit/"
    assert "Rantai utuh" in client.post(path + "periksa/", follow=True).content.decode()
    assert rows_of(school).order_by("-sequence").first().action == "audit.checked"
    rows_of(school).filter(sequence=4).update(actor_name="Orang lain")
    assert "Rantai putus di nomor 4" in client.post(path + "periksa/", follow=True).content.decode()


def test_only_readers_check_and_export(school):
    supervisor = people.make_actor(school, "supervisor")
    with pytest.raises(NotAllowed):
        operations.check_chain(actor=supervisor, now=timezone.now())
    with pytest.raises(NotAllowed):
        operations.note_export(actor=supervisor, rows=1, kind="csv", now=timezone.now())


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("principal", 200),
        ("waka_humas", 200),
        ("coordinator", 403),
        ("programme_humas", 403),
        ("programme_head", 403),
        ("supervisor", 403),
        ("homeroom", 403),
        ("operator", 403),
        ("pupil", 403),
    ],
)
def test_page_is_for_principal_and_waka_humas(school, sign_in, role, status):
    client = sign_in(people.make_actor(school, role))
    assert client.get(f"/s/{school.slug}/jejak-audit/").status_code == status


def test_page_of_another_school_is_not_found(principal, other_school, sign_in):
    assert sign_in(principal).get(f"/s/{other_school.slug}/jejak-audit/").status_code == 404


def note(actor, name, when=None, action="people.role_granted"):
    operations.record(actor=actor, action=action, thing=None, now=when or timezone.now(), name=name)


def test_waka_humas_does_not_read_the_principals_acts(principal, humas, school, other_school, sign_in):
    note(principal, "oleh kepala")
    note(humas, "oleh waka")
    note(people.make_actor(other_school, "principal", name="Orang Lain"), "di tempat lain")
    path = f"/s/{school.slug}/jejak-audit/"
    seen = {
        actor.name: [
            words in sign_in(actor).get(path).content.decode() for words in ("oleh kepala", "oleh waka")
        ]
        for actor in (principal, humas)
    }
    assert seen == {"Maria Ngabe": [True, True], "Rina Kristiani": [False, True]}
    assert "di tempat lain" not in sign_in(principal).get(path).content.decode()


def test_others_read_their_own_acts_only(school, principal):
    supervisor = people.make_actor(school, "supervisor")
    note(supervisor, "punya sendiri")
    note(principal, "punya orang")
    assert [row.object_name for row in queries.entries_visible_to(supervisor)] == ["punya sendiri"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["ketiga", "kedua", "pertama"]),
        ("pelaku=maria", ["ketiga", "pertama"]),
        ("tindakan=people.role_ended", ["kedua"]),
        ("objek=tam", ["pertama"]),
        ("dari=2026-11-24", ["ketiga", "kedua"]),
        ("sampai=2026-11-23", ["pertama"]),
        ("dari=2026-11-24&sampai=2026-11-24", ["kedua"]),
        ("pelaku=maria&dari=2026-11-25", ["ketiga"]),
        ("dari=2026-11-25&sampai=2026-11-24", []),
        ("dari=2020-01-01&sampai=2026-11-24", []),
        ("tindakan=tidak.ada", []),
    ],
)
def test_filter(principal, humas, school, sign_in, query, expected):
    """Days are the school's: 23 November 23.30 WIB is still the 23rd, though 16.30 UTC."""
    note(principal, "pertama", datetime(2026, 11, 23, 16, 30, tzinfo=UTC))
    note(humas, "kedua", datetime(2026, 11, 23, 17, 30, tzinfo=UTC), "people.role_ended")
    note(principal, "ketiga", datetime(2026, 11, 25, 2, 0, tzinfo=UTC))
    text = sign_in(principal).get(f"/s/{school.slug}/jejak-audit/?{query}").content.decode()
    assert sorted(name for name in ("pertama", "kedua", "ketiga") if f">{name}<" in text) == sorted(expected)


def test_wide_range_asks_to_narrow(principal, school, sign_in):
    page = sign_in(principal).get(f"/s/{school.slug}/jejak-audit/?dari=2020-01-01&sampai=2026-11-24")
    assert "Persempit rentangnya" in page.content.decode()


def test_list_is_paged_and_costs_the_same_for_one_and_for_thirty(
    principal, school, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(principal)
    path = f"/s/{school.slug}/jejak-audit/"
    note(principal, "baris")
    client.get(path)
    with django_assert_max_num_queries(25) as first:
        client.get(path)
    for _ in range(29):
        note(principal, "baris")
    with django_assert_num_queries(len(first)):
        client.get(path)
    for _ in range(25):
        note(principal, "baris")
    assert client.get(path).content.decode().count(">baris<") == 50
    assert client.get(path + "?halaman=2").content.decode().count(">baris<") == 5


def test_acts_are_shown_in_words(principal, school, sign_in):
    note(principal, "Darius: Wali kelas")
    text = sign_in(principal).get(f"/s/{school.slug}/jejak-audit/").content.decode()
    assert "memberi peran" in text
    assert "people.role_granted</td>" not in text


def test_act_without_words_is_shown_by_its_code():
    assert terms.sentence("gone.room_act") == "gone.room_act"


def test_export_holds_the_filtered_rows_and_leaves_a_line(principal, school, sign_in):
    note(principal, "=HYPERLINK(1)")
    note(principal, "lain", action="people.role_ended")
    client = sign_in(principal)
    path = f"/s/{school.slug}/jejak-audit/unduh.xlsx"
    response = client.post(path, {"tindakan": "people.role_granted"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[2:5] for row in rows] == [
        ("Pelaku", "Tindakan", "Objek"),
        ("Maria Ngabe", "memberi peran", "=HYPERLINK(1)"),
    ]
    line = rows_of(school).order_by("-sequence").first()
    assert (line.action, line.detail) == ("audit.exported", {"rows": 1, "kind": "xlsx"})


def test_export_asks_for_the_password_first(school):
    actor = people.make_actor(school, "principal", username="maria")
    with_password(people.account_of(actor))
    client = post_sign_in("maria").client
    path = f"/s/{school.slug}/jejak-audit/unduh.csv"
    asked = client.post(path)
    assert asked["Location"].startswith("/saya/akun/pastikan/")
    response = client.post(asked["Location"], {"password": PASSWORD, "next": path})
    assert "memberi" not in (text := b"".join(response.streaming_content).decode())
    assert "masuk" in text


def test_export_of_an_impossible_filter_returns_to_the_page(principal, school, sign_in):
    path = f"/s/{school.slug}/jejak-audit/"
    response = sign_in(principal).post(path + "unduh.csv", {"dari": "2026-11-25", "sampai": "2026-11-24"})
    assert response["Location"] == path
    assert rows_of(school).count() == 0


def test_csv_is_inert(principal, school, sign_in):
    note(principal, "=HYPERLINK(1)")
    response = sign_in(principal).post(f"/s/{school.slug}/jejak-audit/unduh.csv")
    assert ";'=HYPERLINK(1);" in b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("kind", ["pdf", "exe"])
def test_unknown_kind_and_reading_get_are_not_found(principal, school, sign_in, kind):
    client = sign_in(principal)
    assert client.post(f"/s/{school.slug}/jejak-audit/unduh.{kind}").status_code == 404
    assert client.get(f"/s/{school.slug}/jejak-audit/unduh.csv").status_code == 404


def test_colleague_without_the_hat_gets_no_file(school, sign_in):
    client = sign_in(people.make_actor(school, "operator"))
    assert client.post(f"/s/{school.slug}/jejak-audit/unduh.csv").status_code == 403


def test_old_lines_stay_after_their_person_is_renamed(principal, school):
    note(principal, "baris", timezone.now() - timedelta(days=400))
    account = people.account_of(principal)
    account.name = "Nama Baru"
    account.save()
    assert rows_of(school).get().actor_name == "Maria Ngabe"
    assert queries.chain_fault(school.pk) is None
