"""The list of messages: one's own only, read by opening."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyam.tools.notices import operations, queries
from tests.factories.notices import notice_kind
from tests.factories.people import make_actor

pytestmark = pytest.mark.page


def address(name, **values):
    return reverse(f"notices:{name}", kwargs={"school": "smkn3-plk", **values})


@pytest.fixture
def reader(school):
    return make_actor(school, "pupil")


@pytest.fixture
def send(humas, reader, now):
    with notice_kind():
        yield lambda url="": operations.send(
            actor=humas,
            kind="uji.pesan",
            accounts=[reader.account_id],
            values={"partner": "<b>Hotel</b>", "day": "besok"},
            url=url,
            now=now,
        )


def test_list_shows_ones_own_and_escapes(send, reader, school, sign_in):
    send()
    text = sign_in(reader).get(address("notice_list")).content.decode()
    assert "Tempat PKL-mu: &lt;b&gt;Hotel&lt;/b&gt;" in text
    other = sign_in(make_actor(school, "pupil")).get(address("notice_list")).content.decode()
    assert ("Hotel" in other, "Tidak ada yang baru." in other) == (False, True)


def test_opening_marks_read_and_leads_on(send, reader, school, sign_in):
    send("/s/smkn3-plk/x/")
    notice = queries.notices_visible_to(reader).get()
    url = address("notice_open", code=notice.code)
    client = sign_in(reader)
    assert client.get(url).status_code == 405
    assert sign_in(make_actor(school, "waka_humas")).post(url).status_code == 404
    assert queries.unread_count(reader) == 1
    answers = [client.post(url)["Location"] for _ in range(2)]
    assert answers == ["/s/smkn3-plk/x/"] * 2
    assert queries.unread_count(reader) == 0


def test_message_without_address_leads_back_to_the_list(send, reader, sign_in):
    send()
    notice = queries.notices_visible_to(reader).get()
    assert sign_in(reader).post(address("notice_open", code=notice.code))["Location"] == address(
        "notice_list"
    )


def test_mark_all_read(send, reader, sign_in):
    send()
    send()
    assert sign_in(reader).post(address("notice_read_all")).status_code == 302
    assert queries.unread_count(reader) == 0


def test_choices_page(send, reader, sign_in):
    client = sign_in(reader)
    assert "checked" in client.get(address("choice_edit")).content.decode()
    assert client.post(address("choice_edit"), {}).status_code == 302
    assert [choice.by_mail for choice in queries.mail_choices(reader)] == [False]


def test_list_costs_the_same_for_one_and_for_thirty(send, reader, sign_in):
    client = sign_in(reader)
    costs = []
    for amount in (1, 29):
        for _ in range(amount):
            send()
        with CaptureQueriesContext(connection) as captured:
            client.get(address("notice_list"))
        costs.append(len(captured))
    assert costs[0] == costs[1]
