"""Chasing as pages show it: what is to come, one letter in full, what is to be done by hand."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from audits.chasing.board import (
    answered_of,
    board,
    chasing_now,
    current_ladder,
    ladder_version,
    lead_to_ask,
    link_to,
    names_with_addresses,
)
from audits.chasing.models import ChaseLadder, ChasePause, ChaseTask
from audits.chasing.pages import Call, CallPage, DayCounts, DayPage, LadderPage, LetterPage, LetterRow, SilenceRow
from audits.chasing.rules import ROLE_WORDS, plan_ahead
from audits.chasing.types import Board, Chased, DayPlan, Line, PlannedLetter, Silence, Step
from audits.chasing.wording import Envelope, email_of, filled, left_to_do, line_of, paragraphs, subject_of
from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Membership
from lscp_portal.accounts.queries import holds_today, names_of
from lscp_portal.calendar.working_days import why_not_a_working_day, working_days_after
from lscp_portal.tenancy.models import Partnership
from schools.holidays.queries import closures

PAGE = 100
SHOWN = 200  # of the reasons why somebody gets nothing
CALLED = ("head", "chair", "dsl")


def next_letters(*, day: date) -> DayCounts:
    """How many letters and tasks a day brings, and how many schools nobody can be reached at. Ten queries."""
    plan = plan_ahead(day, board(), today=timezone.localdate())
    return DayCounts(day, len(plan.letters), len(plan.tasks), len(plan.stuck), dict(_by_step(plan)))


def next_open_day() -> date:
    """The next day on which letters can go out. One query."""
    return working_days_after(timezone.localdate(), 1, closed=closures().everywhere)


def day_page(*, day: date, words: str = "", start: int = 0) -> DayPage:
    """Who gets what on a day from today on, who gets nothing and why. words: of a name, a school. 13 queries."""
    now = board()
    plan = plan_ahead(day, now, today=timezone.localdate())
    rows = [row for row in (_letter_row(letter, now) for letter in plan.letters) if _fits(row, words)]
    stuck = {audit.audit_id for audit, _step in plan.stuck}
    silences = [_silence_row(silence, now) for silence in plan.silences]
    pauses = ChasePause.objects.filter(ended_at=None, until__gte=timezone.localdate()).order_by("until", "pk")
    return DayPage(
        day=day,
        closed=why_not_a_working_day(day, closed=closures().everywhere),
        total=len(plan.letters),
        found=len(rows),
        start=start,
        letters=rows[start : start + PAGE],
        by_step=_by_step(plan),
        stuck=[row for row in silences if row.audit_id in stuck],
        silences=[row for row in silences if row.audit_id not in stuck][:SHOWN],
        tasks=[(audit.school_id, audit.school, step.subject) for audit, step in plan.tasks],
        pauses=list(pauses.values_list("pk", "school_id", "school__name", "until", "reason")),
        has_open_cycle=Cycle.objects.filter(state=Cycle.State.OPEN).exists(),
    )


def letter_page(*, tenant_id: int, cycle_id: int, person_id: int, day: date) -> LetterPage | None:
    """One letter of a day to come, written as it would be sent; None when there is none. 14 queries."""
    now = board()
    plan = plan_ahead(day, now, today=timezone.localdate())
    found = [one for one in plan.letters if (one.cycle_id, one.person_id) == (cycle_id, person_id)]
    if not found:
        return None
    audits = [audit for audit, _step in found[0].about]
    counts = answered_of(audit.audit_id for audit in audits)
    lines = [line_of(audit, answered=counts[audit.audit_id][0], asked=counts[audit.audit_id][1]) for audit in audits]
    name, email = names_with_addresses([person_id])[person_id]
    letter = email_of(found[0].step, _envelope(tenant_id, name, day, audits, lines))
    schools = [(audit.audit_id, audit.school_id, audit.school) for audit in audits]
    return LetterPage(day, cycle_id, person_id, name, email, schools, letter)


def ladder_page(*, version: int | None = None) -> LadderPage:
    """The ladder that counts, or one of before, and all versions. Three queries. Raises ChaseLadder.DoesNotExist."""
    current = current_ladder()
    rows = list(ChaseLadder.objects.order_by("-version").defer("steps")[:PAGE])
    names = names_of(row.made_by_id for row in rows)
    shown = current if version is None else ladder_version(version)
    return LadderPage(
        ladder=shown,
        is_current=shown.version == current.version,
        versions=[(row.version, row.changed, names.get(row.made_by_id, ""), row.made_at) for row in rows],
    )


def calls_to_make() -> list[Call]:
    """Calls and letters by hand that wait, the oldest first: only of schools whose return is still out. Two queries."""
    return _calls(
        ChaseTask.objects.filter(done_at=None, audit__in=Audit.objects.filter(chasing_now())).order_by(
            "due_on", "school__name"
        )
    )


def calls_made() -> list[tuple[Call, str, str]]:
    """The latest hundred that are done: (call, outcome, who). Three queries."""
    rows = list(ChaseTask.objects.exclude(done_at=None).order_by("-done_at")[:PAGE])
    who = names_of(row.done_by_id for row in rows if row.done_by_id)
    calls = {call.id: call for call in _calls(ChaseTask.objects.filter(pk__in=[row.pk for row in rows]))}
    return [(calls[row.pk], row.get_outcome_display(), who.get(row.done_by_id or 0, "")) for row in rows]


def call_page(*, tenant_id: int, task_id: int) -> CallPage:
    """One call or letter with its words filled in. Nine queries. Raises ChaseTask.DoesNotExist."""
    task = ChaseTask.objects.select_related("audit", "school").get(pk=task_id)
    [call] = _calls(ChaseTask.objects.filter(pk=task_id))
    step = ladder_version(task.ladder_version).step(task.step)
    if step is None:
        raise ChaseTask.DoesNotExist
    names = {role: name for role, name, _phone in reversed(call.people)}
    reader = next((names[role] for role in ("Chair", "Head") if role in names), "Chair of governors or proprietor")
    answered, asked = answered_of([task.audit_id])[task.audit_id]
    line = Line(call.school, call.due_on, left_to_do(task.audit.state, answered=answered, asked=asked))
    envelope = Envelope(
        reader=reader,
        day=timezone.localdate(),
        partnership=Partnership.objects.get(pk=tenant_id),
        lines=[line],
        link=link_to([call.urn]),
        contact=lead_to_ask(),
        closed=closures().of(la_code=task.school.la_code, trust_uid=task.school.trust_uid),
    )
    return CallPage(
        call=call,
        step=step,
        words=paragraphs(filled(step.text, envelope.values())),
        reader=reader,
        contact=envelope.contact,
        outcome=task.get_outcome_display() if task.outcome else "",
        notes=task.notes,
        done_at=task.done_at,
        done_by=names_of([task.done_by_id]).get(task.done_by_id, "") if task.done_by_id else "",
    )


def _calls(rows: QuerySet[ChaseTask]) -> list[Call]:
    """Tasks with the people of their schools. Two queries."""
    tasks = list(rows.select_related("audit", "school"))
    people: dict[int, list[tuple[str, str, str]]] = {}
    held = Membership.objects.filter(holds_today(), school_id__in={task.school_id for task in tasks}, role__in=CALLED)
    for school_id, role, name, phone in held.values_list("school_id", "role", "person__full_name", "phone"):
        people.setdefault(int(school_id or 0), []).append((role, name, phone))
    return [
        Call(
            id=task.pk,
            audit_id=task.audit_id,
            school_id=task.school_id,
            urn=task.school.urn,
            school=task.school.name,
            channel=task.channel,
            channel_words=task.get_channel_display(),
            due_on=task.audit.due_on,
            listed_on=task.due_on,
            state_words=task.audit.get_state_display(),
            people=[
                (ROLE_WORDS[role].capitalize(), name, phone)
                for role, name, phone in sorted(
                    people.get(task.school_id, []), key=lambda row: (CALLED.index(row[0]), row[1])
                )
            ],
        )
        for task in tasks
    ]


def _envelope(tenant_id: int, name: str, day: date, audits: Sequence[Chased], lines: Sequence[Line]) -> Envelope:
    return Envelope(
        reader=name,
        day=day,
        partnership=Partnership.objects.get(pk=tenant_id),
        lines=lines,
        link=link_to([audit.urn for audit in audits]),
        contact=lead_to_ask(),
        closed=audits[0].closed,
    )


def _by_step(plan: DayPlan) -> list[tuple[str, int]]:
    """Letters by the step whose words they have, in the order of the ladder."""
    counted = Counter((letter.step.offset, letter.step.when_words) for letter in plan.letters)
    return [(words, number) for (_offset, words), number in sorted(counted.items())]


def _letter_row(letter: PlannedLetter, now: Board) -> LetterRow:
    schools = [(audit.school_id, audit.school, step.when_words) for audit, step in letter.about]
    name = now.readers[letter.person_id].name
    return LetterRow(letter.cycle_id, letter.person_id, name, letter.step.when_words, schools)


def _silence_row(silence: Silence, now: Board) -> SilenceRow:
    audit = silence.audit
    reader = now.readers.get(silence.person_id or 0)
    name = reader.name if reader else ""
    return SilenceRow(audit.audit_id, audit.school_id, audit.school, silence.step.when_words, name, silence.reason)


def _fits(row: LetterRow, words: str) -> bool:
    text = " ".join([row.name, *(school for _id, school, _step in row.schools)]).lower()
    return all(word in text for word in words.lower().split())


def example_of(*, tenant_id: int, step: Step, day: date) -> tuple[str, str]:
    """Subject and words of a step as an invented school would get it on this day. Three queries."""
    closed = closures().everywhere
    name, due_on = "Alder Lane Primary School", working_days_after(day, -step.offset, closed=closed)
    line = Line(name, due_on, left_to_do(Audit.State.IN_PROGRESS, answered=12, asked=97))
    partnership = Partnership.objects.get(pk=tenant_id)
    envelope = Envelope(
        reader="Sam Example",
        day=day,
        partnership=partnership,
        lines=[line],
        link=link_to([999999]),
        contact=lead_to_ask(),
        closed=closed,
    )
    if step.is_email:
        return subject_of(step, envelope), email_of(step, envelope).text
    return subject_of(step, envelope), filled(step.text, envelope.values())
