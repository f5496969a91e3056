"""Say whether every published file is still what was stored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports.publication.verification import altered_files


class Command(BaseCommand):
    """Exit 1 and name each file that is missing or changed."""

    help = "Hash every stored report again and compare."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Hash, say, fail when a file is not what was stored."""
        with transaction.atomic():
            altered, count = altered_files()
        for file in altered:
            self.stderr.write(
                f"partnership {file.tenant_id}, edition {file.edition_id}, {file.file_format}: {file.how}"
            )
        if altered:
            raise CommandError(
                f"{len(altered)} files are not right. Keep the database as it is and restore a copy beside it."
            )
        self.stdout.write(f"All {count} stored files have the hash they were stored with.")
