"""Acts as the role that web and worker connect with on PostgreSQL, behind the raised walls."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from anyam.base import walls

ROLE = "anyam_app"


def raise_walls() -> None:
    """Make the role if it is missing, and put every table of a school behind row-level security."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
    walls.raise_walls(apps.get_app_config("base"), "default")


@contextmanager
def as_app_role() -> Iterator[None]:
    """This thread's connection acts as `anyam_app`, which owns nothing and bypasses nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
