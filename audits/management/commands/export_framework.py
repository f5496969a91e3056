"""Write a partnership's framework as a file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits.frameworks.models import Framework
from audits.frameworks.queries import exported
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope


class Command(BaseCommand):
    """manage.py export_framework."""

    help = "Write a framework to standard output, as the file (YAML) that load_framework reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which framework, and whose."""
        parser.add_argument("id", type=int, help="as load_framework prints it, and as in the address of its page")
        parser.add_argument("--partnership", required=True, metavar="SLUG")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """The file and nothing else, so that it can be piped."""
        partnership = Partnership.objects.filter(slug=options["partnership"]).first()
        if partnership is None:
            raise CommandError(f"There is no partnership {options['partnership']!r}.")
        try:
            with scope(area_scope(partnership.pk)):
                text = exported(framework_id=options["id"])
        except Framework.DoesNotExist:
            raise CommandError(f"{partnership.name} has no framework {options['id']}.") from None
        self.stdout.write(text, ending="")
