"""Places pupils found: the queue, seats that exist, seats that are opened, a refusal in words."""

import pytest
from django.urls import reverse

from anyam.base.errors import NotAllowed, Refused, WrongState
from anyam.implementation.internships import operations
from anyam.implementation.internships.models import Choice, FoundPlace, Participant
from anyam.implementation.internships.operations.found_places import accept_with_new_seats
from anyam.mapping.partners.models import Capacity, Contact, Partner
from tests.factories import internships, partners, people, schools

pytestmark = [pytest.mark.page, pytest.mark.django_db]

DATA = {
    "name": "Dapur Sangumang", "address": "Jl. Rajawali 7", "work": "Memasak katering", "contact_name": "Rusmini",
    "contact_phone": "+6281234567890",
}  # fmt: skip
SEATS = {"name": "Dapur Sangumang", "address": "Jl. Rajawali 7", "city": "Palangka Raya", "seats": "2", "minimum": "1",
         "lodging": "none", "work": "Memasak katering", "answer": "Bagus, lanjutkan."}  # fmt: skip


@pytest.fixture
def wave(school):
    return internships.make_full_wave(school, pupils=3, hosts=2, seats=2)


@pytest.fixture
def participant(wave):
    return Participant.objects.of_school(wave.school_id).get(pupil__name="Siswa 00")


@pytest.fixture
def found(participant, humas):
    return operations.propose_place(actor=humas, participant=participant, data=DATA, now=internships.WHEN)


@pytest.fixture
def client(sign_in, humas):
    return sign_in(humas)


@pytest.fixture
def to(wave, school):
    def do(name, **words):
        return reverse(f"internships:{name}", kwargs={"school": school.slug, "code": wave.code, **words})

    return do


def wishes(participant) -> list[str]:
    rows = Choice.objects.of_school(participant.school_id).filter(participant=participant)
    return list(rows.order_by("rank").values_list("capacity__partner__name", flat=True))


def test_queue_shows_what_waits_and_tabs_what_was_answered(client, to, found, humas):
    page = client.get(to("found_list"))
    assert [row.cells[0].text for row in page.context["table"].rows] == ["Dapur Sangumang"]
    operations.check_found_place(actor=humas, found=found, capacity=None, answer="Jauh", now=internships.WHEN)
    assert client.get(to("found_list")).context["table"].rows == []
    refused = client.get(to("found_list") + "?keadaan=refused")
    assert [row.cells[0].text for row in refused.context["table"].rows] == ["Dapur Sangumang"]
    assert [link.count for link in refused.context["tabs"]] == [0, 0, 1]


def test_queue_costs_the_same_for_one_and_for_thirty(client, to, participant, queries_of):
    def add(count):
        for number in range(count):
            FoundPlace.objects.create(
                school=participant.school, participant=participant, name=f"Tempat {number}", address="Jl. Rajawali",
                work="Memasak", created_at=internships.WHEN, updated_at=internships.WHEN,
            )  # fmt: skip

    add(1)
    few = queries_of(client, to("found_list"))
    add(29)
    assert queries_of(client, to("found_list")) == few <= 20


def test_place_is_accepted_with_seats_that_exist(client, to, found, participant, humas):
    kept = Capacity.unsafe_all_schools.get(partner__name="Mitra B")
    operations.save_choices(actor=humas, participant=participant, capacities=[kept], now=internships.WHEN)
    seats = Capacity.unsafe_all_schools.get(partner__name="Mitra A")
    answer = client.post(
        to("found_accept", found=found.code), {"capacity": seats.code, "answer": "Cocok"}, follow=True
    )
    assert "Dapur Sangumang diterima dan menjadi pilihan pertama Siswa 00." in answer.content.decode()
    found.refresh_from_db()
    assert (found.state, found.capacity, found.answer) == ("accepted", seats, "Cocok")
    assert wishes(participant) == ["Mitra A", "Mitra B"]


def test_seats_of_another_specialisation_are_not_offered(client, to, found, school, wave):
    other = schools.make_programme(school, "Busana", "BUS", "40516625")
    seats = partners.make_capacity(partners.make_partner(school, name="Rumah Jahit"), wave, other)
    answer = client.post(to("found_accept", found=found.code), {"capacity": seats.code})
    assert answer.status_code == 422
    found.refresh_from_db()
    assert found.state == "proposed"


def test_place_becomes_a_partner_with_seats_and_a_contact(client, to, found, participant, school, wave):
    assert client.post(to("found_add", found=found.code), SEATS).status_code == 302
    partner = Partner.objects.of_school(school.pk).get(name="Dapur Sangumang")
    seats = Capacity.objects.of_school(school.pk).get(partner=partner)
    assert (partner.city, partner.acquisition) == ("Palangka Raya", "referral")
    assert (seats.wave, seats.programme, seats.seats) == (wave, participant.pupil.class_group.programme, 2)
    contacts = Contact.objects.of_school(school.pk).filter(partner=partner)
    assert list(contacts.values_list("name", "phone")) == [("Rusmini", "+6281234567890")]
    found.refresh_from_db()
    assert (found.state, found.capacity, found.answer) == ("accepted", seats, "Bagus, lanjutkan.")
    assert wishes(participant) == ["Dapur Sangumang"]


