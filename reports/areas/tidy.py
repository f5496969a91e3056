"""The area summary as open data: tidy rows in DfE's shape, and the one writer behind page, API and file.

Columns and measures are described in docs/data/area-summary.md. Conventions: domain.md 5.4.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields

from lscp_portal.ui.files import safe_text
from reports.areas.disclosure import HIDDEN, NOT_APPLICABLE, Figure, percent, protect

NOT_AVAILABLE = "x"
TOTAL = "Total"
ALL_PHASES = "All education phases"
SECTION_RESULT = "section_result"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose figures these are: a local authority, and the partnership it belongs to. Unknown codes are empty."""

    lscp_code: str
    lscp_name: str
    la_code: str
    la_name: str
    gss_code: str = ""
    region_code: str = ""
    region_name: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done in one authority and year. Audits are counted once, visits and reports each."""

    schools_total: int
    audits_open: int
    submitted: int
    reviewed: int
    feedback_issued: int
    feedback_within_30_workdays: int
    visits_held: int
    reports_published: int


@dataclass(frozen=True, slots=True)
class SectionResult:
    """How many schools have each published label in one section. Every label is there, also with 0."""

    code: str
    title: str
    schools_by_label: Mapping[str, int]


# What each count is a share of. The others have no share.
SHARE_OF = {
    "audits_open": "schools_total",
    "submitted": "audits_open",
    "reviewed": "submitted",
    "feedback_issued": "submitted",
    "feedback_within_30_workdays": "feedback_issued",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the data set. `count` and `percent` are numbers, or "c" hidden, "z" no meaning, "x" not available."""

    time_period: str
    time_identifier: str
    geographic_level: str
    country_code: str
    country_name: str
    region_code: str
    region_name: str
    old_la_code: str
    new_la_code: str
    la_name: str
    lscp_code: str
    lscp_name: str
    education_phase: str
    measure: str
    section_code: str
    section_title: str
    result: str
    count: Figure
    percent: Figure


COLUMNS = tuple(field.name for field in fields(Row))


def summary_rows(
    *, year: int, place: Place, activity: Activity, sections: Sequence[SectionResult] | None
) -> tuple[Row, ...]:
    """The rows of one authority and academic year, after disclosure control.

    year: in which the academic year begins. sections: None when results are not available, which is not the same as 0.
    Counts of schools' and the partnership's own work are given in full, with whole percentages; section results go
    through protect().
    """
    activity_lines = _activity_lines(asdict(activity))
    section_lines = (line for section in sections or () for line in _section_lines(section))
    missing = () if sections is not None else ((SECTION_RESULT, TOTAL, "All sections", TOTAL, *[NOT_AVAILABLE] * 2),)
    where = _where(year, place)
    return tuple(Row(*where, *line) for line in (*activity_lines, *section_lines, *missing))


def write_csv(rows: Iterable[Row]) -> str:
    """The data file: RFC 4180, every text quoted, numbers bare. Encode as UTF-8 without a byte order mark."""
    return _written(COLUMNS, (astuple(row) for row in rows))


def write_meta() -> str:
    """The partner file `….meta.csv` that explains the columns to DfE's loader."""
    return _written(META_COLUMNS, META)


def file_name(*, lscp_slug: str, year: int) -> str:
    """The name of the data file without its ending: small letters, under 50 characters."""
    return f"area-summary-{lscp_slug.lower()[:28]}-{period(year)}"


def period(year: int) -> str:
    """An academic year as DfE writes it: 2026 becomes 202627."""
    return f"{year}{(year + 1) % 100:02}"


def as_json(rows: Iterable[Row]) -> list[dict[str, Figure]]:
    """Rows as they are frozen in the database and sent by the API."""
    return [asdict(row) for row in rows]


def from_json(frozen: Iterable[Mapping[str, Figure]]) -> tuple[Row, ...]:
    """The rows again. Raises TypeError when a column is missing or unknown."""
    return tuple(Row(**row) for row in frozen)  # type: ignore[arg-type]  # checked by shape, not by value


def _where(year: int, place: Place) -> tuple[str, ...]:
    return (
        period(year),
        "Academic year",
        "Local authority",
        "E92000001",
        "England",
        place.region_code or NOT_AVAILABLE,
        place.region_name or "Not available",
        place.la_code or NOT_AVAILABLE,
        place.gss_code or NOT_AVAILABLE,
        place.la_name,
        place.lscp_code,
        place.lscp_name,
        ALL_PHASES,
    )


def _activity_lines(counts: Mapping[str, int]) -> Iterator[tuple[str, str, str, str, Figure, Figure]]:
    for measure, count in counts.items():
        share = percent(count, counts[SHARE_OF[measure]]) if measure in SHARE_OF else NOT_APPLICABLE
        yield (measure, TOTAL, "All sections", TOTAL, count, share)


def _section_lines(section: SectionResult) -> Iterator[tuple[str, str, str, str, Figure, Figure]]:
    table = protect(section.schools_by_label)
    for label, count in table.counts.items():
        yield (SECTION_RESULT, section.code, section.title, label, count, table.percents[label])
    yield (SECTION_RESULT, section.code, section.title, TOTAL, table.total, NOT_APPLICABLE)


def _written(columns: Sequence[str], lines: Iterable[Sequence[Figure]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue()


META_COLUMNS = (
    "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint",
    "filter_grouping_column",
)  # fmt: skip
META = (
    ("lscp_code", "Filter", "Safeguarding partnership code", "", "", "", "", ""),
    ("lscp_name", "Filter", "Safeguarding partnership", "", "", "", "", ""),
    ("education_phase", "Filter", "Education phase", "", "", "", "All phases together in this edition", ""),
    ("measure", "Filter", "Measure", "", "", "", "What is counted", ""),
    ("section_code", "Filter", "Section code", "", "", "", "Section of the audit framework", ""),
    ("section_title", "Filter", "Section", "", "", "", "Section of the audit framework", ""),
    ("result", "Filter", "Section result", "", "", "", "The published label of a section", ""),
    ("count", "Indicator", "Number", "", "", 0, "", ""),
    ("percent", "Indicator", "Percentage", "", "%", 0, "", ""),
)
SYMBOLS = {HIDDEN: "hidden, because few schools stand behind it", NOT_APPLICABLE: "has no meaning here",
           NOT_AVAILABLE: "not available"}  # fmt: skip
