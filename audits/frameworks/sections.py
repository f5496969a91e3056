"""A framework's sections with their indicators, as rows."""

from audits.frameworks.models import Indicator, Section
from audits.frameworks.types import SectionPage


def sections_of(framework_id: int) -> list[SectionPage]:
    """A framework section by section. Two queries."""
    indicators: dict[int, list[Indicator]] = {}
    for indicator in Indicator.objects.filter(framework_id=framework_id).order_by("position"):
        indicators.setdefault(indicator.section_id, []).append(indicator)
    sections = Section.objects.filter(framework_id=framework_id).order_by("position")
    return [SectionPage(row.code, row.title, row.why, indicators.get(row.pk, [])) for row in sections]
