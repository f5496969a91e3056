"""What the pages of an area show. Every number on them comes from the rows that are downloaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from lscp_portal.ui.types import Heading, Pages
from lscp_portal.workflow import Offer
from reports.areas.counting import Timeliness
from reports.areas.disclosure import HIDDEN, NOT_APPLICABLE, Figure, percent
from reports.areas.tidy import NOT_AVAILABLE, SECTION_RESULT, SHARE_OF, TOTAL, Row, as_json, period

MEASURES: Final = {
    "schools_total": "Schools in the area",
    "audits_open": "Audits opened",
    "submitted": "Audits signed and sent in",
    "reviewed": "Audits read by the partnership",
    "feedback_issued": "Schools with formal feedback",
    "feedback_within_30_workdays": "Feedback within 30 working days",
    "visits_held": "Visits held",
    "reports_published": "School reports published",
}
OF: Final = {
    "schools_total": "schools",
    "audits_open": "audits opened",
    "submitted": "audits sent in",
    "feedback_issued": "schools with feedback",
}
IN_WORDS: Final = {HIDDEN: "Hidden", NOT_APPLICABLE: "", NOT_AVAILABLE: "Not available"}


def year_in_words(year: int) -> str:
    """An academic year as people say it: 2026 becomes "2026 to 2027"."""
    return f"{year} to {year + 1}"


def in_words(figure: Figure) -> str:
    """A figure of a row as a page shows it: a number, or the word for its symbol."""
    return f"{figure:,}" if isinstance(figure, int) else IN_WORDS[figure]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the page: `done` of `total` are `what`."""

    done: int
    total: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFigures:
    """The figures of one local authority, as tables. results: sections by published label, if any."""

    name: str
    activity: Sequence[Sequence[str]]
    labels: Sequence[Heading]
    results: Sequence[Sequence[str]]
    has_hidden: bool
    activity_headings: Sequence[Heading] = (Heading("What"), Heading("Number"))

    @property
    def activity_caption(self) -> str:
        """Over the table of what was done."""
        return f"{self.name}: schools, audits, feedback, visits and reports"

    @property
    def results_caption(self) -> str:
        """Over the table of what was found."""
        return f"{self.name}: number of schools with each result"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFigures:
    """One partnership and year: its authorities, and sums over them of what the partnership and its schools did."""

    year: int
    places: Sequence[PlaceFigures]
    totals: Mapping[str, int]

    @property
    def year_words(self) -> str:
        """2026 to 2027."""
        return year_in_words(self.year)

    @property
    def bars(self) -> Sequence[Bar]:
        """Coverage as bars; what had nothing to be a share of is left out."""
        wanted = (
            ("audits_open", "schools have an audit this year"),
            ("submitted", "audits are signed and sent in"),
            ("feedback_issued", "schools that sent one in have formal feedback"),
            ("feedback_within_30_workdays", "letters came within 30 working days"),
        )
        found = (Bar(self.totals[name], self.totals[SHARE_OF[name]], what) for name, what in wanted)
        return [bar for bar in found if bar.total]

    @property
    def sentences(self) -> Sequence[str]:
        """The year in three sentences."""
        return [
            f"{_of(self.totals, 'submitted', 'audits')} were signed by three people and sent in.",
            f"{_of(self.totals, 'feedback_issued', 'schools that sent one in')} have had formal feedback, "
            f"{self.totals['feedback_within_30_workdays']:,} of them within 30 working days.",
            f"Teams held {_some(self.totals['visits_held'], 'visit')}, and "
            f"{_some(self.totals['reports_published'], 'school report')} can be read by anybody.",
        ]

    @classmethod
    def of(cls, year: int, rows: Sequence[Row]) -> "AreaFigures":
        """The figures of these rows, those of one authority after the other."""
        places = [_place(list(group)) for _code, group in groupby(rows, key=lambda row: row.old_la_code)]
        totals = dict.fromkeys(MEASURES, 0)
        for row in rows:
            if row.measure in totals and isinstance(row.count, int):
                totals[row.measure] += row.count
        return cls(year=year, places=places, totals=totals)


