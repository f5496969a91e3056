"""What crosses the layers of the bank of phrases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lscp_portal.ui.types import Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseEntry:
    """What somebody puts into the bank. about: "series code", or "" for any indicator.

    help_from, workdays: of a recommendation; "" and None of a comment.
    """

    kind: str
    text: str
    about: str = ""
    help_from: str = ""
    workdays: int | None = None

    @property
    def series(self) -> tuple[str, str]:
        """(id of the series, code of the indicator); twice "" for any indicator."""
        upstream, _, code = self.about.rpartition(" ")
        return upstream, code


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseOffer:
    """One phrase beside an indicator, for a reader to take. key: the single key that puts it in, "" for none."""

    id: int
    text: str
    code: str
    help_from: str
    workdays: int | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class PhrasesHere:
    """The phrases of one indicator, its own first and then those for any, the most used first."""

    comments: Sequence[PhraseOffer] = ()
    recommendations: Sequence[PhraseOffer] = ()

    @property
    def first_comments(self) -> Sequence[PhraseOffer]:
        """Those that have a key."""
        return [one for one in self.comments if one.key]

    @property
    def more_comments(self) -> Sequence[PhraseOffer]:
        """The rest, which is folded away."""
        return [one for one in self.comments if not one.key]

    @property
    def more_words(self) -> str:
        """How many are folded away: "1 more phrase"."""
        number = len(self.more_comments)
        return f"{number} more phrase{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class CommentSaid:
    """A comment that a reader wrote to a school about one indicator. upstream: id of the framework's series."""

    code: str
    upstream: str
    comment: str
    school_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFilter:
    """What the bank is asked for. section: a code, "" for all; kind: a Phrase.Kind or ""; page: from 1."""

    words: str = ""
    section: str = ""
    kind: str = ""
    retired: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRow:
    """One phrase as the bank lists it. Names are "" where nothing was done, used is a count and nothing else."""

    id: int
    kind: str
    kind_words: str
    about: str
    code: str
    indicator_text: str
    text: str
    help_from: str
    workdays: int | None
    revision: int
    used: int
    written_by: str
    written_at: datetime
    changed_by: str
    changed_at: datetime | None
    retired_by: str
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class BankGroup:
    """The phrases of one section that follow each other on a page."""

    title: str
    rows: Sequence[PhraseRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPage:
    """One page of the bank. sections: (code, title) to choose from. total: how many were found; kept: of how many.

    may_write: this person may put phrases in; may_keep: may change and retire them.
    """

    groups: Sequence[BankGroup]
    sections: Sequence[tuple[str, str]]
    total: int
    kept: int
    pages: Pages
    may_write: bool
    may_keep: bool
