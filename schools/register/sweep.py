"""Goes through an extract for one partnership, some thousand schools at a time, so that England fits into memory."""

from collections.abc import Collection, Iterator

from django.utils import timezone

from schools.register.comparing import Before, Comparison, compare, look_for_the_rest
from schools.register.establishment import Extract
from schools.register.models import RegisterImport, School

CHUNK = 2000


class Sweep:
    """One extract against the schools of the open scope's partnership.

    rows_of_area: how many rows are its own. closed: URNs of those that the file calls closed and that it never had.
    """

    def __init__(self, extract: Extract, authorities: Collection[str]) -> None:
        self._extract = extract
        self._here = [row for row in extract.establishments if row.la_code in authorities]
        self._ours = dict(School.objects.values_list("urn", "left_area_on").iterator())
        self.rows_of_area = len(self._here)
        self.closed = [row.urn for row in self._here if not row.status.is_alive and row.urn not in self._ours]

    @property
    def is_first(self) -> bool:
        """Whether the partnership has no school yet."""
        return not self._ours

    def comparisons(self) -> Iterator[Comparison]:
        """What differs, chunk by chunk; the caller may write each before it asks for the next. Last: who is missing.

        Queries: three, and one for each two thousand rows.
        """
        before = _before()
        for start in range(0, len(self._here), CHUNK):
            rows = self._here[start : start + CHUNK]
            known = School.objects.filter(urn__in=[row.urn for row in rows])
            yield compare(rows=rows, known={school.urn: school for school in known}, before=before)
        yield self._rest()

    def _rest(self) -> Comparison:
        here = {row.urn for row in self._here}
        missing = {urn for urn, left_on in self._ours.items() if left_on is None and urn not in here}
        elsewhere = {row.urn: row for row in self._extract.establishments if row.urn in missing}
        absent = School.objects.filter(urn__in=missing).order_by("urn") if missing else []
        return look_for_the_rest(elsewhere=elsewhere, absent=absent, today=timezone.localdate())


def _before() -> Before:
    newest = RegisterImport.objects.order_by("-imported_at", "-pk").values_list("imported_at", "closed_urns").first()
    if newest is None:
        return Before(None, frozenset())
    return Before(timezone.localdate(newest[0]), frozenset(newest[1]))
