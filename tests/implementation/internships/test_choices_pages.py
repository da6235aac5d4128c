"""The school's side of wishes: who takes part, what is entered from paper, what companies and people decide."""

import io

import openpyxl
import pytest
from django.urls import reverse

from anyam.base.errors import NotAllowed, Refused
from anyam.implementation.internships import operations
from anyam.implementation.internships.models import Choice, HostWish, Pair, Participant
from anyam.implementation.internships.operations.participants import (
    can_be_filled,
    fill_choices,
    remove_participants,
)
from anyam.mapping.partners.models import Capacity
from anyam.records.people.models import Pupil
from anyam.records.people.terms import PupilStatus
from anyam.records.schools.models import ClassGroup
from tests.factories import internships, partners, people, schools

pytestmark = [pytest.mark.page, pytest.mark.django_db]


@pytest.fixture
def wave(school):
    return internships.make_full_wave(school, pupils=3, hosts=3, seats=2)


@pytest.fixture
def client(sign_in, humas):
    return sign_in(humas)


@pytest.fixture
def to(wave, school):
    """`to("participant_list")` is an address of the wave."""

    def do(name, **words):
        return reverse(f"internships:{name}", kwargs={"school": school.slug, "code": wave.code, **words})

    return do


@pytest.fixture
def first(wave):
    return Participant.objects.of_school(wave.school_id).get(pupil__name="Siswa 00")


def place(name) -> Capacity:
    return Capacity.unsafe_all_schools.get(partner__name=name)


def names(answer) -> list[str]:
    """Names of the pupils in the table, in their order."""
    return [row.cells[0].text for row in answer.context["table"].rows]


def wishes(participant) -> list[tuple[int, str]]:
    rows = Choice.objects.of_school(participant.school_id).filter(participant=participant)
    return list(rows.order_by("rank").values_list("rank", "capacity__partner__name"))


# ---- the list ----


def test_list_shows_all_participants_with_what_they_did(client, to, first, humas):
    operations.save_choices(
        actor=humas, participant=first, capacities=[place("Mitra A")], now=internships.WHEN
    )
    answer = client.get(to("participant_list"))
    assert names(answer) == ["Siswa 00", "Siswa 01", "Siswa 02"]
    assert [row.cells[3].text for row in answer.context["table"].rows] == [
        "1 pilihan",
        "Belum memilih",
        "Belum memilih",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pilihan=belum", ["Siswa 01", "Siswa 02"]),
        ("pilihan=sudah", ["Siswa 00"]),
        ("kurang=lahir", ["Siswa 01"]),
        ("kurang=rumah", ["Siswa 02"]),
        ("tempat=belum", ["Siswa 00", "Siswa 01", "Siswa 02"]),
        ("tempat=sudah", []),
        ("cari=02", ["Siswa 02"]),
        ("urut=-name", ["Siswa 02", "Siswa 01", "Siswa 00"]),
        ("pilihan=entah", ["Siswa 00", "Siswa 01", "Siswa 02"]),
    ],
)
def test_list_is_filtered_and_sorted(client, to, first, humas, school, query, found):
    operations.save_choices(
        actor=humas, participant=first, capacities=[place("Mitra A")], now=internships.WHEN
    )
    Pupil.objects.of_school(school.pk).filter(name="Siswa 01").update(birth_date=None)
    Pupil.objects.of_school(school.pk).filter(name="Siswa 02").update(home_latitude=None)
    assert names(client.get(f"{to('participant_list')}?{query}")) == found


def test_list_is_filtered_by_class_and_programme(client, to, school, wave):
    other = schools.make_class(
        school, schools.make_programme(school, "Busana", "BUS", "40516625"), name="XI Busana 1"
    )
    internships.make_participant(wave, people.make_pupil(school, name="Agnes Mariati", class_group=other))
    assert names(client.get(f"{to('participant_list')}?rombel={other.code}")) == ["Agnes Mariati"]
    assert names(client.get(f"{to('participant_list')}?konsentrasi={other.programme.code}")) == [
        "Agnes Mariati"
    ]


def test_list_is_paged_by_fifty(client, to, school, wave):
    group = ClassGroup.objects.of_school(school.pk).get(name="XI Kuliner 1")
    for number in range(60):
        pupil = people.make_pupil(school, name=f"Tambahan {number:02}", class_group=group)
        internships.make_participant(wave, pupil)
    assert len(names(client.get(to("participant_list")))) == 50
    assert len(names(client.get(f"{to('participant_list')}?halaman=2"))) == 13


