"""Write a partnership's framework as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits.frameworks.exchange.contents import contents_of
from audits.frameworks.exchange.files import KINDS, write_file
from audits.frameworks.models import Framework
from audits.frameworks.sheets.taking import CannotWrite
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope


class Command(BaseCommand):
    """manage.py export_framework."""

    help = "Write a framework as a file (YAML, ODS or XLSX) that load_framework reads: to standard output or a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which framework, and whose."""
        parser.add_argument("id", type=int, help="as load_framework prints it, and as in the address of its page")
        parser.add_argument("--partnership", required=True, metavar="SLUG")
        parser.add_argument(
            "--format", choices=sorted(KINDS), help="by the suffix of --output when left out, else yaml"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="standard output when left out")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """The file and nothing else, so that it can be piped."""
        partnership = Partnership.objects.filter(slug=options["partnership"]).first()
        if partnership is None:
            raise CommandError(f"There is no partnership {options['partnership']!r}.")
        output: Path | None = options["output"]
        kind = options["format"] or (output.suffix[1:].lower() if output else "yaml")
        if kind not in KINDS:
            raise CommandError(
                f"Name the output with one of: {', '.join(f'.{kind}' for kind in KINDS)}; or add --format."
            )
        try:
            with scope(area_scope(partnership.pk)):
                written = write_file(contents_of(framework_id=options["id"]).content, kind)
        except Framework.DoesNotExist:
            raise CommandError(f"{partnership.name} has no framework {options['id']}.") from None
        except CannotWrite as problem:
            raise CommandError(f"{problem} Write it as YAML instead.") from None
        if output:
            output.write_bytes(written)
        elif kind == "yaml":
            self.stdout.write(written.decode(), ending="")
        else:
            raise CommandError("A workbook needs a file to go to: add --output FILE.")
