"""Load a framework file for one partnership or for all."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits.frameworks.actions import adopt_framework
from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.exchange.files import read_file
from audits.frameworks.place import DefinitionRefused
from audits.frameworks.queries import says_the_same
from audits.frameworks.types import AlreadyAdopted
from lscp_portal.tenancy.commands import chosen_partnerships
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope


class Command(BaseCommand):
    """manage.py load_framework."""

    help = "Load a framework file (YAML, ODS or XLSX) as a new version, for every partnership or for one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, and a partnership when it is for one only."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--partnership", metavar="SLUG", help="all partnerships when left out")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Read the file, then load it partnership by partnership."""
        definition = self._read(options["file"])
        for partnership in chosen_partnerships(options["partnership"]):
            with scope(area_scope(partnership.pk)):
                self.stdout.write(f"{partnership.name}: {self._load(partnership, definition)}")

    def _read(self, file: Path) -> FrameworkDefinition:
        try:
            return read_file(file.read_bytes(), file.name)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
        except DefinitionRefused as refused:
            raise CommandError("\n".join(["Nothing was loaded.", *refused.lines()])) from None

    def _load(self, partnership: Partnership, definition: FrameworkDefinition) -> str:
        """What was done. Raises CommandError where this version is there and says something else."""
        try:
            framework = adopt_framework(actor=None, tenant_id=partnership.pk, definition=definition)
        except AlreadyAdopted as there:
            if says_the_same(framework_id=there.framework.pk, definition=definition):
                return f"{definition.title} {definition.version} is there already (id {there.framework.pk})."
            raise CommandError(
                f"{partnership.name} has {definition.id} {definition.version} already, and it says something else. "
                "A published version never changes: give the file a version of its own."
            ) from None
        number = len(definition.indicators)
        return f"{definition.title} {definition.version} is loaded, {number} indicators (id {framework.pk})."