def test_list_costs_the_same_for_one_and_for_thirty(client, to, school, wave, humas, queries_of):
    group = ClassGroup.objects.of_school(school.pk).get(name="XI Kuliner 1")

    def add(count):
        for _ in range(count):
            row = internships.make_participant(wave, people.make_pupil(school, class_group=group))
            operations.save_choices(
                actor=humas, participant=row, capacities=[place("Mitra A")], now=internships.WHEN
            )

    add(1)
    few = queries_of(client, to("participant_list"))
    add(29)
    assert queries_of(client, to("participant_list")) == few <= 20


def test_homeroom_teacher_sees_own_class_and_changes_nothing(sign_in, to, school, wave, first):
    group = schools.make_class(school, name="XI Kuliner B")
    mine = internships.make_participant(
        wave, people.make_pupil(school, name="Dewi Pahandut", class_group=group)
    )
    client = sign_in(people.make_actor(school, "homeroom", class_group=group))
    answer = client.get(to("participant_list"))
    assert names(answer) == ["Dewi Pahandut"]
    assert answer.context["table"].bulk is None
    assert client.get(to("participant_page", participant=first.code)).status_code == 404
    page = client.get(to("participant_page", participant=mine.code)).content.decode()
    assert "Diminta perusahaan" not in page
    assert (
        client.post(to("participant_page", participant=mine.code), {"lodging_need": "always"}).status_code
        == 403
    )
    closed = ("participant_add", "participant_remove")
    assert [client.post(to(name)).status_code for name in closed] == [403, 403]
    assert client.get(to("participant_export", kind="xlsx")).status_code == 403
    assert client.post(to("choice_edit", participant=mine.code)).status_code == 403


def test_pages_are_closed_to_pupils_and_absent_for_other_schools(
    sign_in, to, school, other_school, first, pupil_actor
):
    pupil = sign_in(pupil_actor(school))
    stranger = sign_in(people.make_actor(other_school, "waka_humas"))
    addresses = (
        to("participant_list"), to("participant_add"), to("participant_page", participant=first.code),
        to("choice_edit", participant=first.code), to("found_list"),
    )  # fmt: skip
    assert [pupil.get(url).status_code for url in addresses] == [403] * 5
    assert [stranger.get(url).status_code for url in addresses] == [404] * 5


def test_wave_of_another_school_is_not_found(client, school, other_school):
    wave = schools.make_wave(other_school)
    url = reverse("internships:participant_list", kwargs={"school": school.slug, "code": wave.code})
    assert client.get(url).status_code == 404


# ---- adding and taking out ----


def test_classes_of_the_grade_are_suggested_and_added_in_one_step(client, to, school, wave):
    eleven = schools.make_class(school, name="XI Kuliner I", grade=11)
    ten = schools.make_class(school, name="X Kuliner A", grade=10)
    for number in range(4):
        people.make_pupil(school, name=f"Baru {number}", class_group=eleven)
    people.make_pupil(school, name="Sudah Keluar", class_group=eleven, status=PupilStatus.LEFT)
    people.make_pupil(school, name="Adik Kelas", class_group=ten)
    form = client.get(to("participant_add")).context["form"]
    assert [str(label) for _, label in form.fields["groups"].choices] == [
        "XI Kuliner I, 4 siswa",
        "X Kuliner A, 1 siswa",
    ]
    assert form.fields["groups"].initial == [eleven.code]
    answer = client.post(to("participant_add"), {"groups": [eleven.code]}, follow=True)
    assert "4 siswa ditambahkan." in answer.content.decode()
    rows = Participant.objects.of_school(school.pk).filter(wave=wave, pupil__class_group=eleven)
    assert sorted(rows.values_list("pupil__name", flat=True)) == [f"Baru {number}" for number in range(4)]


def test_wave_of_next_year_suggests_the_grade_below(client, school):
    year = schools.current_year(school)
    next_year = type(year).objects.create(
        school=school, start_year=2027, start="2027-07-01", end="2028-06-30"
    )
    wave = schools.make_wave(school, name="Tahun depan", grade=12)
    wave.school_year = next_year
    wave.save()
    group = schools.make_class(school, name="XI Kuliner C", grade=11)
    people.make_pupil(school, class_group=group)
    url = reverse("internships:participant_add", kwargs={"school": school.slug, "code": wave.code})
    assert client.get(url).context["form"].fields["groups"].initial == [group.code]


