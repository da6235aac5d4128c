"""A pupil's phone: wishes in order, a place of one's own, the reason for the place, an objection in three taps."""

import pytest
from django.test import Client
from django.urls import reverse

from anyam.implementation.internships import matching, operations
from anyam.implementation.internships.models import (
    Choice,
    FoundPlace,
    Objection,
    Participant,
    Placement,
    Proposal,
)
from anyam.implementation.internships.terms import ObjectionState
from anyam.mapping.partners.models import Capacity
from anyam.records.people.models import Pupil
from tests.factories import internships, partners, people, schools

pytestmark = [pytest.mark.page, pytest.mark.django_db]

CHOICES = reverse("internships:pupil_choices")
FOUND = reverse("internships:pupil_found")
WHY = reverse("internships:pupil_why")
PKL = reverse("internships:pupil_pkl")
HOME = reverse("student_app:home")


@pytest.fixture
def wave(school):
    return internships.make_full_wave(school, pupils=3, hosts=3, seats=2)


@pytest.fixture
def actor(school, wave):
    """The first pupil of the wave, signed in."""
    pupil = Pupil.objects.of_school(school.pk).get(name="Siswa 00")
    pupil.account = people.make_account(name=pupil.name)
    pupil.save()
    return people.make_actor(school, "pupil", account=pupil.account)


@pytest.fixture
def participant(actor, wave):
    return Participant.objects.of_school(wave.school_id).get(pupil_id=actor.pupil_id)


@pytest.fixture
def client(sign_in, actor) -> Client:
    return sign_in(actor)


def place(name) -> Capacity:
    return Capacity.unsafe_all_schools.get(partner__name=name)


def wishes(participant) -> list[tuple[int, str]]:
    rows = Choice.objects.of_school(participant.school_id).filter(participant=participant)
    return list(rows.order_by("rank").values_list("rank", "capacity__partner__name"))


def marks(*names) -> dict[str, str]:
    return {f"pilihan_{rank}": place(name).code if name else "" for rank, name in enumerate(names, start=1)}


# ---- wishes ----


def test_pupil_sends_three_places_in_order(client, participant):
    answer = client.post(CHOICES, marks("Mitra C", "Mitra A", "Mitra B"))
    assert (answer.status_code, answer.url) == (302, PKL)
    assert wishes(participant) == [(1, "Mitra C"), (2, "Mitra A"), (3, "Mitra B")]
    participant.refresh_from_db()
    assert participant.choices_sent_at is not None


def test_ranks_left_empty_close_up(client, participant):
    client.post(CHOICES, marks("", "Mitra B", ""))
    assert wishes(participant) == [(1, "Mitra B")]


def test_wishes_are_replaced_until_they_are_closed(client, participant):
    client.post(CHOICES, marks("Mitra A", "Mitra B"))
    client.post(CHOICES, marks("Mitra C"))
    assert wishes(participant) == [(1, "Mitra C")]


def test_sent_wishes_are_ticked_on_the_page(client, participant):
    client.post(CHOICES, marks("Mitra B", "Mitra A"))
    page = client.get(CHOICES).content.decode()
    assert f'name="pilihan_1" value="{place("Mitra B").code}" checked' in page
    assert f'name="pilihan_2" value="{place("Mitra A").code}" checked' in page
    assert page.count(" checked") == 3


def test_same_place_twice_is_refused_with_its_name(client, participant):
    answer = client.post(CHOICES, marks("Mitra A", "Mitra A"))
    assert answer.status_code == 422
    assert "Mitra A sudah di pilihan 1. Pilih tempat lain." in answer.content.decode()
    assert wishes(participant) == []


def test_no_place_at_all_is_refused(client, participant):
    answer = client.post(CHOICES, marks("", "", ""))
    assert answer.status_code == 422
    assert "Pilih paling sedikit satu tempat." in answer.content.decode()


def test_place_of_another_specialisation_cannot_be_picked(client, participant, school, wave):
    other = schools.make_programme(school, name="Perhotelan", short_name="PH", code="40313417")
    partners.make_capacity(partners.make_partner(school, name="Hotel Lain"), wave, other)
    page = client.get(CHOICES).content.decode()
    assert "Hotel Lain" not in page
    assert client.post(CHOICES, {"pilihan_1": place("Hotel Lain").code}).status_code == 422
    assert wishes(participant) == []


