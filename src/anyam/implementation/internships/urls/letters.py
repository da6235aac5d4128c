"""Addresses of letters and of companies' answers."""

from anyam.base.routes import route
from anyam.implementation.internships import permissions as may
from anyam.implementation.internships.urls.rounds import WAVE
from anyam.implementation.internships.views import answers, letters

LETTERS = WAVE + "surat/"
KIND = LETTERS + "<str:kind>/"
ANSWERS = WAVE + "jawaban/"
COMPANY = ANSWERS + "<str:partner>/"

letter_urls = [
    route(LETTERS, letters.letter_page, permission=may.can_print_letters, name="letter_page"),
    route(LETTERS + "terkirim/", letters.letter_sent, permission=may.can_record_answers, name="letter_sent"),
    route(KIND, letters.letter_list, permission=may.can_print_letters, name="letter_list"),
    route(KIND + "cetak/", letters.letter_issue, permission=may.can_print_letters, name="letter_issue"),
    route(
        KIND + "<str:about>/pratinjau/",
        letters.letter_preview,
        permission=may.can_print_letters,
        name="letter_preview",
    ),
    route(ANSWERS, answers.answer_list, permission=may.can_print_letters, name="answer_list"),
    route(
        ANSWERS + "unduh.<str:kind>",
        answers.answer_export,
        permission=may.can_print_letters,
        name="answer_export",
    ),
    route(COMPANY, answers.answer_edit, permission=may.can_record_answers, name="answer_edit"),
    route(
        COMPANY + "diterima/", answers.answer_accept, permission=may.can_record_answers, name="answer_accept"
    ),
    route(COMPANY + "urungkan/", answers.answer_undo, permission=may.can_record_answers, name="answer_undo"),
]
