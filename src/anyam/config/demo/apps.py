"""The demonstration as a Django app, for the sake of its command."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "anyam.config.demo"
    label = "demo"
