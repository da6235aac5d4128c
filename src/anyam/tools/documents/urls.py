"""Addresses of documents, each with the permission it names."""

from anyam.base.routes import route
from anyam.tools.documents import permissions as may
from anyam.tools.documents import views

app_name = "documents"
BASE = "s/<slug:school>/surat/"

urlpatterns = [
    route(BASE, views.document_list, permission=may.can_see_documents, name="document_list"),
    route(
        BASE + "unduh.<str:kind>",
        views.document_export,
        permission=may.can_see_documents,
        name="document_export",
    ),
    route(BASE + "nomor/", views.last_number_set, permission=may.is_keeper, name="last_number_set"),
    route(BASE + "contoh/<str:kind>/", views.kind_preview, permission=may.may_issue_any, name="kind_preview"),
    route(BASE + "paket/<str:code>/", views.batch_show, permission=may.can_see_documents, name="batch_show"),
    route(
        BASE + "paket/<str:code>/cetak/",
        views.batch_print,
        permission=may.can_see_documents,
        name="batch_print",
    ),
    route(
        BASE + "paket/<str:code>/unduh/",
        views.batch_files,
        permission=may.can_see_documents,
        name="batch_files",
    ),
    route(BASE + "<str:code>/", views.document_show, permission=may.can_see_documents, name="document_show"),
    route(
        BASE + "<str:code>/cetak/",
        views.document_print,
        permission=may.can_see_documents,
        name="document_print",
    ),
    route(
        BASE + "<str:code>/cabut/",
        views.document_revoke,
        permission=may.can_see_documents,
        name="document_revoke",
    ),
    route(
        BASE + "<str:code>/ganti/",
        views.document_replace,
        permission=may.can_see_documents,
        name="document_replace",
    ),
]
