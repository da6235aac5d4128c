"""Addresses of internships, by subject."""

from anyam.implementation.internships.urls.choices import choice_urls
from anyam.implementation.internships.urls.letters import letter_urls
from anyam.implementation.internships.urls.pupil import pupil_urls
from anyam.implementation.internships.urls.rounds import round_urls

app_name = "internships"

urlpatterns = [*round_urls, *choice_urls, *letter_urls, *pupil_urls]
