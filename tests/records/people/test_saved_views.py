"""Lists kept under a name: saved, opened, replaced, forgotten; nobody sees another's."""

import pytest
from django.urls import reverse

from anyam.base.actor import system_actor
from anyam.base.errors import NotAllowed, NotFound, Refused
from anyam.records.people import operations, queries
from tests.factories import people as people_factory

pytestmark = [pytest.mark.page, pytest.mark.django_db]


def keep(actor, label="Kuliner", query="konsentrasi=K&halaman=3&urut=-name", list_name="pupils"):
    return operations.save_view(actor=actor, list_name=list_name, label=label, query=query)


def test_the_page_number_is_not_kept(humas):
    view = keep(humas)
    assert (view.query, list(queries.saved_views(humas, "pupils"))) == ("konsentrasi=K&urut=-name", [view])
    assert list(queries.saved_views(humas, "teachers")) == []


def test_the_same_name_replaces(humas):
    keep(humas)
    keep(humas, query="status=left")
    assert [view.query for view in queries.saved_views(humas, "pupils")] == ["status=left"]


def test_what_cannot_be_kept(humas, school):
    for bad in ({"label": "  "}, {"label": "x" * 41}, {"list_name": "../x"}, {"query": "a=" + "x" * 600}):
        with pytest.raises(Refused):
            keep(humas, **bad)
    with pytest.raises(NotAllowed):
        keep(system_actor(school))
    for number in range(30):
        keep(humas, label=f"Tampilan {number}")
    with pytest.raises(Refused) as refused:
        keep(humas, label="Satu lagi")
    assert refused.value.code == "many"


def test_nobody_sees_or_forgets_the_view_of_another(humas, school, sign_in):
    view = keep(humas)
    colleague = people_factory.make_actor(school, "waka_humas")
    assert list(queries.saved_views(colleague, "pupils")) == []
    with pytest.raises(NotFound):
        operations.delete_view(actor=colleague, view=view)
    address = reverse("people:view_remove", kwargs={"school": school.slug, "code": view.code})
    assert sign_in(colleague).post(address).status_code == 404
    assert list(queries.saved_views(humas, "pupils")) == [view]


def test_saving_opening_and_forgetting_on_the_page(humas, school, sign_in):
    client = sign_in(humas)
    page = reverse("people:pupil_list", kwargs={"school": school.slug})
    body = client.get(page + "?status=left").content.decode()
    assert '<input type="hidden" name="query" value="status=left">' in body
    answer = client.post(
        reverse("people:view_save", kwargs={"school": school.slug}),
        {
            "list_name": "pupils",
            "label": "Sudah keluar",
            "query": "status=left",
            "next": page + "?status=left",
        },
    )
    assert answer.url == page + "?status=left"
    body = client.get(page).content.decode()
    assert f'href="{page}?status=left"' in body
    assert "Sudah keluar" in body
    (view,) = queries.saved_views(humas, "pupils")
    client.post(
        reverse("people:view_remove", kwargs={"school": school.slug, "code": view.code}), {"next": page}
    )
    assert list(queries.saved_views(humas, "pupils")) == []


def test_going_back_never_leaves_the_site(humas, school, sign_in):
    answer = sign_in(humas).post(
        reverse("people:view_save", kwargs={"school": school.slug}),
        {"list_name": "pupils", "label": "", "query": "", "next": "https://jahat.example/"},
    )
    assert answer.url == reverse("people:home")
