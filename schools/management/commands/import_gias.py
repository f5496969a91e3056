"""Import an extract of the national register for one partnership or for all."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from django.core.management.base import BaseCommand, CommandError

from lscp_portal.tenancy.commands import chosen_partnerships
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from schools.changes.importing import import_for_review
from schools.links.actions import import_links
from schools.links.reading import read_links
from schools.links.types import LinkFile
from schools.register.establishment import Extract, ExtractRefused
from schools.register.extract import read_extract
from schools.register.models import RegisterChange
from schools.register.types import ImportResult, NoAuthority

Found = TypeVar("Found")


class Command(BaseCommand):
    """Reads the whole file before it changes anything; a file with a fault changes nothing.

    A partnership without schools takes everything over. For any other, changes are proposed to its administrator;
    --accept takes them over at once, but for those that somebody holds or has explained.
    """

    help = "Import a GIAS establishment extract (edubasealldata….csv) for every partnership, or for one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, and a partnership when it is for one only."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--links", type=Path, help="the file of links (links_edubasealldata….csv)")
        parser.add_argument("--partnership", help="slug; all partnerships when left out")
        parser.add_argument("--accept", action="store_true", help="take changes over at once, without a review")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Read, then import partnership by partnership, each in its own scope, and say what changed."""
        extract = self._read(options["file"])
        links = _believed(options["links"], read_links) if options["links"] else None
        for partnership in chosen_partnerships(options["partnership"]):
            with scope(area_scope(partnership.pk)):
                self._import(partnership, extract, options["file"].name, at_once=options["accept"])
                if links:
                    self._link(partnership, links, options["links"].name)

    def _read(self, file: Path) -> Extract:
        extract = _believed(file, read_extract)
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

    def _link(self, partnership: Partnership, links: LinkFile, file_name: str) -> None:
        result = import_links(actor=None, tenant_id=partnership.pk, file=links, file_name=file_name)
        changed = f"{result.new} links new, {result.gone} gone" if result.new or result.gone else "no link changed"
        self.stdout.write(f"{partnership.name}: {changed}.")

    def _summary(self, partnership: Partnership, result: ImportResult, *, waits: bool) -> str:
        kinds = _in_words(result.counts)
        if result.proposed:
            kinds = f"{_in_words(result.proposed)}{' to decide' if waits else ''}"
        lines = [f"{partnership.name}: {result.rows_of_area} of {result.rows_read} rows; {kinds or 'nothing changed'}."]
        if result.not_in_file:
            lines.append(f"  Open with us, but not in the file: {', '.join(map(str, result.not_in_file))}.")
        return "\n".join(lines)


def _believed(file: Path, read: Callable[[BinaryIO], Found]) -> Found:
    """What a file holds. Raises CommandError: both files are read before anything changes."""
    try:
        with file.open("rb") as stream:
            return read(stream)
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
    except ExtractRefused as refused:
        lines = [str(problem) for problem in refused.problems]
        more = [f"… and {refused.total - len(lines)} more"] if refused.total > len(lines) else []
        raise CommandError("\n".join([f"{file.name}: nothing was imported.", *lines, *more])) from None


def _in_words(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{counts[kind]} {label.lower()}" for kind, label in RegisterChange.Kind.choices if counts.get(kind)
    )
