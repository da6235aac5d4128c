"""Addresses of waves and rounds."""

from anyam.base.routes import route
from anyam.implementation.internships import permissions as may
from anyam.implementation.internships.views import rounds, waves

PKL = "s/<slug:school>/pkl/"
WAVE = PKL + "gelombang/<str:code>/"
ROUND = PKL + "putaran/<str:code>/"
LINE = ROUND + "siswa/<str:participant>/"

round_urls = [
    route(PKL, waves.wave_list, permission=may.can_see_placements, name="wave_list"),
    route(WAVE, waves.wave_page, permission=may.can_see_placements, name="wave_page"),
    route(
        WAVE + "pembimbing/", waves.supervisor_list, permission=may.can_prepare_wave, name="supervisor_list"
    ),
    route(
        WAVE + "pembimbing/<int:pk>/hapus/",
        waves.supervisor_remove,
        permission=may.can_prepare_wave,
        name="supervisor_remove",
    ),
    route(WAVE + "hitung/", rounds.round_open, permission=may.can_run_round, name="round_open"),
    route(ROUND, rounds.round_board, permission=may.can_see_round, name="round_board"),
    route(ROUND + "hitung/", rounds.round_compute, permission=may.can_run_round, name="round_compute"),
    route(ROUND + "kemajuan/", rounds.round_progress, permission=may.can_see_round, name="round_progress"),
    route(ROUND + "bobot/", rounds.round_weights, permission=may.can_run_round, name="round_weights"),
    route(ROUND + "terima/", rounds.round_settle, permission=may.can_run_round, name="round_settle"),
    route(
        ROUND + "pembimbing/",
        rounds.round_supervisors,
        permission=may.can_run_round,
        name="round_supervisors",
    ),
    route(ROUND + "ajukan/", rounds.round_submit, permission=may.can_run_round, name="round_submit"),
    route(ROUND + "tarik/", rounds.round_withdraw, permission=may.can_run_round, name="round_withdraw"),
    route(ROUND + "putuskan/", rounds.round_decide, permission=may.can_approve_round, name="round_decide"),
    route(ROUND + "unduh.<str:kind>", rounds.round_export, permission=may.can_see_round, name="round_export"),
    route(LINE, rounds.proposal_why, permission=may.can_see_round, name="proposal_why"),
    route(
        LINE + "keberatan/", rounds.objection_answer, permission=may.can_run_round, name="objection_answer"
    ),
    route(LINE + "kunci/", rounds.proposal_pin, permission=may.can_decide_proposal, name="proposal_pin"),
    route(LINE + "lepas/", rounds.proposal_unpin, permission=may.can_decide_proposal, name="proposal_unpin"),
    route(LINE + "pindah/", rounds.proposal_move, permission=may.can_decide_proposal, name="proposal_move"),
]
