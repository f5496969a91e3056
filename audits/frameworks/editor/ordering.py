"""The order of a draft: sections, and indicators over the whole framework. The caller holds the framework's lock."""

from audits.frameworks.models import Indicator, Section

Arranged = list[tuple[Section, list[Indicator]]]


def arranged(framework_id: int) -> Arranged:
    """The living sections with their living indicators, in order. Two queries."""
    found: dict[int, list[Indicator]] = {}
    for row in Indicator.objects.filter(framework_id=framework_id).order_by("position", "pk"):
        found.setdefault(row.section_id, []).append(row)
    sections = Section.objects.filter(framework_id=framework_id).order_by("position", "pk")
    return [(section, found.get(section.pk, [])) for section in sections]


def keep_order(order: Arranged) -> None:
    """Number everything from 1 as it stands here, and write what changed. Two statements at most."""
    sections, indicators = [], []
    place = 0
    for number, (section, rows) in enumerate(order, start=1):
        if section.position != number:
            section.position = number
            sections.append(section)
        for row in rows:
            place += 1
            if (row.position, row.section_id) != (place, section.pk):
                row.position, row.section = place, section
                indicators.append(row)
    if sections:
        Section.objects.bulk_update(sections, ["position"])
    if indicators:
        Indicator.objects.bulk_update(indicators, ["position", "section"])


def with_section_at(order: Arranged, code: str, position: int) -> Arranged:
    """The order with one section moved to a place from 1; beyond the ends it goes to the end."""
    moved = next(pair for pair in order if pair[0].code == code)
    rest = [pair for pair in order if pair is not moved]
    rest.insert(_index(position, len(rest)), moved)
    return rest


def with_indicator_at(order: Arranged, code: str, section_code: str, position: int) -> Arranged:
    """The order with one indicator moved to a place, from 1, of a section. Raises StopIteration for an unknown code."""
    moved = next(row for _section, rows in order for row in rows if row.code == code)
    fresh = [(section, [row for row in rows if row is not moved]) for section, rows in order]
    rows = next(rows for section, rows in fresh if section.code == section_code)
    rows.insert(_index(position, len(rows)), moved)
    return fresh


def _index(position: int, most: int) -> int:
    return max(0, min(position - 1, most))
