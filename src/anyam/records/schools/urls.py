"""Addresses of the school's frame, each with the permission it names."""

from anyam.base.routes import route
from anyam.records.schools import permissions as may
from anyam.records.schools import views

app_name = "schools"
BASE = "s/<slug:school>/sekolah/"

urlpatterns = [
    route(BASE, views.setup, permission=may.can_set_up_school, name="setup"),
    route(BASE + "profil/", views.profile, permission=may.can_set_up_school, name="profile"),
    route(BASE + "kop/", views.letterhead, permission=may.can_set_up_school, name="letterhead"),
    route(
        BASE + "tahun/berikut/", views.year_add_next, permission=may.can_set_up_school, name="year_add_next"
    ),
    route(
        BASE + "tahun/<str:code>/berjalan/",
        views.year_make_current,
        permission=may.can_set_up_school,
        name="year_make_current",
    ),
    route(
        BASE + "tujuan/nasional/",
        views.objectives_use_national,
        permission=may.can_set_up_school,
        name="objectives_use_national",
    ),
    route(BASE + "<str:part>/", views.part_list, permission=may.is_staff, name="part_list"),
    route(
        BASE + "<str:part>/unduh.<str:kind>", views.part_export, permission=may.is_staff, name="part_export"
    ),
    route(BASE + "<str:part>/baru/", views.part_add, permission=may.can_set_up_school, name="part_add"),
    route(
        BASE + "<str:part>/<str:code>/ubah/",
        views.part_edit,
        permission=may.can_set_up_school,
        name="part_edit",
    ),
]
