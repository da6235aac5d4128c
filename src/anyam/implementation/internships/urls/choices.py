"""Addresses of participants, their wishes and the places they found."""

from anyam.base.routes import route
from anyam.implementation.internships import permissions as may
from anyam.implementation.internships.urls.rounds import WAVE
from anyam.implementation.internships.views import choices, found, participants

PEOPLE = WAVE + "peserta/"
ONE = PEOPLE + "<str:participant>/"
FOUND = WAVE + "temuan/"
PLACE = FOUND + "<str:found>/"

choice_urls = [
    route(PEOPLE, participants.participant_list, permission=may.can_see_placements, name="participant_list"),
    route(
        PEOPLE + "tambah/",
        participants.participant_add,
        permission=may.can_prepare_wave,
        name="participant_add",
    ),
    route(
        PEOPLE + "keluarkan/",
        participants.participant_remove,
        permission=may.can_prepare_wave,
        name="participant_remove",
    ),
    route(
        PEOPLE + "unduh.<str:kind>",
        participants.participant_export,
        permission=may.can_prepare_wave,
        name="participant_export",
    ),
    route(ONE, participants.participant_page, permission=may.can_see_placements, name="participant_page"),
    route(ONE + "pilihan/", choices.choice_edit, permission=may.can_prepare_wave, name="choice_edit"),
    route(ONE + "permintaan/", choices.host_wish_add, permission=may.can_prepare_wave, name="host_wish_add"),
    route(
        ONE + "permintaan/<str:place>/hapus/",
        choices.host_wish_remove,
        permission=may.can_prepare_wave,
        name="host_wish_remove",
    ),
    route(ONE + "larangan/", choices.pair_forbid, permission=may.can_run_round, name="pair_forbid"),
    route(
        ONE + "larangan/<str:place>/cabut/", choices.pair_lift, permission=may.can_run_round, name="pair_lift"
    ),
    route(FOUND, found.found_list, permission=may.can_see_placements, name="found_list"),
    route(PLACE, found.found_check, permission=may.can_see_placements, name="found_check"),
    route(PLACE + "kursi/", found.found_accept, permission=may.can_prepare_wave, name="found_accept"),
    route(PLACE + "mitra-baru/", found.found_add, permission=may.can_prepare_wave, name="found_add"),
    route(PLACE + "tolak/", found.found_refuse, permission=may.can_prepare_wave, name="found_refuse"),
]
