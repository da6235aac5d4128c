"""On a real PostgreSQL: the outbox behind the wall."""

import pytest
from django.core import mail
from django.utils import timezone

from anyam.base import walls
from anyam.tools.jobs import running
from anyam.tools.jobs.models import Job
from anyam.tools.notices import operations, tasks
from tests.factories.notices import notice_kind
from tests.factories.people import make_actor
from tests.factories.walls import as_app_role, raise_walls

pytestmark = [pytest.mark.postgres, pytest.mark.db, pytest.mark.django_db(transaction=True)]


def test_due_mail_of_every_school_leaves(humas, other_school, now):
    raise_walls()
    second = make_actor(other_school, "waka_humas", email="b@sekolah.example")
    with notice_kind(title="Kabar", body=""):
        for actor in (humas, second):
            with walls.inside_school(actor.school_id):
                operations.send(
                    actor=actor, kind="uji.pesan", accounts=[second.account_id], values={}, now=now
                )
        with as_app_role():
            assert tasks.send_due_mail(timezone.now()) == "2 schools"
        for job in Job.unsafe_all_schools.all():
            with as_app_role():
                assert running.run(job.school_id, job.code) == "done"
    assert [letter.to for letter in mail.outbox] == [["b@sekolah.example"]] * 2
