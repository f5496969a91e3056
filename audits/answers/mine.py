"""The audit of a contributor: the parts that were given to them, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from audits.answers.rules import gap_words
from audits.answers.types import AuditRow
from audits.delegation.queries import own_indicators, parts_of
from audits.delegation.types import Part
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.types import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTasks:
    """One part with its indicators as a task list. name: for the list’s ids."""

    part: Part
    tasks: Sequence[Task]
    name: str


def own_tasks(*, audit: Audit, person_id: int, urn: int) -> list[OwnTasks]:
    """What this person has, the most pressing first. Six queries."""
    return [
        OwnTasks(part=own.part, tasks=[_task(row, urn) for row in own.rows], name=f"part-{own.part.id}")
        for own in parts_of(audit=audit, person_id=person_id)
    ]


def only_for(actor: Actor, audit: Audit) -> set[int] | None:
    """Ids of the indicators a contributor may see; None for who sees all. No query for them, three for contributors."""
    return None if actor.sees_whole_school else own_indicators(audit=audit, person_id=actor.person_id)


def _task(row: AuditRow, urn: int) -> Task:
    return Task(
        title=f"{row.indicator.code} {row.indicator.text}",
        href=reverse("answers:indicator", args=[urn, row.section.code, row.indicator.code]),
        hint="Critical: a weak answer here is followed up first." if row.indicator.is_critical else "",
        status=gap_words(row.gaps, row.level),
        needs_you=bool(row.gaps and row.level),
    )
