"""What a file would change, and what a draft of it is made from."""

from audits.frameworks.comparison.comparing import compare
from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.exchange.contents import contents_in, contents_of, definition_in
from audits.frameworks.exchange.sealing import seal
from audits.frameworks.exchange.types import Contents, ImportPreview, Origin
from audits.frameworks.models import Framework
from audits.frameworks.queries import catalogue
from audits.frameworks.versions.naming import next_version


def import_preview(
    *, definition: FrameworkDefinition, file_name: str, framework_id: int | None = None
) -> ImportPreview:
    """What a file would change, beside the version it was brought to, or the newest of its series. 5 queries."""
    beside = _beside(definition, framework_id)
    taken = sorted(Framework.objects.filter(upstream=definition.id).values_list("version", flat=True))
    before = definition_in(beside) if beside else None
    return ImportPreview(
        name=f"{definition.title} {definition.version}",
        file_name=file_name,
        beside=beside.name if beside else "",
        comparison=compare(before, definition) if before else None,
        sections=len(definition.sections),
        indicators=len(definition.indicators),
        sealed=seal(definition, file_name),
        version=proposed_version(definition, taken),
        into=beside if beside and beside.is_draft and beside.upstream == definition.id else None,
        taken=taken,
    )


def proposed_version(definition: FrameworkDefinition, taken: list[str]) -> str:
    """The file's own version where it is free and could not be one of the catalogue's; else the next local one."""
    is_catalogues = any(one.id == definition.id for one in catalogue())
    is_local = any(sign.isalpha() for sign in definition.version) or not is_catalogues
    if is_local and definition.version not in taken:
        return definition.version
    return next_version(definition.version, taken=taken)


def _beside(definition: FrameworkDefinition, framework_id: int | None) -> Contents | None:
    if framework_id is not None:
        return contents_of(framework_id=framework_id)
    series = Framework.objects.filter(upstream=definition.id)
    row = series.filter(version=definition.version).first() or series.order_by("-adopted_at", "-pk").first()
    return contents_in(row) if row else None


def origin_of(*, definition: FrameworkDefinition, framework_id: int | None) -> Origin:
    """What a draft of this file is made from, where the partnership has it. One query or two."""
    series = Framework.objects.filter(upstream=definition.id)
    supersedes = str(definition.settings["head"].get("supersedes") or "")
    row = series.filter(pk=framework_id).first() if framework_id else None
    row = row or series.filter(version__in=[definition.version, supersedes]).order_by("-adopted_at").first()
    return Origin(
        kind="framework.imported",
        facts={"sha256": definition.sha256},
        based_on=row,
        upstream_version=row.upstream_version if row else "",
    )
