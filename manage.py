#!/usr/bin/env python
"""Django's command line. Commands that change the schema or read every chain run as the migration login."""

import os
import sys

OWNER_COMMANDS = frozenset(
    {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "verify_audit_trail", "verify_published"}
)


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscp_portal.settings.production")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ["LSCP_PROCESS"] = "migrate"
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - the settings must be chosen first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
