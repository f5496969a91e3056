"""Everything about one school on one page: the register, its kind, its audits over the years, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from audits.feedback.models import Feedback
from audits.frameworks.applicability import NeedsAPerson
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor
from reports.drafting.models import Report
from reports.schools.standing import NOBODY_ASKED, Kinds, standings
from reports.schools.types import Standing
from schools.changes.queries import notes_on_school, open_change
from schools.changes.types import ProposalRow, SchoolNote
from schools.contacts.loading import contacts_by_school
from schools.contacts.rules import gaps_of
from schools.handovers.models import HandoverItem
from schools.handovers.queries import Line, Package, packages_given, received_papers
from schools.kinds.queries import Decided, decisions_on
from schools.links.queries import Family, family
from schools.links.types import Step
from schools.register.models import School
from schools.register.queries import changes_of_school, facts_of
from schools.register.types import SchoolChange, SchoolFacts
from visits.planning.models import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class KindNow:
    """What kind of school it is by the current framework. governance: in words; unclear: why somebody has to decide."""

    governance: str
    features: Sequence[str]
    unclear: str
    decisions: Sequence[Decided]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A line of the school's history. of: the name of the school it was then, "" for this very one."""

    id: int
    title: str
    state: str
    on: date | datetime | None
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One audit, of this school or of one before it."""

    id: int
    cycle_id: int
    cycle: str
    state: str
    mode: str
    due_on: date
    submitted_at: datetime | None
    indicators: int
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRecord:
    """The page. before, after: where it came from and what became of it; papers: that came from other partnerships.

    is_hidden: this person declared a conflict with the school, so letters, visits and reports are left out.
    """

    school: SchoolFacts
    kind: KindNow | None
    standing: Standing
    gaps: Sequence[str]
    dead: Sequence[str]
    before: Sequence[tuple[Step, int | None]]
    after: Sequence[tuple[Step, int | None]]
    audits: Sequence[AuditLine]
    is_hidden: bool
    letters: Sequence[Happening]
    visits: Sequence[Happening]
    reports: Sequence[Happening]
    papers: Sequence[Line]
    given: Sequence[Package]
    change: ProposalRow | None
    changes: Sequence[SchoolChange]
    notes: Sequence[SchoolNote]


def school_record(*, actor: Actor, school_id: int) -> SchoolRecord:
    """One school. At most thirty queries, however long its history. Raises School.DoesNotExist."""
    school = School.objects.get(pk=school_id)
    steps = family()
    contacts = contacts_by_school(school_id=school_id)(school_id)
    emails = {one.email for one in contacts.holders} | {one.email for one in contacts.guests}
    is_hidden = school_id in actor.conflicts
    mine = _Mine(school, steps)
    return SchoolRecord(
        school=facts_of(school),
        kind=_kind(school),
        standing=standings().get(school_id, NOBODY_ASKED),
        gaps=[gap.words for gap in gaps_of(contacts)] if school.is_open else (),
        dead=sorted(emails & contacts.dead.keys()),
        before=[(step, steps.ids.get(step.earlier)) for step in steps.before(school.urn)],
        after=[(step, steps.ids.get(step.later)) for step in steps.after(school.urn)],
        audits=mine.audits(),
        is_hidden=is_hidden,
        letters=() if is_hidden else mine.letters(),
        visits=() if is_hidden else mine.visits(),
        reports=() if is_hidden else mine.reports(),
        papers=() if is_hidden else mine.papers(),
        given=packages_given(school_id=school_id),
        change=open_change(urn=school.urn),
        changes=changes_of_school(urn=school.urn),
        notes=notes_on_school(urn=school.urn),
    )


class _Mine:
    """The rows of one school and of the schools it came from, each of which reads one table with one query."""

    def __init__(self, school: School, steps: Family) -> None:
        earlier = {steps.ids[step.earlier]: step for step in steps.before(school.urn) if step.earlier in steps.ids}
        self._names = {school_id: step.earlier_name for school_id, step in earlier.items()}
        self._here = Q(school_id__in=[school.pk, *earlier])
        self.urns = (school.urn, *(step.earlier for step in earlier.values()))

    def audits(self) -> list[AuditLine]:
        rows = sorted(
            Audit.objects.filter(self._here).select_related("cycle").order_by("-pk"),
            key=lambda row: (-row.cycle.opens_on.toordinal(), row.school_id in self._names),
        )
        return [
            AuditLine(
                id=row.pk,
                cycle_id=row.cycle_id,
                cycle=row.cycle.name,
                state=row.get_state_display(),
                mode=row.get_mode_display(),
                due_on=row.due_on,
                submitted_at=row.submitted_at,
                indicators=len(row.indicator_ids),
                of=self._names.get(row.school_id, ""),
            )
            for row in rows
        ]

    def papers(self) -> list[Line]:
        """What came from other partnerships, without what the school had not handed in there: that is its own."""
        came = received_papers(*self.urns)
        return [line for line in came if line.has_moved and line.kind != HandoverItem.Kind.ANSWERS]

    def letters(self) -> list[Happening]:
        rows = Feedback.objects.filter(self._here).exclude(state=Feedback.State.DRAFT).order_by("-issued_at")
        found = rows.values_list("audit_id", "audit__cycle__name", "issued_at", "acknowledged_at", "school_id")
        return [
            Happening(
                id=audit_id,
                title=f"Feedback on {cycle}",
                state="Acknowledged" if acknowledged else "Issued",
                on=issued_at,
                of=self._names.get(school_id, ""),
            )
            for audit_id, cycle, issued_at, acknowledged, school_id in found
        ]

    def visits(self) -> list[Happening]:
        rows = Visit.objects.filter(self._here).order_by("-visit_on", "-pk")
        return [
            Happening(
                id=row.pk,
                title=row.get_reason_display(),
                state=row.get_state_display(),
                on=row.visit_on,
                of=self._names.get(row.school_id, ""),
            )
            for row in rows
        ]

    def reports(self) -> list[Happening]:
        rows = Report.objects.filter(self._here).select_related("audit__cycle").defer("record", "summary")
        return [
            Happening(
                id=row.pk,
                title=f"Report on {row.audit.cycle.name}",
                state=row.get_state_display(),
                on=row.approved_at,
                of=self._names.get(row.school_id, ""),
            )
            for row in rows.order_by("-pk")
        ]


def _kind(school: School) -> KindNow | None:
    kinds = Kinds.current()
    profile = kinds.of(school)
    if profile is None or kinds.model is None:
        return None
    is_open_question = isinstance(profile, NeedsAPerson)
    return KindNow(
        governance="" if isinstance(profile, NeedsAPerson) else kinds.model.governance[profile.governance],
        features=[words for key, words in kinds.model.features.items() if key in profile.features],
        unclear=profile.reason if isinstance(profile, NeedsAPerson) else "",
        decisions=decisions_on(school_id=school.pk) if is_open_question or school.pk in kinds.decisions else (),
    )
