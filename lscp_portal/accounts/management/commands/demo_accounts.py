"""Who can sign in to the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from lscp_portal.accounts.demonstration import ACCOUNTS


class Command(BaseCommand):
    """manage.py demo_accounts."""

    help = "Print role, e-mail address and what each sees, parted by tabs."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """One line for each account."""
        for account in ACCOUNTS:
            self.stdout.write(f"{account.role.label}\t{account.email}\t{account.sees}")
