"""Door plate of base: raises the database wall after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "anyam.base"
    label = "base"

    def ready(self) -> None:
        from anyam.base import walls  # app ready

        post_migrate.connect(walls.raise_walls, dispatch_uid="base.raise_walls")
