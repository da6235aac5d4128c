"""Changing people: accounts and cards, hats, consents."""

from anyam.records.people.operations.accounts import (
    Card,
    CardSheet,
    close_account,
    issue_account_cards,
    note_first_sign_in,
    record_account_act,
    record_denied,
    record_failed_sign_in,
    reopen_account,
    set_language,
    set_own_password,
)
from anyam.records.people.operations.consents import record_consent
from anyam.records.people.operations.pupils import (
    GuardianKnown,
    NumberTaken,
    bar_guardian,
    import_pupil,
    mark_pupil_graduated,
    mark_pupil_left,
    mark_pupil_returned,
    mark_pupils_absent,
    note_pupils_exported,
    save_guardian,
    save_pupil,
)
from anyam.records.people.operations.roles import end_role, grant_role
from anyam.records.people.operations.saved_views import delete_view, save_view
from anyam.records.people.operations.sessions import end_sessions
from anyam.records.people.operations.starting import NoHatChosen, make_operator, start_school
from anyam.records.people.operations.teachers import TeacherNumberTaken, save_teacher, set_teacher_active

__all__ = [
    "Card",
    "CardSheet",
    "GuardianKnown",
    "NoHatChosen",
    "NumberTaken",
    "TeacherNumberTaken",
    "bar_guardian",
    "close_account",
    "delete_view",
    "end_role",
    "end_sessions",
    "grant_role",
    "import_pupil",
    "issue_account_cards",
    "make_operator",
    "mark_pupil_graduated",
    "mark_pupil_left",
    "mark_pupil_returned",
    "mark_pupils_absent",
    "note_first_sign_in",
    "note_pupils_exported",
    "record_account_act",
    "record_consent",
    "record_denied",
    "record_failed_sign_in",
    "reopen_account",
    "save_guardian",
    "save_pupil",
    "save_teacher",
    "save_view",
    "set_language",
    "set_own_password",
    "set_teacher_active",
    "start_school",
]
