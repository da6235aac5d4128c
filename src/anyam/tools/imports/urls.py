"""Addresses of the import tool."""

from anyam.base.routes import route
from anyam.tools.imports import views
from anyam.tools.imports.permissions import can_import

app_name = "imports"
BASE = "s/<slug:school>/impor/"

urlpatterns = [
    route(BASE, views.batch_list, permission=can_import, name="batch_list"),
    route(f"{BASE}baru/<slug:kind>/", views.batch_start, permission=can_import, name="batch_start"),
    route(f"{BASE}contoh/<slug:kind>.xlsx", views.template_file, permission=can_import, name="template_file"),
    route(f"{BASE}<code>/", views.batch_show, permission=can_import, name="batch_show"),
    route(f"{BASE}<code>/kolom/", views.batch_columns, permission=can_import, name="batch_columns"),
    route(f"{BASE}<code>/daftar/<slug:action>/", views.batch_rows, permission=can_import, name="batch_rows"),
    route(f"{BASE}<code>/baris/<int:number>/", views.row_mend, permission=can_import, name="row_mend"),
    route(f"{BASE}<code>/saran/", views.suggestions_accept, permission=can_import, name="suggestions_accept"),
    route(f"{BASE}<code>/impor/", views.batch_apply, permission=can_import, name="batch_apply"),
    route(f"{BASE}<code>/lanjutkan/", views.batch_resume, permission=can_import, name="batch_resume"),
    route(f"{BASE}<code>/urungkan/", views.batch_undo, permission=can_import, name="batch_undo"),
    route(f"{BASE}<code>/buang/", views.batch_discard, permission=can_import, name="batch_discard"),
    route(f"{BASE}<code>/perbaiki.xlsx", views.refused_file, permission=can_import, name="refused_file"),
]
