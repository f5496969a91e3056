"""Say whether the audit trail is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lscp_portal.trail.verification import broken_links


class Command(BaseCommand):
    """Exit 1 and name each broken link when a chain does not hold."""

    help = "Check every chain of the audit trail."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Check, say, fail when broken."""
        with transaction.atomic():
            broken = broken_links()
        for link in broken:
            self.stderr.write(f"partnership {link.tenant_id}, event {link.sequence}: {link.how}")
        if broken:
            raise CommandError(f"{len(broken)} broken links. Keep the database as it is and restore a copy beside it.")
        self.stdout.write("Every chain is whole.")
