"""Addresses of messages."""

from anyam.base.routes import route
from anyam.tools.notices import views
from anyam.tools.notices.permissions import can_read_notices

app_name = "notices"
BASE = "s/<slug:school>/pemberitahuan/"

urlpatterns = [
    route(BASE, views.notice_list, permission=can_read_notices, name="notice_list"),
    route(BASE + "terbaca/", views.notice_read_all, permission=can_read_notices, name="notice_read_all"),
    route(BASE + "pengaturan/", views.choice_edit, permission=can_read_notices, name="choice_edit"),
    route(BASE + "<str:code>/", views.notice_open, permission=can_read_notices, name="notice_open"),
]