def test_wishes_are_closed_once_the_round_is_submitted(client, participant, wave, humas):
    round_ = internships.computed_round(wave, humas)
    matching.submit(actor=humas, round_=round_, now=internships.WHEN)
    assert "Pilihan sudah ditutup" in client.get(CHOICES).content.decode()
    assert client.post(CHOICES, marks("Mitra A")).status_code == 409
    assert wishes(participant) == []


def test_page_of_places_tells_what_helps_and_nothing_of_persons(client, school, wave):
    partner = partners.make_partner(
        school, name="Roti Kayu Manis", phone="+6281234567890", email="roti@contoh.id"
    )
    partners.make_contact(partner, name="Bambang Irawan", phone="+6281298765432")
    programme = Pupil.objects.of_school(school.pk).get(name="Siswa 00").class_group.programme
    partners.make_capacity(
        partner,
        wave,
        programme,
        seats=4,
        work="Membuat roti",
        lodging="female",
        night_shift=True,
        documents="SKCK",
    )
    page = client.get(CHOICES).content.decode()
    for told in (
        "Roti Kayu Manis",
        "Membuat roti",
        "Mess putri saja",
        "Ada giliran malam",
        "minta SKCK",
        "4 kursi",
    ):
        assert told in page
    assert "garis lurus" in page
    for hidden in ("81234567890", "roti@contoh.id", "Bambang Irawan", "81298765432"):
        assert hidden not in page


def test_full_place_is_shown_but_cannot_be_ticked(client, participant, wave, school):
    full = partners.make_partner(school, name="Penuh Sekali")
    seats = partners.make_capacity(full, wave, participant.pupil.class_group.programme, seats=1)
    other = Participant.objects.of_school(school.pk).filter(wave=wave).exclude(pk=participant.pk).first()
    round_ = operations.open_round(
        actor=people.make_actor(school, "waka_humas"), wave=wave, now=internships.WHEN
    )
    Placement.objects.create(
        school=school, participant=other, round=round_, capacity=seats, start=wave.start, end=wave.end,
        created_at=internships.WHEN, updated_at=internships.WHEN,
    )  # fmt: skip
    page = client.get(CHOICES).content.decode()
    assert page.count('<fieldset class="mt-3" disabled>') == 1


def test_summary_follows_the_taps_and_names_what_is_twice(client, participant):
    summary = reverse("internships:pupil_choices_summary")
    page = client.get(summary, marks("Mitra B", "Mitra A")).content.decode()
    assert '<li value="1">Mitra B</li><li value="2">Mitra A</li>' in page
    assert "sudah di pilihan 1" in client.get(summary, marks("Mitra B", "Mitra B")).content.decode()
    assert wishes(participant) == []


def test_places_cost_the_same_for_one_and_for_thirty(client, participant, school, wave, queries_of):
    programme = participant.pupil.class_group.programme

    def add(count):
        for _ in range(count):
            partners.make_capacity(partners.make_partner(school), wave, programme)

    add(1)
    few = queries_of(client, CHOICES)
    add(29)
    assert queries_of(client, CHOICES) == few <= 20


# ---- a place of one's own ----

PLACE = {
    "name": "Dapur Sangumang",
    "address": "Jl. Rajawali 7",
    "work": "Memasak katering",
    "reason": "Dekat rumah",
}


def test_pupil_proposes_a_place(client, participant):
    answer = client.post(FOUND, PLACE | {"contact_name": "Ibu Rusmini", "contact_phone": "0812 3456 7890"})
    assert answer.status_code == 302
    found = FoundPlace.objects.of_school(participant.school_id).get()
    assert (found.participant, found.name, found.contact_phone) == (
        participant,
        "Dapur Sangumang",
        "+6281234567890",
    )
    assert "Menunggu diperiksa sekolah" in client.get(FOUND).content.decode()


def test_proposal_without_work_is_refused(client, participant):
    answer = client.post(FOUND, {"name": "Dapur", "address": "Jl. Rajawali 7"})
    assert answer.status_code == 422
    assert "Tulis pekerjaan di sana." in answer.content.decode()