def test_adding_without_a_class_says_what_to_do(client, to, school):
    people.make_pupil(school, class_group=schools.make_class(school, name="XI Kuliner E"))
    answer = client.post(to("participant_add"), {"csrfmiddlewaretoken": "x"})
    assert answer.status_code == 422
    assert "Pilih paling sedikit satu rombel." in answer.content.decode()


def test_class_of_another_school_cannot_be_added(client, to, school, other_school, wave):
    people.make_pupil(school, class_group=schools.make_class(school, name="XI Kuliner E"))
    group = schools.make_class(other_school, schools.make_programme(other_school), name="XI Kuliner G")
    people.make_pupil(other_school, class_group=group)
    assert client.post(to("participant_add"), {"groups": [group.code]}).status_code == 422
    assert Participant.objects.of_school(school.pk).filter(wave=wave).count() == 3


def test_taking_out_asks_first_and_keeps_those_in_a_round(client, to, school, wave, humas):
    rows = list(Participant.objects.of_school(school.pk).filter(wave=wave).order_by("pupil__name"))
    asked = client.post(to("participant_remove"), {"pick": [row.code for row in rows[:2]]}).content.decode()
    assert "Ya, keluarkan 2 siswa" in asked
    assert Participant.objects.of_school(school.pk).filter(wave=wave).count() == 3
    operations.save_choices(
        actor=humas, participant=rows[0], capacities=[place("Mitra A")], now=internships.WHEN
    )
    picked = {"yakin": "1", "pick": [row.code for row in rows[:2]]}
    assert (
        "2 siswa dikeluarkan." in client.post(to("participant_remove"), picked, follow=True).content.decode()
    )
    internships.computed_round(wave, humas)
    picked = {"yakin": "1", "pick": [rows[2].code]}
    page = client.post(to("participant_remove"), picked, follow=True).content.decode()
    assert "Tetap tinggal karena sudah ada di putaran: Siswa 02." in page
    assert [row.pk for row in Participant.objects.of_school(school.pk).filter(wave=wave)] == [rows[2].pk]


def test_taking_out_nobody_says_so(client, to):
    assert "Pilih dulu siswa" in client.post(to("participant_remove"), {}, follow=True).content.decode()
    assert client.get(to("participant_remove")).status_code == 302


def test_taking_out_needs_the_right(school, wave, first, now):
    teacher = people.make_actor(school, "supervisor")
    with pytest.raises(NotAllowed):
        remove_participants(actor=teacher, participants=[first], now=now)


# ---- one pupil ----


def test_lodging_and_documents_are_saved(client, to, first):
    url = to("participant_page", participant=first.code)
    assert client.post(url, {"lodging_need": "always", "documents": "SIM C"}).status_code == 302
    first.refresh_from_db()
    assert (first.lodging_need, first.documents) == ("always", "SIM C")
    assert client.post(url, {"lodging_need": "entah"}).status_code == 422


def test_wishes_are_entered_from_paper_even_when_closed_for_the_pupil(client, to, first, wave, humas):
    round_ = internships.computed_round(wave, humas)
    operations.submit_round(actor=humas, round_=round_, now=internships.WHEN)
    url = to("choice_edit", participant=first.code)
    answer = client.post(url, {"pilihan_1": place("Mitra B").code, "pilihan_2": place("Mitra A").code})
    assert answer.status_code == 302
    assert wishes(first) == [(1, "Mitra B"), (2, "Mitra A")]


def test_wish_from_paper_for_the_same_place_twice_is_refused(client, to, first):
    code = place("Mitra B").code
    answer = client.post(to("choice_edit", participant=first.code), {"pilihan_1": code, "pilihan_3": code})
    assert answer.status_code == 422
    assert wishes(first) == []


def test_company_asks_for_a_pupil_and_takes_it_back(client, to, first, school):
    seats = place("Mitra B")
    client.post(to("host_wish_add", participant=first.code), {"capacity": seats.code, "rank": 2})
    assert list(HostWish.objects.of_school(school.pk).values_list("capacity", "rank")) == [(seats.pk, 2)]
    assert "Mitra B" in client.get(to("participant_page", participant=first.code)).content.decode()
    client.post(to("host_wish_remove", participant=first.code, place=seats.code))
    assert HostWish.objects.of_school(school.pk).count() == 0
    assert client.post(to("host_wish_remove", participant=first.code, place=seats.code)).status_code == 404


