"""Whether this install can serve a request; says yes or no and nothing else."""

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection


def is_ready() -> bool:
    """The database answers and has been set up."""
    try:
        with connection.cursor() as cursor:
            return get_user_model()._meta.db_table in connection.introspection.table_names(cursor)
    except DatabaseError:
        return False