def test_fourth_waiting_proposal_is_refused(client, participant, actor):
    for _ in range(3):
        client.post(FOUND, PLACE)
    answer = client.post(FOUND, PLACE)
    assert answer.status_code == 409
    assert "Tiga usulanmu masih diperiksa sekolah." in answer.content.decode()
    assert participant.found_places.count() == 3


def test_answer_of_the_school_stands_with_the_proposal(client, participant, actor, humas):
    found = operations.propose_place(actor=actor, participant=participant, data=PLACE, now=internships.WHEN)
    operations.check_found_place(
        actor=humas,
        found=found,
        capacity=None,
        answer="Terlalu jauh untuk pulang pergi.",
        now=internships.WHEN,
    )
    page = client.get(FOUND).content.decode()
    assert "Jawaban sekolah: Terlalu jauh untuk pulang pergi." in page


# ---- why, and against it ----


@pytest.fixture
def announced(wave, humas, actor):
    """The wave's round, handed to the principal: pupils may read their place."""
    operations.save_choices(
        actor=actor,
        participant=Participant.objects.of_school(wave.school_id).get(pupil_id=actor.pupil_id),
        capacities=[place("Mitra B")],
        now=internships.WHEN,
    )
    round_ = internships.computed_round(wave, humas)
    matching.submit(actor=humas, round_=round_, now=internships.WHEN)
    return round_


def test_reason_is_closed_before_the_announcement(client, wave, humas, participant):
    internships.computed_round(wave, humas)
    page = client.get(WHY).content.decode()
    assert "Penempatan belum diumumkan" in page
    assert "Mengapa di sini?" not in page
    assert client.post(WHY, {"reason": "too_far"}).status_code == 200
    assert not Objection.objects.of_school(wave.school_id).exists()


def test_pupil_reads_the_sentences_of_the_school_without_names_of_others(client, announced, participant):
    line = announced.proposals.get(participant=participant)
    why = matching.explain(announced, line)
    page = client.get(WHY).content.decode()
    assert [factor.fact for factor in why.factors if factor.fact not in page] == []
    assert "Mitra B" in page
    assert [name for name in ("Siswa 01", "Siswa 02") if name in page] == []
    assert "kata demi kata sama dengan yang dibaca sekolah" in page


def test_objection_reaches_the_queue_of_exceptions(client, announced, participant):
    answer = client.post(WHY, {"reason": "health", "text": ""})
    assert answer.status_code == 302
    objection = Objection.objects.of_school(participant.school_id).get()
    assert (objection.participant, objection.reason, objection.capacity) == (
        participant,
        "health",
        place("Mitra B"),
    )
    line = Proposal.objects.of_school(participant.school_id).get(participant=participant)
    assert (line.exception, line.settled) == ("objection", False)
    page = client.get(WHY).content.decode()
    assert "Menunggu jawaban sekolah" in page
    assert 'name="reason"' not in page


def test_second_objection_waits_for_the_answer_to_the_first(client, announced, participant):
    client.post(WHY, {"reason": "health"})
    answer = client.post(WHY, {"reason": "family"})
    assert answer.status_code == 409
    assert "Keberatanmu sudah dikirim." in answer.content.decode()
    assert Objection.objects.of_school(participant.school_id).count() == 1


def test_answered_objection_shows_the_answer_and_allows_another(client, announced, participant):
    client.post(WHY, {"reason": "health"})
    Objection.objects.of_school(participant.school_id).update(
        state=ObjectionState.KEPT, answer="Perusahaan menyiapkan kursi duduk."
    )
    page = client.get(WHY).content.decode()
    assert "Jawaban sekolah: Perusahaan menyiapkan kursi duduk." in page
    assert 'name="reason"' in page


def test_objection_without_reason_says_what_to_do(client, announced):
    answer = client.post(WHY, {"text": "Jauh sekali"})
    assert answer.status_code == 422
    assert "Pilih satu alasan." in answer.content.decode()


def test_approved_place_keeps_its_reason(client, announced, school):
    operations.approve_round(
        actor=people.make_actor(school, "principal"), round_=announced, now=internships.WHEN
    )
    page = client.get(WHY).content.decode()
    assert "Disetujui kepala sekolah" in page
    assert "Mengapa di sini?" in page


# ---- home ----


