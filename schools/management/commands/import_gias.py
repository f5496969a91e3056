"""Import an extract of the national register for one partnership or for all."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lscp_portal.tenancy.commands import chosen_partnerships
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from schools.changes.importing import import_for_review
from schools.register.establishment import Extract, ExtractRefused
from schools.register.extract import read_extract
from schools.register.models import RegisterChange
from schools.register.types import ImportResult, NoAuthority


class Command(BaseCommand):
    """Reads the whole file before it changes anything; a file with a fault changes nothing.

    A partnership without schools takes everything over. For any other, changes are proposed to its administrator;
    --accept takes them over at once, but for those that somebody holds or has explained.
    """

    help = "Import a GIAS establishment extract (edubasealldata….csv) for every partnership, or for one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, and a partnership when it is for one only."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--partnership", help="slug; all partnerships when left out")
        parser.add_argument("--accept", action="store_true", help="take changes over at once, without a review")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Read, then import partnership by partnership, each in its own scope, and say what changed."""
        extract = self._read(options["file"])
        for partnership in chosen_partnerships(options["partnership"]):
            with scope(area_scope(partnership.pk)):
                self._import(partnership, extract, options["file"].name, at_once=options["accept"])

    def _read(self, file: Path) -> Extract:
        try:
            with file.open("rb") as stream:
                extract = read_extract(stream)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
        except ExtractRefused as refused:
            lines = [str(problem) for problem in refused.problems]
            more = [f"… and {refused.total - len(lines)} more"] if refused.total > len(lines) else []
            raise CommandError("\n".join(["Nothing was imported.", *lines, *more])) from None
        for heading in extract.missing:
            self.stderr.write(f"The file has no column {heading}; its cells are read as blank.")
        return extract

    def _import(self, partnership: Partnership, extract: Extract, file_name: str, *, at_once: bool) -> None:
        try:
            result = import_for_review(
                actor=None, tenant_id=partnership.pk, extract=extract, file_name=file_name, at_once=at_once
            )
        except NoAuthority:
            self.stderr.write(f"{partnership.name}: no local authority is set, so nothing was imported.")
            return
        self.stdout.write(self._summary(partnership, result, waits=not at_once))

    def _summary(self, partnership: Partnership, result: ImportResult, *, waits: bool) -> str:
        kinds = _in_words(result.counts)
        if result.proposed:
            kinds = f"{_in_words(result.proposed)}{' to decide' if waits else ''}"
        lines = [f"{partnership.name}: {result.rows_of_area} of {result.rows_read} rows; {kinds or 'nothing changed'}."]
        if result.not_in_file:
            lines.append(f"  Open with us, but not in the file: {', '.join(map(str, result.not_in_file))}.")
        return "\n".join(lines)


def _in_words(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{counts[kind]} {label.lower()}" for kind, label in RegisterChange.Kind.choices if counts.get(kind)
    )
