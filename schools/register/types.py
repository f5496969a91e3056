"""What crosses the layers of the register."""

from collections.abc import Sequence
from dataclasses import dataclass

from schools.register.models import RegisterChange


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What one extract changed for one partnership. import_id: None when nothing changed and nothing was written.

    not_in_file: URNs of our open schools that the extract does not know.
    """

    import_id: int | None
    rows_read: int
    rows_of_area: int
    changes: Sequence[RegisterChange]
    not_in_file: Sequence[int]
    missing_columns: Sequence[str]

    def count(self, kind: str) -> int:
        """How many schools changed in this way."""
        return sum(change.kind == kind for change in self.changes)


class NoAuthority(Exception):
    """The partnership has no local authority, so no school of an extract can be its own."""
