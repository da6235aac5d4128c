"""A database for a run outside pytest: SQLite in memory, tables straight from the models."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import setup_test_environment, teardown_test_environment


@contextmanager
def scratch_database() -> Iterator[None]:
    """Everything inside happens in one transaction of a database that nobody else has."""
    setup_test_environment()
    connection.close()
    connection.settings_dict["NAME"] = ":memory:"
    without = {config.label: None for config in apps.get_app_configs()}
    from django.test import override_settings  # slow import

    with override_settings(MIGRATION_MODULES=without):
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        teardown_test_environment()
