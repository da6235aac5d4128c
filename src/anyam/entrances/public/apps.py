"""Door plate of the public portal."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "anyam.entrances.public"
    label = "public"
