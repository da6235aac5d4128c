"""Messages: once per matter, by mail when wanted and allowed, never twice."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from anyam.base.actor import system_actor
from anyam.base.errors import NotAllowed
from anyam.tools.jobs import operations as jobs
from anyam.tools.jobs.models import Job
from anyam.tools.notices import operations, queries, tasks
from anyam.tools.notices.models import MailChoice, Notice
from tests.factories.notices import notice_kind
from tests.factories.people import make_actor

pytestmark = pytest.mark.db
VALUES = {"partner": "Hotel Grand\r\nRungan", "day": "4 Januari 2027"}


@pytest.fixture
def reader(school):
    return make_actor(school, "pupil", name="Nabila", email="nabila@siswa.example")


def send(actor, reader, now, **values):
    defaults = {
        "kind": "uji.pesan",
        "accounts": [reader.account_id],
        "values": VALUES,
        "url": "/s/smkn3-plk/",
    }
    return operations.send(actor=actor, now=now, **(defaults | values))


def run_mail(actor):
    for job in Job.objects.of_school(actor.school_id).filter(state="queued"):
        assert jobs.run_now(job).state == "done"


def state_of(reader):
    return Notice.objects.of_school(reader.school_id).values_list("mail_state", "mail_tries").get()


def test_message_is_shown_and_mailed(humas, reader, now):
    with notice_kind():
        assert send(humas, reader, now) == 1
        notice = queries.notices_visible_to(reader).get()
        assert (notice.title, notice.body) == ("Tempat PKL-mu: Hotel Grand Rungan", "Mulai 4 Januari 2027.")
        assert (queries.unread_count(reader), queries.unread_count(humas)) == (1, 0)
        assert tasks.send_due_mail(timezone.now()) == "1 schools"
        run_mail(humas)
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Tempat PKL-mu: Hotel Grand Rungan", ["nabila@siswa.example"])
    assert letter.body == (
        "Mulai 4 Januari 2027.\n\nhttp://localhost:8000/s/smkn3-plk/\n\n--\nAnyam, http://localhost:8000"
    )
    assert state_of(reader) == ("sent", 1)
    assert tasks.send_due_mail(timezone.now()) == "0 schools"


def test_same_matter_reaches_a_person_once(humas, reader, school, now):
    second = make_actor(school, "pupil")
    with notice_kind():
        assert send(humas, reader, now, key="PLACE001") == 1
        assert send(humas, reader, now, key="PLACE001", accounts=[reader.account_id, second.account_id]) == 1
        assert send(humas, reader, now, key="PLACE002") == 1
        assert send(humas, reader, now) == 1


def test_who_gets_no_mail(humas, reader, school, now):
    silent = make_actor(school, "pupil")
    with notice_kind(), notice_kind("uji.dalam", by_mail=False), notice_kind("uji.wajib", optional=False):
        operations.choose_mail(actor=reader, kinds=[], now=now)
        for kind in ("uji.pesan", "uji.dalam", "uji.wajib"):
            send(humas, reader, now, kind=kind, accounts=[reader.account_id, silent.account_id])
    rows = Notice.objects.of_school(school.pk)
    assert sorted(rows.filter(mail_state="waiting").values_list("account_id", "kind")) == [
        (reader.account_id, "uji.wajib")
    ]
    assert rows.count() == 6


def test_mail_waits_out_the_quiet_hours_unless_urgent(humas, reader, now):
    evening = now.replace(hour=14)  # 21.00 in Palangka Raya
    with notice_kind(), notice_kind("uji.bahaya", urgent=True):
        send(humas, reader, evening)
        assert Notice.objects.of_school(humas.school_id).get().mail_after == evening + timedelta(hours=9)
        assert Job.objects.of_school(humas.school_id).count() == 0
        send(humas, reader, evening, kind="uji.bahaya")
        assert Job.objects.of_school(humas.school_id).count() == 1
    assert [row.kind for row in queries.due_mail(humas.school_id, evening)] == ["uji.bahaya"]


def test_failed_mail_is_tried_again_then_given_up(humas, reader, now, settings, caplog):
    caplog.set_level(logging.CRITICAL + 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there
    with notice_kind():
        send(humas, reader, now)
        for tries in (1, 2, 3, 4, 5):
            Notice.objects.of_school(humas.school_id).update(mail_after=now)
            tasks.send_due_mail(timezone.now())
            run_mail(humas)
            assert state_of(reader) == ("waiting" if tries < 5 else "failed", tries)


def test_mail_whose_sender_died_is_not_sent_twice(humas, reader, now):
    with notice_kind():
        send(humas, reader, now)
    claimed = operations.claim_mail(school_id=humas.school_id, now=timezone.now())
    assert claimed is not None
    assert operations.claim_mail(school_id=humas.school_id, now=timezone.now()) is None
    assert tasks.send_due_mail(timezone.now()) == "0 schools"


def test_unknown_kind_and_foreign_address(humas, reader, now):
    with pytest.raises(operations.NoticeUnknown):
        send(humas, reader, now, kind="tidak.ada")
    with notice_kind():
        send(humas, reader, now, url="https://jahat.id/")
    assert Notice.objects.of_school(humas.school_id).get().url == ""


def test_choices_are_kept_by_kind(reader, now):
    with notice_kind(), notice_kind("uji.lain"), notice_kind("uji.wajib", optional=False):
        operations.choose_mail(actor=reader, kinds=["uji.lain"], now=now)
        assert [(choice.kind.name, choice.by_mail) for choice in queries.mail_choices(reader)] == [
            ("uji.lain", True),
            ("uji.pesan", False),
            ("uji.wajib", True),
        ]
        operations.choose_mail(actor=reader, kinds=["uji.lain", "uji.pesan"], now=now)
    assert MailChoice.objects.of_school(reader.school_id).count() == 0


def test_machine_has_no_choices_to_make(school, now):
    with pytest.raises(NotAllowed):
        operations.choose_mail(actor=system_actor(school), kinds=[], now=now)
