"""A draft as its editor shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.frameworks.editor.coding import proposed_indicator_code
from audits.frameworks.editor.holding import used_indicator_codes
from audits.frameworks.editor.types import (
    EditorPage,
    IndicatorEntry,
    IndicatorInEditor,
    Removed,
    SectionEntry,
    SectionInEditor,
)
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.sections import sections_of

COMPARED = (
    "text",
    "why",
    "looks_like",
    "evidence",
    "tier",
    "is_critical",
    "allow_na",
    "applies",
    "references",
    "audience",
)


@dataclass(frozen=True, slots=True)
class Editing:
    """One section or indicator on its page. revision: what the page shows. place: from 1, within its section."""

    framework_id: int
    framework: str
    state: str
    state_words: str
    settings: Mapping[str, Any]
    code: str
    section_code: str
    title: str
    revision: int
    place: int
    entry: Any

    @property
    def is_draft(self) -> bool:
        """Only then can it be edited."""
        return self.state == "draft"


def editor_page(*, framework_id: int) -> EditorPage:
    """All sections and indicators, what was removed, and how each stands to the version before. 6 queries.

    Raises Framework.DoesNotExist.
    """
    framework = Framework.objects.defer("settings").select_related("based_on").get(pk=framework_id)
    before = {row.code: row for row in Indicator.objects.filter(framework_id=framework.based_on_id or 0)}
    sections = [
        SectionInEditor(section.code, section.title, section.why, [_line(row, before) for row in section.indicators])
        for section in sections_of(framework_id)
    ]
    lines = [line for section in sections for line in section.lines]
    return EditorPage(
        id=framework.pk,
        name=str(framework),
        state=framework.state,
        state_words=framework.get_state_display(),
        based_on=framework.based_on.version if framework.based_on else "",
        sections=sections,
        removed=_removed(framework_id, lines),
        indicators=len(lines),
        core=sum(line.is_core for line in lines),
        critical=sum(line.is_critical for line in lines),
    )


def section_being_edited(*, framework_id: int, code: str) -> Editing:
    """One section. Two queries. Raises Framework.DoesNotExist, Section.DoesNotExist."""
    framework = Framework.objects.get(pk=framework_id)
    row: Section = Section.objects.get(framework_id=framework_id, code=code)
    return _editing(framework, row, row.code, row.title, row.position, SectionEntry.of(row))


def indicator_being_edited(*, framework_id: int, code: str) -> Editing:
    """One indicator. Three queries. Raises Framework.DoesNotExist, Indicator.DoesNotExist."""
    framework = Framework.objects.get(pk=framework_id)
    row: Indicator = Indicator.objects.select_related("section").get(framework_id=framework_id, code=code)
    above = Indicator.objects.filter(section_id=row.section_id, position__lt=row.position).count()
    return _editing(framework, row, row.section.code, row.text, above + 1, IndicatorEntry.of(row))


def framework_being_edited(*, framework_id: int) -> Framework:
    """The framework with its settings. One query. Raises Framework.DoesNotExist."""
    framework: Framework = Framework.objects.get(pk=framework_id)
    return framework


def code_for(*, framework_id: int, section_code: str) -> str:
    """A code for a new indicator of this section. Two queries."""
    framework = Framework.objects.defer("settings").get(pk=framework_id)
    used = used_indicator_codes(framework)
    return proposed_indicator_code(section_code, used=used, has_upstream=bool(framework.upstream_version))


def section_choices(*, framework_id: int) -> list[tuple[str, str]]:
    """Code and title of each section, in order. One query."""
    rows = Section.objects.filter(framework_id=framework_id).order_by("position").values_list("code", "title")
    return [(code, f"{code}: {title}") for code, title in rows]


def _editing(
    framework: Framework, row: Section | Indicator, section_code: str, title: str, place: int, entry: Any  # noqa: ANN401
) -> Editing:  # fmt: skip
    return Editing(
        framework.pk, str(framework), framework.state, framework.get_state_display(), framework.settings,
        row.code, section_code, title, row.revision, place, entry,
    )  # fmt: skip


def _line(row: Indicator, before: Mapping[str, Indicator]) -> IndicatorInEditor:
    old = before.get(row.code)
    mark = ""
    if before and old is None:
        mark = "New"
    elif old is not None and any(getattr(row, name) != getattr(old, name) for name in COMPARED):
        mark = "Changed"
    return IndicatorInEditor(row.code, row.text, row.tier == "core", row.is_critical, row.replaces, mark)


def _removed(framework_id: int, lines: list[IndicatorInEditor]) -> list[Removed]:
    """Removed sections, and indicators that were removed by themselves. Two queries."""
    successors = {line.replaces: line.code for line in lines if line.replaces}
    sections = Section.with_removed.filter(framework_id=framework_id).exclude(removed_at=None).order_by("code")
    gone = {row.pk: row for row in sections}
    rows = Indicator.with_removed.filter(framework_id=framework_id).exclude(removed_at=None).order_by("position")
    alone = [row for row in rows if row.section_id not in gone or gone[row.section_id].removed_at != row.removed_at]
    return [
        *(Removed("section", row.code, row.title) for row in gone.values()),
        *(Removed("indicator", row.code, row.text, successors.get(row.code, "")) for row in alone),
    ]
