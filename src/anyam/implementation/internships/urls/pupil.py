"""Addresses of the pupil's own pages."""

from anyam.base.routes import route
from anyam.implementation.internships import permissions as may
from anyam.implementation.internships.views import pupil

OWN = "saya/pkl/"

pupil_urls = [
    route(OWN, pupil.pupil_pkl, permission=may.can_object, name="pupil_pkl"),
    route(OWN + "pilihan/", pupil.pupil_choices, permission=may.can_object, name="pupil_choices"),
    route(
        OWN + "pilihan/ringkas/",
        pupil.pupil_choices_summary,
        permission=may.can_object,
        name="pupil_choices_summary",
    ),
    route(OWN + "usul/", pupil.pupil_found, permission=may.can_object, name="pupil_found"),
    route(OWN + "alasan/", pupil.pupil_why, permission=may.can_object, name="pupil_why"),
]
