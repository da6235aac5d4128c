"""The whole way of access as the database role that owns nothing, with the walls of PostgreSQL up."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from anyam.records.people.models import Role
from anyam.tools.audit.models import AuditEntry
from tests.factories import people
from tests.factories.access import PASSWORD, post_sign_in, with_password

pytestmark = [pytest.mark.page, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SECRET = re.compile(r"\b[a-z]{4}-[a-z]{4}-[a-z]{4}-[2-9]{2}\b")
RIGHTS = """
    DO $$ BEGIN
        CREATE ROLE anyam_app;
    EXCEPTION WHEN duplicate_object THEN NULL;
    END $$;
    GRANT USAGE ON SCHEMA public TO anyam_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO anyam_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO anyam_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON audit_auditentry FROM anyam_app;
    SET ROLE anyam_app;
"""


@contextmanager
def as_app_role() -> Iterator[None]:
    """On PostgreSQL: no longer the owner, so that row-level security holds; on SQLite there is no such wall."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
    try:
        assert Role.unsafe_all_schools.count() == 0
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.fixture
def world(school, other_school):
    """A principal, a teacher of two schools, two pupils without account, one of them known elsewhere."""
    with_password(people.account_of(people.make_actor(school, "principal", username="maria")))
    both = with_password(people.make_account("Dua Sekolah", username="dua"))
    people.make_actor(school, "supervisor", account=both)
    people.make_actor(other_school, "supervisor", account=both)
    people.make_actor(other_school, "pupil", username="0092222222")
    return [people.make_pupil(school, nisn=nisn) for nisn in ("0093333333", "0092222222")]


def acts(school):
    rows = AuditEntry.objects.of_school(school.pk).order_by("sequence")
    return [action.removeprefix("people.") for action in rows.values_list("action", flat=True)]


def test_cards_first_sign_in_and_own_password(world, school, other_school):
    path = f"/s/{school.slug}/akun/kartu/"
    with as_app_role():
        assert post_sign_in("maria", "salah-salah-salah").status_code == 200
        principal = post_sign_in("maria").client
        asked = principal.post(path, {"pupils": [pupil.code for pupil in world], "once": "a1"})
        printed = principal.post(asked["Location"], {"password": PASSWORD, "next": path}).content.decode()
        (secret,) = SECRET.findall(printed)
        assert "Akun ini juga dipakai di sekolah lain" in printed
        pupil = post_sign_in("0093333333", secret).client
        assert pupil.session["anyam_kind"] == "own_phone"
        weak = pupil.post("/saya/akun/kata-sandi/", {"new": "0093333333", "again": "0093333333"})
        assert "mudah ditebak" in weak.content.decode()
        new = {"new": "mangga-biru", "again": "mangga-biru"}
        assert pupil.post("/saya/akun/kata-sandi/", new)["Location"] == "/beranda/"
        assert pupil.get("/saya/akun/siapa-melihat/").status_code == 200
        assert principal.post("/keluar/").status_code == 302
    assert acts(school) == [
        "sign_in_failed",
        "signed_in",
        "cards_issued",
        "signed_in",
        "password_changed",
        "signed_out",
    ]
    assert acts(other_school) == []


def test_hats_choice_of_school_and_trail(world, school, other_school):
    base = f"/s/{school.slug}"
    with as_app_role():
        principal = post_sign_in("maria").client
        assert "Dua Sekolah" in principal.get(f"{base}/pengguna/").content.decode()
        assert principal.get(f"/s/{other_school.slug}/pengguna/").status_code == 404
        data = {"account": "dua", "name": "coordinator", "valid_from": "2026-07-01"}
        asked = principal.post(f"{base}/pengguna/beri-peran/", data)
        given = principal.post(
            asked["Location"], {"password": PASSWORD, "next": f"{base}/pengguna/beri-peran/"}
        )
        assert given["Location"] == f"{base}/pengguna/"
        both = post_sign_in("dua").client
        assert "SMKN 4 Banjarmasin" in both.get("/pilih-sekolah/").content.decode()
        chosen = both.post("/pilih-sekolah/", {"school": other_school.slug, "next": "/saya/akun/"})
        assert chosen["Location"] == "/saya/akun/"
        assert both.get(f"{base}/pengguna/").status_code == 403
        whole = principal.post(f"{base}/jejak-audit/periksa/", follow=True).content.decode()
        assert "Rantai utuh" in whole
    assert acts(school) == ["signed_in", "role_granted", "signed_in", "access_denied", "audit.checked"]
