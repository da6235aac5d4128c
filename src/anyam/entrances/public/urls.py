"""Addresses anyone may open."""

from anyam.base.routes import PUBLIC, route
from anyam.entrances.public import views

app_name = "public"

urlpatterns = [
    route("", views.landing, permission=PUBLIC, name="landing"),
    route("v/", views.verify, permission=PUBLIC, name="verify"),
    route("v/<str:code>", views.verify_code, permission=PUBLIC, name="verify_short"),
    route("v/<str:code>/", views.verify_code, permission=PUBLIC, name="verify_code"),
    route("livez", views.livez, permission=PUBLIC, name="livez"),
    route("readyz", views.readyz, permission=PUBLIC, name="readyz"),
    route("robots.txt", views.robots, permission=PUBLIC, name="robots"),
    route(".well-known/security.txt", views.security, permission=PUBLIC, name="security"),
]
