"""The schools list as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator

from lscp_portal.ui.files import safe_text
from reports.schools.types import SchoolRow

HEADINGS = (
    "URN", "School", "Town", "Phase or type", "Trust", "Status", "Cycle", "Stage", "Mode", "Due", "Overdue",
    "People missing", "Mail does not arrive",
)  # fmt: skip


def written(rows: Iterable[SchoolRow]) -> str:
    """The rows as CSV, headings first; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([safe_text(cell) for cell in _cells(row)] for row in rows)
    return out.getvalue()


def _cells(row: SchoolRow) -> Iterator[str]:
    stands = row.standing
    yield str(row.urn)
    yield from (row.name, row.town, row.kind, row.trust, row.status, stands.cycle, stands.words, stands.mode)
    yield row.due
    yield "yes" if row.is_late else ""
    yield "; ".join(row.gaps)
    yield "; ".join(row.dead)
