"""The progress page for starter, manager, colleague and stranger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anyam.tools.jobs import operations
from tests.factories.jobs import job_kind
from tests.factories.people import make_actor

pytestmark = pytest.mark.page


@pytest.fixture
def job(school, now):
    starter = make_actor(school, "homeroom")
    with job_kind(
        "uji.halaman", lambda actor, job: {"url": "/s/smkn3-plk/x/"}, label="Menghitung uji"
    ) as name:
        job = operations.enqueue(actor=starter, name=name, arguments={}, now=now, return_url="/s/smkn3-plk/")
        job.starter = starter
        yield job


def address(job, name="job_show"):
    return reverse(f"jobs:{name}", kwargs={"school": "smkn3-plk", "code": job.code})


def test_who_may_follow_a_job(job, school, other_school, sign_in):
    answers = {
        "starter": sign_in(job.starter).get(address(job)).status_code,
        "manager": sign_in(make_actor(school, "waka_humas")).get(address(job)).status_code,
        "colleague": sign_in(make_actor(school, "homeroom")).get(address(job)).status_code,
        "stranger": sign_in(make_actor(other_school, "waka_humas")).get(address(job)).status_code,
    }
    assert answers == {"starter": 200, "manager": 200, "colleague": 404, "stranger": 404}


def test_page_and_fragment_show_the_same_and_ask_again_while_it_lives(job, sign_in):
    client = sign_in(job.starter)
    page = client.get(address(job)).content.decode()
    fragment = client.get(address(job), headers={"HX-Request": "true"}).content.decode()
    assert "<html" in page
    assert "<html" not in fragment
    for text in (page, fragment):
        assert f'hx-get="{address(job)}" hx-trigger="every 2s" hx-swap="outerHTML"' in text
        assert "Menunggu giliran" in text
    operations.run_now(job)
    page = client.get(address(job)).content.decode()
    assert "every 2s" not in page
    assert 'href="/s/smkn3-plk/x/"' in page
    assert 'href="/s/smkn3-plk/"' in page


def test_stopping_a_job_by_its_button(job, school, sign_in):
    client = sign_in(job.starter)
    assert client.get(address(job, "job_cancel")).status_code == 405
    answer = client.post(address(job, "job_cancel"))
    assert (answer.status_code, answer["Location"]) == (302, address(job))
    assert "Dihentikan" in client.get(address(job)).content.decode()
    assert client.post(address(job, "job_cancel")).status_code == 409


def test_stranger_cannot_stop(job, school, sign_in):
    assert sign_in(make_actor(school, "homeroom")).post(address(job, "job_cancel")).status_code == 404
    job.refresh_from_db()
    assert job.state == "queued"


def test_page_costs_the_same_with_one_job_and_with_three(job, sign_in, now):
    client = sign_in(job.starter)
    client.get(address(job))
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(address(job), headers={"HX-Request": "true"})
        costs.append(len(captured))
        for _ in range(2):
            operations.enqueue(actor=job.starter, name=job.name, arguments={}, now=now)
    assert costs[0] == costs[1]
