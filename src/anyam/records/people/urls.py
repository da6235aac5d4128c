"""Addresses of the people room, each with the permission it names."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import include, path

from anyam.base.routes import PUBLIC, SIGNED_IN, route
from anyam.records.people import permissions as may
from anyam.records.people.views import (
    access,
    cards,
    consents,
    guardians,
    pupils,
    roles,
    saved_views,
    starting,
    teachers,
)
from anyam.records.people.views import account as own

SAFE = "saya/akun/keamanan/"
SCHOOL = "s/<slug:school>/"

# Names without a namespace: the sign-in library looks them up by these.
library_urls = [
    route("masuk/", account.login, permission=PUBLIC, name="account_login"),
    route("keluar/", account.logout, permission=PUBLIC, name="account_logout"),
    route("masuk/langkah-kedua/", factor.authenticate, permission=PUBLIC, name="mfa_authenticate"),
    route("masuk/kunci-sandi/", passkey.login_webauthn, permission=PUBLIC, name="mfa_login_webauthn"),
    route(
        "saya/akun/kata-sandi/", own.account_password, permission=SIGNED_IN, name="account_change_password"
    ),
    route("saya/akun/pastikan/", account.reauthenticate, permission=SIGNED_IN, name="account_reauthenticate"),
    route("saya/akun/pastikan/kode/", factor.reauthenticate, permission=SIGNED_IN, name="mfa_reauthenticate"),
    route(
        "saya/akun/pastikan/kunci-sandi/",
        passkey.reauthenticate_webauthn,
        permission=SIGNED_IN,
        name="mfa_reauthenticate_webauthn",
    ),
    route(SAFE, factor.index, permission=SIGNED_IN, name="mfa_index"),
    route(SAFE + "aplikasi/", totp.activate_totp, permission=SIGNED_IN, name="mfa_activate_totp"),
    route(SAFE + "aplikasi/matikan/", totp.deactivate_totp, permission=SIGNED_IN, name="mfa_deactivate_totp"),
    route(
        SAFE + "kode-cadangan/",
        own.account_spare_codes,
        permission=SIGNED_IN,
        name="mfa_view_recovery_codes",
    ),
    route(
        SAFE + "kode-cadangan/baru/",
        spare.generate_recovery_codes,
        permission=SIGNED_IN,
        name="mfa_generate_recovery_codes",
    ),
    route(SAFE + "kunci-sandi/", passkey.list_webauthn, permission=SIGNED_IN, name="mfa_list_webauthn"),
    route(SAFE + "kunci-sandi/tambah/", passkey.add_webauthn, permission=SIGNED_IN, name="mfa_add_webauthn"),
    route(
        SAFE + "kunci-sandi/<int:pk>/hapus/",
        passkey.remove_webauthn,
        permission=SIGNED_IN,
        name="mfa_remove_webauthn",
    ),
]

access_urls = [
    route("beranda/", access.home, permission=SIGNED_IN, name="home"),
    route("pilih-sekolah/", access.school_choice, permission=SIGNED_IN, name="school_choice"),
    route("saya/akun/", own.account_page, permission=SIGNED_IN, name="account"),
    route("saya/akun/bahasa/", own.account_language, permission=SIGNED_IN, name="account_language"),
    route(
        "saya/akun/perangkat/keluar/",
        own.account_end_sessions,
        permission=SIGNED_IN,
        name="account_end_sessions",
    ),
    route("saya/akun/siapa-melihat/", own.account_seen_by, permission=may.is_pupil, name="account_seen_by"),
    route(SCHOOL + "akun/kartu/", cards.cards, permission=may.can_manage_accounts, name="cards"),
    route(SCHOOL + "pengguna/", roles.users, permission=may.can_manage_accounts, name="users"),
    route(SCHOOL + "pengguna/beri-peran/", roles.grant, permission=may.can_manage_accounts, name="grant"),
    route(
        SCHOOL + "pengguna/peran/<str:code>/akhiri/",
        roles.end,
        permission=may.can_manage_accounts,
        name="role_end",
    ),
    route(
        SCHOOL + "pengguna/peran/<str:code>/akun/",
        roles.close,
        permission=may.can_manage_accounts,
        name="account_close",
    ),
    route(
        SCHOOL + "siswa/<str:code>/persetujuan/",
        consents.pupil_consents,
        permission=may.can_see_consents,
        name="pupil_consents",
    ),
]

# Pupils, teachers, guardians.
people_urls = [
    route("sekolah-baru/", starting.school_start, permission=SIGNED_IN, name="school_start"),
    route(SCHOOL + "siswa/", pupils.pupil_list, permission=may.can_see_pupils, name="pupil_list"),
    route(SCHOOL + "siswa/baru/", pupils.pupil_add, permission=may.can_edit_pupils, name="pupil_add"),
    route(
        SCHOOL + "siswa/unduh.<str:kind>",
        pupils.pupil_export,
        permission=may.can_edit_pupils,
        name="pupil_export",
    ),
    route(SCHOOL + "siswa/<str:code>/", pupils.pupil_page, permission=may.can_see_pupils, name="pupil_page"),
    route(
        SCHOOL + "siswa/<str:code>/ubah/",
        pupils.pupil_edit,
        permission=may.can_edit_pupils,
        name="pupil_edit",
    ),
    route(
        SCHOOL + "siswa/<str:code>/wali/baru/",
        guardians.guardian_add,
        permission=may.can_edit_pupils,
        name="guardian_add",
    ),
    route(
        SCHOOL + "siswa/<str:code>/wali/<str:guardian>/ubah/",
        guardians.guardian_edit,
        permission=may.can_edit_pupils,
        name="guardian_edit",
    ),
    route(
        SCHOOL + "siswa/<str:code>/wali/<str:guardian>/larang/",
        guardians.guardian_bar,
        permission=may.can_edit_pupils,
        name="guardian_bar",
    ),
    route(
        SCHOOL + "siswa/<str:code>/status/<str:move>/",
        pupils.pupil_move,
        permission=may.can_edit_pupils,
        name="pupil_move",
    ),
    route(SCHOOL + "guru/", teachers.teacher_list, permission=may.can_see_teachers, name="teacher_list"),
    route(SCHOOL + "guru/baru/", teachers.teacher_add, permission=may.can_edit_teachers, name="teacher_add"),
    route(
        SCHOOL + "guru/unduh.<str:kind>",
        teachers.teacher_export,
        permission=may.can_edit_teachers,
        name="teacher_export",
    ),
    route(
        SCHOOL + "guru/<str:code>/",
        teachers.teacher_page,
        permission=may.can_see_teachers,
        name="teacher_page",
    ),
    route(
        SCHOOL + "guru/<str:code>/ubah/",
        teachers.teacher_edit,
        permission=may.can_edit_teachers,
        name="teacher_edit",
    ),
    route(
        SCHOOL + "guru/<str:code>/status/<str:move>/",
        teachers.teacher_move,
        permission=may.can_edit_teachers,
        name="teacher_move",
    ),
    route(SCHOOL + "tampilan/", saved_views.view_save, permission=may.can_keep_views, name="view_save"),
    route(
        SCHOOL + "tampilan/<str:code>/hapus/",
        saved_views.view_remove,
        permission=may.can_keep_views,
        name="view_remove",
    ),
]

urlpatterns = [*library_urls, path("", include(([*access_urls, *people_urls], "people")))]
