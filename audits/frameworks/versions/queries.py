"""Versions as pages show them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q

from audits.frameworks.models import Framework
from audits.frameworks.transitions import FRAMEWORK
from audits.frameworks.versions.naming import a_year_later, next_version, next_year
from audits.frameworks.versions.types import VersionFacts, VersionRow
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor

SHOWN = frozenset({"consult", "take_back", "publish", "retire"})  # adopting is done from the catalogue


def version_rows() -> list[VersionRow]:
    """Every version, each series from its newest academic year down, with what it was made from. One query."""
    there = Q(indicators__removed_at=None)
    counted = Framework.objects.defer("settings").annotate(
        total=Count("indicators", filter=there),
        core=Count("indicators", filter=there & Q(indicators__tier="core")),
        critical=Count("indicators", filter=there & Q(indicators__is_critical=True)),
    )
    rows = {row.pk: row for row in counted.order_by("upstream", "-academic_year", "-adopted_at", "-pk")}
    return [
        VersionRow(
            id=row.pk,
            name=row.title,
            version=row.version,
            academic_year=row.academic_year,
            state=row.state,
            state_words=row.get_state_display(),
            based_on=rows[row.based_on_id].version if row.based_on_id in rows else "",
            depth=_depth(row, rows),
            indicators=row.total,
            core=row.core,
            critical=row.critical,
            made_at=row.adopted_at,
            published_at=row.published_at,
        )
        for row in rows.values()
    ]


def version_facts(*, actor: Actor, framework_id: int) -> VersionFacts:
    """Where a version stands and what this person may do. 4 queries; up to 3 more while it is no longer to be edited.

    Raises Framework.DoesNotExist.
    """
    found = Framework.objects.select_related("based_on").annotate(said=Count("comments", distinct=True))
    row = found.get(pk=framework_id)
    names = names_of(pk for pk in (row.adopted_by_id, row.published_by_id) if pk)
    offers = [offer for offer in FRAMEWORK.offers(row, actor) if offer.name in SHOWN]
    return VersionFacts(
        id=row.pk,
        name=str(row),
        state=row.state,
        state_words=row.get_state_display(),
        based_on=(row.based_on.pk, row.based_on.version) if row.based_on else None,
        upstream_version=row.upstream_version,
        made_at=row.adopted_at,
        made_by=names.get(row.adopted_by_id, ""),
        comments_until=row.comments_until,
        was_consulted=row.consulted_at is not None,
        comments=row.said,
        published_at=row.published_at,
        published_by=names.get(row.published_by_id, ""),
        change_note=row.change_note,
        unconsulted_because=row.unconsulted_because,
        retired_at=row.retired_at,
        cycles=list(row.cycles.order_by("-year", "name").values_list("name", flat=True)),
        offers=offers,
    )


def proposed_plan(*, framework_id: int, is_roll_over: bool) -> dict[str, object]:
    """What the form of a new draft begins with. Two queries. Raises Framework.DoesNotExist."""
    source = Framework.objects.get(pk=framework_id)
    year = next_year(source.academic_year) if is_roll_over else ""
    head = source.settings["head"]
    days = {name: date.fromisoformat(head[name]) for name in ("effective_from", "effective_to")}
    return {
        "version": next_version(source.version, taken=versions_of_series(framework_id=framework_id), year=year),
        "title": source.title,
        "subtitle": source.subtitle,
        "read": 0,
        "academic_year": year or source.academic_year,
        **({name: a_year_later(day) for name, day in days.items()} if is_roll_over else days),
    }


def plan_of_draft(*, framework_id: int) -> dict[str, object]:
    """What a draft is called now, with the revision of its settings as `read`. One query."""
    row = Framework.objects.get(pk=framework_id)
    head = row.settings["head"]
    return {
        "version": row.version,
        "title": row.title,
        "subtitle": row.subtitle,
        "academic_year": row.academic_year,
        "effective_from": date.fromisoformat(head["effective_from"]),
        "effective_to": date.fromisoformat(head["effective_to"]),
        "read": row.settings_revision,
    }


def versions_of_series(*, framework_id: int) -> frozenset[str]:
    """The versions there are in the series of this one. One query."""
    series = Framework.objects.filter(pk=framework_id).values("upstream")
    return frozenset(Framework.objects.filter(upstream__in=series).values_list("version", flat=True))


def _depth(row: Framework, rows: Mapping[int, Framework]) -> int:
    depth = 0
    while above := rows.get(row.based_on_id or 0):
        row, depth = above, depth + 1
    return depth