def test_home_without_a_wave_says_what_comes(sign_in, school, pupil_actor):
    client = sign_in(pupil_actor(school))
    assert "Kamu belum masuk gelombang PKL" in client.get(HOME).content.decode()
    assert "Kamu belum masuk gelombang PKL" in client.get(PKL).content.decode()
    assert [client.get(url).status_code for url in (CHOICES, FOUND, WHY)] == [404, 404, 404]


def test_home_asks_for_wishes_and_counts_the_days(client, wave):
    page = client.get(HOME).content.decode()
    assert "3 tempat terbuka untuk konsentrasimu" in page
    assert "hari lagi" in page


def test_home_before_seats_are_offered(sign_in, school, pupil_actor):
    wave = schools.make_wave(school)
    actor = pupil_actor(school)
    internships.make_participant(wave, Pupil.objects.of_school(school.pk).get(pk=actor.pupil_id))
    assert "Daftar tempat belum dibuka" in sign_in(actor).get(HOME).content.decode()


def test_home_shows_wishes_then_the_place_then_the_answer(client, actor, announced, school, humas):
    assert "Kepala sekolah sedang memutuskannya." in client.get(HOME).content.decode()
    operations.approve_round(
        actor=people.make_actor(school, "principal"), round_=announced, now=internships.WHEN
    )
    assert "Sudah disetujui kepala sekolah." in client.get(HOME).content.decode()
    own = Placement.objects.of_school(school.pk).filter(participant__pupil_id=actor.pupil_id)
    day = humas.today(internships.WHEN)
    operations.record_answer(actor=humas, placements=own, accepted=True, on=day, now=internships.WHEN)
    assert "Perusahaan sudah menerimamu." in client.get(HOME).content.decode()


def test_home_after_a_refusal_of_the_company(client, actor, announced, school, humas):
    operations.approve_round(
        actor=people.make_actor(school, "principal"), round_=announced, now=internships.WHEN
    )
    own = Placement.objects.of_school(school.pk).filter(participant__pupil_id=actor.pupil_id)
    day = humas.today(internships.WHEN)
    operations.record_answer(actor=humas, placements=own, accepted=False, on=day, now=internships.WHEN)
    assert "Sekolah mencarikan tempat lain untukmu" in client.get(HOME).content.decode()
    assert "Penempatan belum diumumkan" in client.get(WHY).content.decode()


def test_tabs_of_a_pupil_are_three_with_the_current_one_marked(client):
    page = client.get(HOME).content.decode()
    bar = page[page.index("k-tabs") :]
    assert [word for word in ("Beranda", "PKL", "Akun") if word in bar] == ["Beranda", "PKL", "Akun"]
    assert f'<a href="{HOME}" aria-current="page">' in bar
    assert f'<a href="{PKL}" aria-current="page">' in client.get(CHOICES).content.decode()


def test_pages_of_pupils_are_closed_to_staff_and_strangers(sign_in, humas):
    client = sign_in(humas)
    urls = (HOME, PKL, CHOICES, FOUND, WHY)
    assert [client.get(url).status_code for url in urls] == [403] * 5
    assert [Client().get(url).status_code for url in urls] == [302] * 5


def test_pupil_of_another_school_sees_only_their_own(sign_in, other_school, wave, announced, pupil_actor):
    client = sign_in(pupil_actor(other_school))
    assert "Kamu belum masuk gelombang PKL" in client.get(PKL).content.decode()
    assert client.get(WHY).status_code == 404


def test_wish_for_a_place_of_another_school_is_refused(client, participant, other_school):
    wave = schools.make_wave(other_school)
    programme = schools.make_programme(other_school)
    partners.make_capacity(partners.make_partner(other_school, name="Mitra Asing"), wave, programme)
    assert client.post(CHOICES, {"pilihan_1": place("Mitra Asing").code}).status_code == 422
    assert wishes(participant) == []


def test_home_costs_the_same_for_one_and_for_thirty(client, participant, queries_of):
    def add(count):
        for number in range(count):
            FoundPlace.objects.create(
                school=participant.school, participant=participant, name=f"Tempat {number}", address="Jl. Rajawali",
                work="Memasak", created_at=internships.WHEN, updated_at=internships.WHEN,
            )  # fmt: skip

    add(1)
    few = queries_of(client, HOME)
    add(29)
    assert queries_of(client, HOME) == few <= 20
