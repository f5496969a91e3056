"""The school's own page of its audit: sections, what is left, where it stands. Read in a constant number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from audits.answers.queries import rows_of
from audits.answers.rules import answered_words, due_words, first_in_need
from audits.answers.types import AuditRow, SectionRows, by_section
from audits.clarification.models import ClarificationRound
from audits.clarification.rules import BEING_READ
from audits.corrections.models import Correction
from audits.corrections.rules import CORRECTABLE
from audits.lifecycle.models import Audit
from audits.lifecycle.queries import audits_of_school
from audits.lifecycle.rules import cycle_takes_returns, takes_answers
from audits.lifecycle.transitions import READY, SUBMITTED
from audits.signoff.queries import GivenBackNote, given_back_notes
from lscp_portal.ui.types import Task
from lscp_portal.workflow import Blocker
from schools.contacts.queries import school_standing
from schools.contacts.types import STANDING_WORDS, Standing
from schools.handovers.queries import received_copies

S = Audit.State
STANDING = {  # where the audit stands, to the school
    S.INVITED: "Nobody has started yet.",
    S.IN_PROGRESS: "It is being answered. The designated safeguarding lead signs first when it is ready.",
    S.INTERNAL_CHECK: "The designated safeguarding lead has signed. It waits for the head’s signature.",
    S.HEAD_SIGNED: "The head has signed. It waits for the chair’s signature, which sends it to the partnership.",
    S.SUBMITTED: "It is with the partnership and waits to be read.",
    S.IN_REVIEW: "Somebody at the partnership is reading it.",
    S.REVIEWED: "It has been read. The partnership is writing its feedback.",
    S.FEEDBACK_ISSUED: "The partnership’s feedback is here. The head or the chair confirms that it arrived.",
    S.ACKNOWLEDGED: "The school has confirmed that it has the feedback.",
    S.CLOSED: "It is closed.",
}


@dataclass(frozen=True, slots=True)
class Overview:
    """The task list. left: in words, "" when nothing is left; earlier: (name, address) of other audits.

    closed: why nothing can be handed in now, or "".
    """

    audit_id: int
    name: str
    state: str
    standing: str
    due_on: date
    due: str
    is_editable: bool
    is_submitted: bool
    closed: str
    given_back: GivenBackNote | None
    answered: int
    asked: int
    left: str
    blockers: Sequence[Blocker]
    before: Sequence[Task]
    sections: Sequence[Task]
    after: Sequence[Task]
    earlier: Sequence[tuple[str, str]]
    continue_at: str


def overview(*, urn: int) -> Overview | None:
    """The current audit of the school; None before the first. At most 19 queries. Only in a school's scope."""
    audits = audits_of_school()
    if not audits:
        return None
    audit = audits[0]
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
    is_editable = takes_answers(audit)
    is_submitted = audit.state in SUBMITTED
    blockers = [blocker for rule in READY for blocker in rule(audit)] if is_editable else []
    chapters = by_section(rows)
    pointing = {code for one in blockers if one.code.startswith("child_") for _section, code in one.places}
    return Overview(
        audit_id=audit.pk,
        name=audit.cycle.name,
        state=audit.get_state_display(),
        standing=STANDING[S(audit.state)],
        due_on=audit.due_on,
        due=due_words(audit.due_on, timezone.localdate()),
        is_editable=is_editable,
        is_submitted=is_submitted,
        closed="" if is_submitted else " ".join(blocker.sentence for blocker in cycle_takes_returns(audit)),
        given_back=next(iter(given_back_notes(audit_id=audit.pk, rows=rows)), None) if is_editable else None,
        answered=sum(chapter.answered for chapter in chapters),
        asked=len(rows),
        left=left_words(blockers) if is_editable else "",
        blockers=blockers,
        before=[people_task(audit, urn), profile_task(audit, urn, blockers)],
        sections=[section_task(chapter, urn, pointing) for chapter in chapters],
        after=after_tasks(audit, urn, ready=is_editable and not blockers),
        earlier=[
            (f"{one.cycle.name}: {one.get_state_display().lower()}", reverse("answers:earlier", args=[urn, one.pk]))
            for one in audits[1:]
        ]
        + [
            (f"{line.title}: signed copy of {line.from_name}", reverse("earlier:paper", args=[urn, line.id]))
            for line in received_copies(urn=urn)
        ],
        continue_at=continue_at(rows, urn),
    )