def test_partner_that_looks_the_same_must_be_told_apart(client, to, found, school):
    known = partners.make_partner(school, name="Dapur Sangumang")
    page = client.get(to("found_check", found=found.code)).content.decode()
    assert "Ada mitra yang mirip." in page
    answer = client.post(to("found_add", found=found.code), SEATS)
    assert answer.status_code == 422
    assert "Pilih mitra yang sama, atau nyatakan ini mitra baru." in answer.content.decode()
    assert client.post(to("found_add", found=found.code), SEATS | {"same": known.code}).status_code == 302
    assert Partner.objects.of_school(school.pk).filter(name="Dapur Sangumang").count() == 1
    assert Capacity.objects.of_school(school.pk).get(partner=known).seats == 2


def test_partner_that_offers_seats_already_is_not_given_them_twice(
    client, to, found, school, wave, participant
):
    known = partners.make_partner(school, name="Dapur Sangumang")
    partners.make_capacity(known, wave, participant.pupil.class_group.programme)
    answer = client.post(to("found_add", found=found.code), SEATS | {"same": known.code})
    assert answer.status_code == 409
    assert "Mitra ini sudah menawarkan kursi." in answer.content.decode()
    found.refresh_from_db()
    assert found.state == "proposed"


def test_minimum_above_seats_is_refused_in_words(client, to, found, school):
    answer = client.post(to("found_add", found=found.code), SEATS | {"minimum": "5"})
    assert answer.status_code == 422
    assert "Paling sedikit perlu antara 1 dan jumlah kursi." in answer.content.decode()
    assert not Partner.objects.of_school(school.pk).filter(name="Dapur Sangumang").exists()


def test_refusal_needs_words_that_the_pupil_reads(client, to, found, participant):
    answer = client.post(to("found_refuse", found=found.code), {"answer": ""})
    assert answer.status_code == 422
    assert "Tulis alasannya, siswa akan membacanya." in answer.content.decode()
    assert (
        client.post(to("found_refuse", found=found.code), {"answer": "Belum ada pembimbing."}).status_code
        == 302
    )
    found.refresh_from_db()
    assert (found.state, found.answer, wishes(participant)) == ("refused", "Belum ada pembimbing.", [])


def test_answered_place_is_answered_once(client, to, found, humas, now):
    client.post(to("found_refuse", found=found.code), {"answer": "Jauh"})
    assert client.post(to("found_refuse", found=found.code), {"answer": "Dekat"}).status_code == 409
    assert client.post(to("found_add", found=found.code), SEATS).status_code == 409
    assert "Terima dan buka kursi" not in client.get(to("found_check", found=found.code)).content.decode()
    with pytest.raises(WrongState):
        accept_with_new_seats(actor=humas, found=found, partner=None, data=SEATS, now=now)


def test_pupil_without_class_gets_no_seats(found, participant, humas, school, now):
    participant.pupil.class_group = None
    participant.pupil.save()
    with pytest.raises(Refused) as refused:
        accept_with_new_seats(actor=humas, found=found, partner=None, data=SEATS, now=now)
    assert refused.value.code == "no_class"
    assert not Partner.objects.of_school(school.pk).filter(name="Dapur Sangumang").exists()


def test_readers_see_the_place_without_the_person_and_answer_nothing(sign_in, to, found, school, now):
    principal = people.make_actor(school, "principal")
    client = sign_in(principal)
    page = client.get(to("found_check", found=found.code)).content.decode()
    assert "Memasak katering" in page
    assert [word for word in ("Rusmini", "81234567890", "Kirim jawaban") if word in page] == []
    answers = ("found_accept", "found_add", "found_refuse")
    assert [client.post(to(name, found=found.code)).status_code for name in answers] == [403] * 3
    with pytest.raises(NotAllowed):
        accept_with_new_seats(actor=principal, found=found, partner=None, data=SEATS, now=now)


def test_place_of_another_class_or_school_is_not_found(sign_in, to, found, school, other_school, pupil_actor):
    group = schools.make_class(school, name="XI Kuliner B")
    homeroom = sign_in(people.make_actor(school, "homeroom", class_group=group))
    stranger = sign_in(people.make_actor(other_school, "waka_humas"))
    pupil = sign_in(pupil_actor(school))
    url = to("found_check", found=found.code)
    assert [one.get(url).status_code for one in (homeroom, stranger, pupil)] == [404, 404, 403]
    assert homeroom.get(to("found_list")).context["table"].rows == []


def test_answers_are_given_by_posting_only(client, to, found):
    for name in ("found_accept", "found_add", "found_refuse"):
        assert client.get(to(name, found=found.code)).status_code == 302
    found.refresh_from_db()
    assert found.state == "proposed"
