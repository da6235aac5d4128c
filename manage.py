"""Django's command line for a checkout; an installed copy uses `anyam manage`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anyam.config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