def section_task(chapter: SectionRows, urn: int, pointing: Collection[str]) -> Task:
    """A section's line: how many are answered, and how many need something, with the way to the first of them.

    pointing: codes of answers in which something may point at a child.
    """
    return Task(
        title=chapter.section.title,
        href=reverse("answers:section", args=[urn, chapter.section.code]),
        hint=chapter.section.why,
        status=answered_words(chapter.answered, len(chapter.rows)),
        first=[
            (words, reverse("answers:indicator", args=[urn, row.section.code, row.indicator.code]))
            for words, row in first_in_need(chapter.rows, pointing=pointing)
        ],
    )


def people_task(audit: Audit, urn: int) -> Task:
    """“Are these the right people?”, with which each cycle begins. At most seven queries.

    It stands in the way of nothing: only the head can confirm the list, answering need not wait for the head, and who
    signs is looked at again when they sign (docs/developer/decisions/0011-confirming-people-blocks-nothing.md).
    """
    standing = school_standing(school_id=audit.school_id)
    return Task(
        title="Your people",
        href=reverse("school_contacts:people", args=[urn]),
        hint="Who leads, who signs and who gets the letters. The head confirms the list.",
        status=STANDING_WORDS[standing],
        needs_you=standing in {Standing.WAITING, Standing.CHANGED},
    )


def profile_task(audit: Audit, urn: int, blockers: Sequence[Blocker]) -> Task:
    """“About your school”, which comes before the sections."""
    waits = any(blocker.code == "profile" for blocker in blockers)
    return Task(
        title="About your school",
        href=reverse("answers:profile", args=[urn]),
        hint="What kind of school you are decides which indicators you are asked.",
        status="Please answer" if waits else "Confirmed" if audit.confirmed else "Not confirmed",
        needs_you=waits,
    )


def after_tasks(audit: Audit, urn: int, *, ready: bool) -> list[Task]:
    """What comes after the sections: signing, and the copy of what was signed."""
    if audit.state in SUBMITTED:
        copy = reverse("signoff:copy", args=[urn])
        board = reverse("signoff:board", args=[urn, audit.pk])
        return [
            Task("Your signed copy and receipt", copy, "Kept", hint="What was submitted, word for word."),
            Task("Report for the board", board, "Ready", hint="Two pages for governors, to print."),
            *correction_task(audit, urn),
            *questions_task(audit, urn),
        ]
    words = {S.INTERNAL_CHECK: "With the head", S.HEAD_SIGNED: "With the chair"}
    status = words.get(S(audit.state), "Ready to sign" if ready else "Not ready yet")
    hint = "The designated safeguarding lead signs, then the head, then the chair."
    return [Task("Sign and send", reverse("signoff:sign", args=[urn]), status, hint=hint, needs_you=ready)]


def correction_task(audit: Audit, urn: int) -> list[Task]:
    """Correcting what was sent, while it can be asked for or was asked for. One query."""
    state = audit.corrections.order_by("-pk").values_list("state", flat=True).first()
    if state is None and audit.state not in CORRECTABLE:
        return []
    status = Correction.State(state).label if state else "Possible for ten working days"
    waits = state in {Correction.State.GRANTED, Correction.State.DSL_SIGNED, Correction.State.HEAD_SIGNED}
    place = reverse("correction:correction", args=[urn])
    hint = "Something is wrong with an answer? Ask, change it, and sign again."
    return [Task("Correct what was sent", place, str(status), hint=hint, needs_you=waits)]


def questions_task(audit: Audit, urn: int) -> list[Task]:
    """The partnership’s questions, once something was asked. One query."""
    latest = audit.rounds.order_by("-number").values_list("state", flat=True).first()
    if latest is None:
        return []
    state = ClarificationRound.State(latest)
    waits = state in {ClarificationRound.State.SENT, ClarificationRound.State.LAPSED} and audit.state in BEING_READ
    status = "Waiting for your answers" if waits else str(state.label)
    place = reverse("school_questions:list", args=[urn])
    return [Task("Questions of the partnership", place, status, hint="Asked about what you sent.", needs_you=waits)]


def continue_at(rows: Sequence[AuditRow], urn: int) -> str:
    """The address of the first indicator without an answer; "" when there is none."""
    blank = next((row for row in rows if not row.level), None)
    return reverse("answers:indicator", args=[urn, blank.section.code, blank.indicator.code]) if blank else ""


def left_words(blockers: Sequence[Blocker]) -> str:
    """Whether it can be signed; what is missing is listed on the same page."""
    if not blockers:
        return "Nothing is left: it can be signed."
    return "It cannot be signed yet: what is missing stands below the sections."
