"""Visits: past ones with their notes, one that waits for its notes, coming ones, and one that was called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor
from reports.demonstration import texts
from reports.demonstration.clock import put_back
from reports.demonstration.stage import Stage
from visits.planning.actions import cancel_visit, schedule_visit
from visits.planning.models import TeamMember, Visit
from visits.planning.types import Member, VisitPlan
from visits.record.actions import add_note, complete_record, hold_visit
from visits.record.models import Note
from visits.record.types import NoteEntry

Agency = TeamMember.Agency
STARTS = (time(9), time(9, 30), time(13))
NOTES = 7
UNFINISHED = 3
SEEN_AS = {  # the section a note of this theme is about, by its first indicator
    "leadership": "LG5", "staff": "IR1", "children": "CU1", "records": "IR2", "site": "SE1", "routes": "DS2",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """One visit to be. team: a reviewer and a visitor; the reviewer leads. other: the visitor's agency."""

    audit_id: int
    lead: Actor
    team: tuple[Actor, Actor]
    other: str
    reason: str
    chance: Random


def schedule(stage: Stage, going: Going, visit_on: date) -> int:
    """Put it into the calendar; the visit's id."""
    reviewer, visitor = going.team
    plan = VisitPlan(
        visit_on=visit_on,
        starts_at=going.chance.choice(STARTS),
        reason=going.reason,
        purpose=texts.purpose(going.reason),
        team=(
            Member(person_id=reviewer.person_id, agency=Agency.EDUCATION, leads=True),
            Member(person_id=visitor.person_id, agency=going.other),
        ),
    )
    with stage.as_(going.lead):
        return int(schedule_visit(actor=going.lead, audit_id=going.audit_id, plan=plan).pk)


def hold(stage: Stage, going: Going, visit_id: int, at: datetime, *, finished: bool) -> None:
    """It was held; the team writes its notes, all of them or the first few."""
    reviewer, visitor = going.team
    with stage.as_(reviewer):
        put_back(hold_visit(actor=reviewer, visit_id=visit_id), held_at=at)
        codes = _indicators(going.audit_id)
    chosen = sorted(going.chance.sample(texts.notes(), NOTES if finished else UNFINISHED))
    for number, note in enumerate(chosen):
        _note(stage, going.team[number % 2], visit_id, note, codes)
    if finished:
        with stage.as_(visitor):
            put_back(complete_record(actor=visitor, visit_id=visit_id), recorded_at=at)


def _note(
    stage: Stage, who: Actor, visit_id: int, note: tuple[str, bool, str], codes: dict[str, int]
) -> None:  # fmt: skip
    theme, is_strength, text = note
    entry = NoteEntry(
        theme=Note.Theme(theme), text=text, indicator_id=codes.get(SEEN_AS[theme]), is_strength=is_strength
    )
    with stage.as_(who):
        add_note(actor=who, visit_id=visit_id, entry=entry)


def _indicators(audit_id: int) -> dict[str, int]:
    """Indicator ids by code, of those that this audit asks."""
    asked = Audit.objects.values_list("indicator_ids", flat=True).get(pk=audit_id)
    return dict(Indicator.objects.filter(pk__in=asked).values_list("code", "pk"))


def call_off(stage: Stage, going: Going, visit_id: int, reasons: Sequence[str]) -> None:
    """The lead calls it off and says why."""
    with stage.as_(going.lead):
        cancel_visit(actor=going.lead, visit_id=visit_id, reason=reasons[0])


def reason_of(number: int) -> str:
    """Why a school is visited, in turn."""
    return str((Visit.Reason.RANDOM, Visit.Reason.ENHANCED, Visit.Reason.RANDOM, Visit.Reason.PRIORITY)[number % 4])