def _of(totals: Mapping[str, int], measure: str, what: str) -> str:
    done, total = totals[measure], totals[SHARE_OF[measure]]
    share = percent(done, total)
    return f"{done:,} of {total:,} {what}" + (f" ({share}%)" if isinstance(share, int) else "")


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _place(rows: Sequence[Row]) -> PlaceFigures:
    results = [row for row in rows if row.measure == SECTION_RESULT and row.section_code != TOTAL]
    sections = [list(group) for _code, group in groupby(results, key=lambda row: row.section_code)]
    return PlaceFigures(
        name=rows[0].la_name,
        activity=[(MEASURES[row.measure], _work(row)) for row in rows if row.measure in MEASURES],
        labels=_headings(sections[0] if sections else []),
        results=[(section[0].section_title, *map(_result, section)) for section in sections],
        has_hidden=any(row.count == HIDDEN for row in results),
    )


def _headings(section: Sequence[Row]) -> list[Heading]:
    return [Heading("Section"), *(Heading("Schools" if row.result == TOTAL else row.result) for row in section)]


def _work(row: Row) -> str:
    words = in_words(row.count)
    return f"{words} ({row.percent}% of {OF[SHARE_OF[row.measure]]})" if isinstance(row.percent, int) else words


def _result(row: Row) -> str:
    words = in_words(row.count)
    return f"{words} ({row.percent}%)" if isinstance(row.percent, int) else words


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A frozen summary: the rows, and who said when that these are the figures. Names are "" on public pages."""

    slug: str
    partnership_name: str
    code: str
    year: int
    rows: Sequence[Row]
    sha256: str
    frozen_at: datetime
    published_at: datetime | None

    @property
    def figures(self) -> AreaFigures:
        """As tables."""
        return AreaFigures.of(self.year, self.rows)

    @property
    def address(self) -> str:
        """The public page; the same without its last stroke and with .csv, .meta.csv or .json is the file."""
        return f"/areas/{self.slug}/{self.year}/"

    def file_address(self, ending: str) -> str:
        """The public address of a file: csv, meta.csv or json."""
        return f"/areas/{self.slug}/{self.year}.{ending}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPage:
    """The partnership's own page of one year. frozen_by, published_by: names; "" before."""

    figures: AreaFigures
    timeliness: Timeliness
    years: Sequence[tuple[int, str]]
    unfinished: int
    may_freeze: bool
    summary_id: int | None = None
    is_published: bool = False
    frozen_at: datetime | None = None
    frozen_by: str = ""
    published_at: datetime | None = None
    published_by: str = ""
    offers: Sequence[Offer] = ()

    @property
    def is_frozen(self) -> bool:
        """Whether the figures are those that were sent, and no longer change."""
        return self.summary_id is not None

    @property
    def may_publish(self) -> bool:
        """Whether this person may publish it now."""
        return any(offer.name == "publish" and offer.is_ready for offer in self.offers)


@dataclass(frozen=True, slots=True)
class Area:
    """One partnership in the public list, with the years that are published."""

    slug: str
    name: str
    years: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class AreaReport:
    """One published report in the list of its area."""

    school_name: str
    address: str
    cycle: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class AreaReports:
    """A page of the list of reports, and where it goes on."""

    reports: Sequence[AreaReport]
    total: int
    pages: Pages


class AlteredFigures(RuntimeError):
    """Frozen rows no longer give the file that was hashed: it is not served."""


def document(summary: Frozen) -> dict[str, Any]:
    """One summary as the JSON file and the API give it."""
    return {
        "partnership": summary.slug,
        "lscp_code": summary.code,
        "lscp_name": summary.partnership_name,
        "year": summary.year,
        "time_period": period(summary.year),
        "frozen_at": summary.frozen_at,
        "published_at": summary.published_at,
        "csv_sha256": summary.sha256,
        "rows": as_json(summary.rows),
    }
