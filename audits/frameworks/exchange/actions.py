"""A file becomes the contents of a draft. A published version is never touched."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.frameworks.actions import keep_parts, plain
from audits.frameworks.definition import FrameworkDefinition, IndicatorDefinition
from audits.frameworks.exchange.contents import contents_in
from audits.frameworks.exchange.types import DraftChanged, Origin, OtherSeries
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.references.seeding import keep_documents
from audits.frameworks.versions.actions import locked_draft
from audits.frameworks.versions.types import VersionTaken
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record

_SECTION = ("title", "why", "position")
_INDICATOR = (
    "section_id", "replaces", "position", "tier", "is_critical", "allow_na", "text", "why", "looks_like", "evidence",
    "references", "audience", "applies",
)  # fmt: skip
_KEPT = ("removed_at", "revision", "changed_at", "changed_by_id")


def draft_from(*, actor: Actor, definition: FrameworkDefinition, version: str, origin: Origin) -> Framework:
    """A new draft that holds a definition, under a version of its own.

    Raises PermissionDenied, VersionTaken. 6 queries, trail apart.
    """
    if not may_edit_framework(actor):
        raise PermissionDenied("framework.draft")
    framework = Framework(
        tenant_id=actor.tenant_id,
        upstream=definition.id,
        upstream_version=origin.upstream_version,
        version=version,
        based_on=origin.based_on,
        title=definition.title,
        subtitle=definition.subtitle,
        academic_year=definition.academic_year,
        settings=dict(definition.settings),
        adopted_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            framework.save(force_insert=True)
    except IntegrityError as clash:
        raise (VersionTaken() if "framework_version_once" in str(clash) else clash) from clash
    keep_parts(framework, definition)
    record(actor, origin.kind, framework, version=version, **origin.facts)
    return framework


def replace_contents(*, actor: Actor, framework_id: int, read: str, definition: FrameworkDefinition) -> Framework:
    """Let a draft hold what a file says; it keeps its version. Parts that the file lacks can be put back afterwards.

    read: the digest of the contents that the preview was made beside. Raises PermissionDenied, Refused (no draft),
    DraftChanged, OtherSeries. 12 queries, trail apart, whatever the size.
    """
    framework = locked_draft(actor, framework_id)
    if contents_in(framework).digest != read:
        raise DraftChanged
    if definition.id != framework.upstream:
        raise OtherSeries
    framework.title, framework.subtitle = definition.title, definition.subtitle
    framework.academic_year, framework.settings = definition.academic_year, dict(definition.settings)
    framework.settings_revision += 1
    framework.save(update_fields=["title", "subtitle", "academic_year", "settings", "settings_revision"])
    sections = _bring_sections(framework, definition, actor)
    _bring_indicators(framework, definition, sections, actor)
    keep_documents(framework)
    record(actor, "framework.replaced", framework, version=framework.version, sha256=definition.sha256)
    return framework


def _bring_sections(framework: Framework, definition: FrameworkDefinition, actor: Actor) -> dict[str, int]:
    there = {row.code: row for row in Section.with_removed.filter(framework=framework).order_by("position")}
    wanted = {one.code: {"title": one.title, "why": one.why, "position": one.position} for one in definition.sections}
    _bring(Section, framework, there, wanted, actor)
    rows = Section.objects.filter(framework=framework).order_by("position")
    return dict(rows.values_list("code", "pk"))


def _bring_indicators(
    framework: Framework, definition: FrameworkDefinition, sections: Mapping[str, int], actor: Actor
) -> None:
    there = {row.code: row for row in Indicator.with_removed.filter(framework=framework).order_by("position")}
    wanted = {
        one.code: _columns(replace(one, position=position), sections)
        for position, one in enumerate(definition.indicators, start=1)
    }
    _bring(Indicator, framework, there, wanted, actor)


def _columns(one: IndicatorDefinition, sections: Mapping[str, int]) -> dict[str, Any]:
    lists = {"references": list(one.references), "audience": list(one.audience), "applies": plain(one.applies)}
    texts = {name: getattr(one, name) for name in _INDICATOR if name not in {"section_id", *lists}}
    return {"section_id": sections[one.section_code], **texts, **lists}


def _bring(
    model: type[Section | Indicator],
    framework: Framework,
    there: Mapping[str, Section | Indicator],
    wanted: Mapping[str, Mapping[str, Any]],
    actor: Actor,
) -> None:
    """Rows that differ are written, their revision one higher; new ones added; the rest removed, to be put back."""
    names = _SECTION if model is Section else _INDICATOR
    changed = []
    for code, row in there.items():
        columns = wanted.get(code)
        is_same = columns is not None and all(getattr(row, name) == columns[name] for name in names)
        if (columns is None and row.removed_at) or (is_same and not row.removed_at):
            continue
        for name, value in (columns or {}).items():
            setattr(row, name, value)
        row.removed_at = timezone.now() if columns is None else None
        row.revision, row.changed_at, row.changed_by_id = row.revision + 1, timezone.now(), actor.person_id
        changed.append(row)
    model.with_removed.bulk_update(changed, [*names, *_KEPT], batch_size=500)
    owner: dict[str, Any] = {"tenant_id": framework.tenant_id, "framework": framework, "changed_by_id": actor.person_id}
    new = (model(**owner, code=code, **columns) for code, columns in wanted.items() if code not in there)
    model.objects.bulk_create(new)