def test_company_without_seats_for_the_pupil_cannot_ask(client, to, first, school, wave):
    other = schools.make_programme(school, "Busana", "BUS", "40516625")
    seats = partners.make_capacity(partners.make_partner(school, name="Rumah Jahit"), wave, other)
    answer = client.post(to("host_wish_add", participant=first.code), {"capacity": seats.code, "rank": 1})
    assert answer.status_code == 422
    assert HostWish.objects.of_school(school.pk).count() == 0


def test_place_is_forbidden_with_a_reason_and_allowed_again(client, to, first, school, humas):
    seats = place("Mitra A")
    url = to("pair_forbid", participant=first.code)
    assert client.post(url, {"capacity": seats.code}).status_code == 422
    client.post(url, {"capacity": seats.code, "reason": "Alergi debu tepung"})
    pairs = Pair.objects.of_school(school.pk)
    assert list(pairs.values_list("capacity", "kind", "reason", "by_name")) == [
        (seats.pk, "forbidden", "Alergi debu tepung", humas.name)
    ]
    client.post(to("pair_lift", participant=first.code, place=seats.code))
    assert pairs.count() == 0


def test_operator_enters_wishes_but_forbids_nothing(sign_in, to, school, first):
    client = sign_in(people.make_actor(school, "operator"))
    body = {"pilihan_1": place("Mitra A").code}
    assert client.post(to("choice_edit", participant=first.code), body).status_code == 302
    refused = client.post(
        to("pair_forbid", participant=first.code), {"capacity": place("Mitra A").code, "reason": "x"}
    )
    assert refused.status_code == 403
    assert "Larang di sini" not in client.get(to("participant_page", participant=first.code)).content.decode()


def test_pinned_place_is_shown_and_not_lifted_here(client, to, first, humas):
    seats = place("Mitra A")
    operations.set_pair(actor=humas, participant=first, capacity=seats, kind="pin", now=internships.WHEN)
    page = client.get(to("participant_page", participant=first.code)).content.decode()
    assert f"Dikunci di Mitra A oleh {humas.name}." in page
    assert client.post(to("pair_lift", participant=first.code, place=seats.code)).status_code == 404


# ---- files ----


def test_export_has_the_columns_the_import_reads(client, to, first, humas, wave):
    chosen = [place("Mitra B"), place("Mitra C")]
    operations.save_choices(actor=humas, participant=first, capacities=chosen, now=internships.WHEN)
    answer = client.get(to("participant_export", kind="xlsx") + "?pilihan=sudah")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == [
        "NISN", "Nama", "Rombel", "Konsentrasi", "Gelombang", "Pilihan 1", "Pilihan 2", "Pilihan 3", "Penginapan",
        "Dokumen", "Tempat PKL",
    ]  # fmt: skip
    assert rows[1:] == [
        [first.pupil.nisn, "Siswa 00", "XI Kuliner 1", "Kuliner", wave.name, "Mitra B", "Mitra C", None,
         "Menurut jarak", None, None]
    ]  # fmt: skip
    assert client.get(to("participant_export", kind="pdf")).status_code == 404


# ---- filling from a sheet ----


@pytest.mark.parametrize(
    ("old", "new", "can"),
    [
        ("", "abc", True),
        ("ab", "ab", True),
        ("a", "ab", True),
        ("ab", "cb", True),
        ("ab", "cd", True),
        ("ab", "a", False),
        ("ab", "ba", False),
        ("a", "ba", False),
        ("", "aa", False),
    ],
)
def test_wishes_change_rank_by_rank_or_not_at_all(old, new, can):
    assert can_be_filled(old, new) is can


def test_filling_refuses_what_is_not_for_the_pupil(school, wave, first, humas, now):
    other = schools.make_programme(school, "Busana", "BUS", "40516625")
    seats = partners.make_capacity(partners.make_partner(school, name="Rumah Jahit"), wave, other)
    codes = []
    for places in ([seats], [place("Mitra A")] * 2):
        with pytest.raises(Refused) as refused:
            fill_choices(actor=humas, participant=first, capacities=places, now=now)
        codes.append(refused.value.code)
    fill_choices(actor=humas, participant=first, capacities=[place("Mitra A"), place("Mitra B")], now=now)
    with pytest.raises(Refused) as refused:
        fill_choices(actor=humas, participant=first, capacities=[place("Mitra B"), place("Mitra A")], now=now)
    assert [*codes, refused.value.code] == ["not_for_them", "choices", "reordered"]
    with pytest.raises(NotAllowed):
        fill_choices(actor=people.make_actor(school, "supervisor"), participant=first, capacities=[], now=now)
