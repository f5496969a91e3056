"""Adopt a framework of the catalogue into a partnership's own rows."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.frameworks.definition import Applies, FrameworkDefinition
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.policies import may_adopt
from audits.frameworks.references.seeding import keep_documents
from audits.frameworks.transitions import FRAMEWORK
from audits.frameworks.types import AlreadyAdopted
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record


def adopt_framework(*, actor: Actor | None, tenant_id: int, definition: FrameworkDefinition) -> Framework:
    """Copy a definition into the open scope's partnership, with its upstream id and version; it is published at once.

    actor: None for the operator's command. Raises AlreadyAdopted, PermissionDenied. 7 queries, whatever the size.
    """
    if actor is not None and not may_adopt(actor):
        raise PermissionDenied("framework.adopt")
    if there := Framework.objects.filter(upstream=definition.id, version=definition.version).first():
        raise AlreadyAdopted(there)
    framework = Framework(
        tenant_id=tenant_id,
        upstream=definition.id,
        upstream_version=definition.version,
        version=definition.version,
        title=definition.title,
        subtitle=definition.subtitle,
        academic_year=definition.academic_year,
        settings=dict(definition.settings),
        sha256=definition.sha256,
        adopted_by_id=actor.person_id if actor else None,
    )
    framework.save(force_insert=True)
    keep_parts(framework, definition)
    publish_unchanged(framework, actor)
    record(actor, "framework.adopted", framework, version=framework.version, sha256=framework.sha256)
    return framework


def keep_parts(framework: Framework, definition: FrameworkDefinition) -> None:
    """Write the definition's sections, indicators and documents as rows of a draft. Three queries."""
    _copy_indicators(framework, definition, _copy_sections(framework, definition))
    keep_documents(framework)


def publish_unchanged(framework: Framework, actor: Actor | None) -> None:
    """What others published stands as it is, so that a cycle can be planned with it at once."""
    FRAMEWORK.move("adopt", framework, actor)
    framework.published_at, framework.published_by_id = timezone.now(), framework.adopted_by_id
    framework.save(update_fields=["state", "published_at", "published_by_id"])


def _copy_sections(framework: Framework, definition: FrameworkDefinition) -> dict[str, Section]:
    sections = [
        Section(
            tenant_id=framework.tenant_id,
            framework=framework,
            code=section.code,
            title=section.title,
            why=section.why,
            position=position,
        )
        for position, section in enumerate(definition.sections, start=1)
    ]
    return {section.code: section for section in Section.objects.bulk_create(sections)}


def _copy_indicators(framework: Framework, definition: FrameworkDefinition, sections: dict[str, Section]) -> None:
    Indicator.objects.bulk_create(
        Indicator(
            tenant_id=framework.tenant_id,
            framework=framework,
            section=sections[indicator.section_code],
            code=indicator.code,
            position=position,
            tier=indicator.tier,
            is_critical=indicator.is_critical,
            allow_na=indicator.allow_na,
            text=indicator.text,
            evidence=indicator.evidence,
            why=indicator.why,
            looks_like=indicator.looks_like,
            replaces=indicator.replaces,
            references=list(indicator.references),
            audience=list(indicator.audience),
            applies=plain(indicator.applies),
        )
        for position, indicator in enumerate(definition.indicators, start=1)
    )


def plain(applies: Applies) -> object:
    """An applicability as JSON holds it: "all", or an object of lists."""
    return applies if isinstance(applies, str) else {key: list(values) for key, values in applies.items()}
