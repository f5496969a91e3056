"""Frameworks as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.reading import load_framework, shipped_frameworks


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """One adopted framework. core and critical: how many of its indicators."""

    id: int
    title: str
    version: str
    academic_year: str
    indicators: int
    core: int
    critical: int


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section with its indicators, in order."""

    code: str
    title: str
    why: str
    indicators: Sequence[Indicator]


def adopted_frameworks() -> list[FrameworkRow]:
    """The partnership's frameworks, newest first. One query."""
    counted = Framework.objects.annotate(
        total=Count("indicators"),
        core=Count("indicators", filter=Q(indicators__tier="core")),
        critical=Count("indicators", filter=Q(indicators__is_critical=True)),
    ).order_by("-academic_year", "-version")
    return [
        FrameworkRow(row.pk, row.title, row.version, row.academic_year, row.total, row.core, row.critical)
        for row in counted
    ]


def catalogue() -> list[FrameworkDefinition]:
    """The frameworks that come with the product. No query."""
    return [load_framework(path) for path in shipped_frameworks()]


def sections_of(framework_id: int) -> list[SectionPage]:
    """A framework section by section. Two queries."""
    indicators: dict[int, list[Indicator]] = {}
    for indicator in Indicator.objects.filter(framework_id=framework_id).order_by("position"):
        indicators.setdefault(indicator.section_id, []).append(indicator)
    sections = Section.objects.filter(framework_id=framework_id).order_by("position")
    return [SectionPage(row.code, row.title, row.why, indicators.get(row.pk, [])) for row in sections]


def indicators_of(framework_id: int) -> list[Indicator]:
    """Its indicators in order, each with `section_code`, as applicability asks for them. One query."""
    rows = Indicator.objects.filter(framework_id=framework_id).annotate(section_code=F("section__code"))
    return list(rows.order_by("position"))
