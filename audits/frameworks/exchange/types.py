"""What crosses the layers of bringing frameworks in and taking them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.frameworks.comparison.types import Comparison
from audits.frameworks.models import Framework


class DraftChanged(Exception):
    """Somebody saved the draft since the page was shown. Nothing was changed."""


class OtherSeries(Exception):
    """The file belongs to another series of versions than the draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A version with everything in it. content: as the values of its file; digest: of those, to notice any change."""

    id: int
    name: str
    upstream: str
    upstream_version: str
    version: str
    state: str
    state_words: str
    content: Mapping[str, Any]
    digest: str

    @property
    def is_draft(self) -> bool:
        """Only then may a file replace what is in it."""
        return self.state == "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a new draft comes from.

    kind, facts: what the trail says. based_on: the version it was made from, of the same series. upstream_version: of
    the catalogue; "" when it has none.
    """

    kind: str
    facts: Mapping[str, Any]
    based_on: Framework | None = None
    upstream_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What a file would change.

    beside: the name of the version it is compared with, "" where there is none. sealed: the file's text, signed, to be
    sent back with the confirmation. into: the draft that may take it, or None. taken: versions there are in its series.
    """

    name: str
    file_name: str
    beside: str
    comparison: Comparison | None
    sections: int
    indicators: int
    sealed: str
    version: str
    into: Contents | None
    taken: Sequence[str]
