#!/usr/bin/env python
"""The door for every command, such as `manage.py demo` or `manage.py rules`."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
    if sys.argv[1:2] == ["demo"]:
        # The demo is the one place where a secret may have a default; settings.py
        # refuses DEMO when DEBUG is off, so this can never open a real site.
        os.environ.setdefault("DEMO", "True")
        os.environ.setdefault("DEBUG", "True")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 (Django may be missing)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (needs settings)

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f"{wrong}")  # what is missing, without forty lines of where it was missed


if __name__ == "__main__":
    main()
