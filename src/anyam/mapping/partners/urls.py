"""Addresses of partners, each with the permission it names."""

from anyam.base.routes import route
from anyam.mapping.partners import permissions as may
from anyam.mapping.partners.views import lists, partners, parts

app_name = "partners"
BASE = "s/<slug:school>/mitra/"

urlpatterns = [
    route(BASE, lists.partner_list, permission=may.can_see_partners, name="partner_list"),
    route(BASE + "baru/", partners.partner_add, permission=may.can_add_partners, name="partner_add"),
    route(BASE + "serupa/", partners.partner_alike, permission=may.can_add_partners, name="partner_alike"),
    route(BASE + "kursi/", lists.seat_list, permission=may.can_see_partners, name="seat_list"),
    route(
        BASE + "kursi/unduh.<str:kind>",
        lists.seat_export,
        permission=may.can_see_partners,
        name="seat_export",
    ),
    route(BASE + "peta/", partners.partner_map, permission=may.can_see_partners, name="partner_map"),
    route(
        BASE + "unduh.<str:kind>",
        lists.partner_export,
        permission=may.can_see_contacts,
        name="partner_export",
    ),
    route(BASE + "<str:code>/", partners.partner_page, permission=may.can_see_partners, name="partner_page"),
    route(
        BASE + "<str:code>/cetak/",
        partners.partner_print,
        permission=may.can_see_partners,
        name="partner_print",
    ),
    route(
        BASE + "<str:code>/ubah/", partners.partner_edit, permission=may.can_edit_partner, name="partner_edit"
    ),
    route(
        BASE + "<str:code>/batalkan/",
        partners.partner_void,
        permission=may.can_void_partner,
        name="partner_void",
    ),
    route(
        BASE + "<str:code>/kembalikan/",
        partners.partner_restore,
        permission=may.can_void_partner,
        name="partner_restore",
    ),
    route(
        BASE + "<str:code>/<str:part>/baru/", parts.part_add, permission=may.can_edit_partner, name="part_add"
    ),
    route(
        BASE + "<str:code>/<str:part>/<str:part_code>/ubah/",
        parts.part_edit,
        permission=may.can_edit_partner,
        name="part_edit",
    ),
    route(
        BASE + "<str:code>/<str:part>/<str:part_code>/selesai/",
        parts.part_remove,
        permission=may.can_edit_partner,
        name="part_remove",
    ),
]
