"""What each signer sees before signing, and the copy of what was signed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from audits.answers.models import AnswerRevision
from audits.answers.queries import rows_of
from audits.answers.rules import due_words
from audits.answers.types import AuditRow, by_section
from audits.evidence.queries import not_to_be_opened
from audits.evidence.types import Shown
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import may_finish, signs_here
from audits.lifecycle.rules import LOW
from audits.lifecycle.transitions import AUDIT, EDITABLE, READY, SUBMITTED
from audits.signing_delegates.models import SigningDelegate
from audits.signing_delegates.queries import delegates_for, in_place, standing_in, stands_in_the_way
from audits.signing_delegates.rules import declaration_for
from audits.signoff.differences import Difference, changes_since, latest_revision, looked_up_to
from audits.signoff.missing import how_much
from audits.signoff.models import GivenBack, Signature, signer_in_words
from audits.signoff.rules import AFTERWARDS, DECLARATIONS, ORDER, RETURNS, SIGNS, nobody_signs_twice
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.levels import NO_ANSWER
from lscp_portal.ui.types import LevelBar, LevelBars, Step
from lscp_portal.workflow import Blocker

MET = ("secure", "embedded")


@dataclass(frozen=True, slots=True)
class GivenBackNote:
    """Why an audit went back. by: name and role; places: (section, code) of the answers that the comment names."""

    by: str
    at: datetime
    comment: str
    places: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a signer has not seen yet.

    is_first: this person has marked nothing as read, so there is nothing to compare with. has_answered: but has written
    a part of it.
    """

    is_first: bool
    has_answered: bool
    rows: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class SignPage:
    """What somebody sees before signing. step: as whom this person may sign now, "" for nobody.

    blockers: why nobody signs yet; how_much: the same in a line, "" where nothing is missing.
    """

    audit_id: int
    name: str
    is_submitted: bool
    steps: Sequence[Step]
    step: str
    declaration: str
    blockers: Sequence[Blocker]
    how_much: str
    may_return: bool
    given_back: Sequence[GivenBackNote]
    changes: Changes | None
    seen_up_to: int
    weak: Sequence[AuditRow]
    unsure: Sequence[AuditRow]
    chart: LevelBars
    waits_for: str
    afterwards: str
    due_on: date
    due: str
    unchecked: Sequence[Shown]


def sign_page(*, actor: Actor, audit: Audit) -> SignPage:
    """Where the signatures stand, what this person may do, and what deserves a look. At most twenty-one queries."""
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
    standing = list(audit.signatures.filter(correction=None, fallen_at=None))
    delegations = standing_in(actor)
    signer = in_place(actor, delegations)
    offers = {offer.name: offer for offer in AUDIT.offers(audit, signer)}
    name = next((name for name in SIGNS if name in offers), "")
    step = SIGNS[name].value if name else ""
    delegation = delegations.get(step)
    latest = latest_revision(audit_id=audit.pk)
    in_the_way = stands_in_the_way(actor, audit, delegation)
    twice = nobody_signs_twice(standing, person_id=actor.person_id, step=step) if step else ()
    blockers = [*offers[name].blockers, *twice, *in_the_way] if name else _before_the_first(audit)
    who = "you" if name or may_finish(actor, audit) else "the designated safeguarding lead"
    return SignPage(
        audit_id=audit.pk,
        name=audit.cycle.name,
        is_submitted=audit.state in SUBMITTED,
        steps=steps_of(standing, waits_for=how_much(blockers, who=who)),
        step=step,
        declaration=declaration_for(DECLARATIONS.get(step, ""), delegation),
        blockers=blockers,
        how_much=how_much(blockers, who=who),
        may_return=any(name in offers for name in RETURNS) and not in_the_way,
        given_back=given_back_notes(audit_id=audit.pk, rows=rows),
        changes=changes_for(actor, audit, rows) if signs_here(signer, audit) and latest else None,
        seen_up_to=latest,
        weak=[row for row in rows if row.level in LOW],
        unsure=[row for row in rows if is_unsure(row)],
        chart=chart_of(rows),
        waits_for=your_turn(step, delegation) if step else waiting_for(audit),
        afterwards=AFTERWARDS.get(step, ""),
        due_on=audit.due_on,
        due=due_words(audit.due_on, timezone.localdate()),
        unchecked=not_to_be_opened(audit_id=audit.pk),
    )


def _before_the_first(audit: Audit) -> list[Blocker]:
    """What stands in the way of the first signature, for those who wait for it."""
    return [blocker for rule in READY for blocker in rule(audit)] if audit.state in EDITABLE else []


def changes_for(actor: Actor, audit: Audit, rows: Sequence[AuditRow]) -> Changes:
    """What this person has not seen. Two queries."""
    up_to = looked_up_to(audit_id=audit.pk, person_id=actor.person_id)
    if up_to is None:
        answered = AnswerRevision.objects.filter(answer__audit=audit, saved_by_id=actor.person_id).exists()
        return Changes(is_first=True, has_answered=answered, rows=())
    return Changes(is_first=False, has_answered=False, rows=changes_since(audit_id=audit.pk, rows=rows, up_to=up_to))


def given_back_notes(*, audit_id: int, rows: Sequence[AuditRow]) -> list[GivenBackNote]:
    """Every time it went back, the latest first. One query."""
    section_of = {row.indicator.code: row.section.code for row in rows}
    return [
        GivenBackNote(
            by=_returned_by(note),
            at=note.returned_at,
            comment=note.comment,
            places=[(section_of[code], code) for code in note.codes if code in section_of],
        )
        for note in GivenBack.objects.filter(audit_id=audit_id).order_by("-returned_at", "-pk")
    ]


def _returned_by(note: GivenBack) -> str:
    if note.delegated_under:
        return signer_in_words(note.returned_name, step=note.step, delegated_under=note.delegated_under)
    return f"{note.returned_name}, {note.get_step_display().lower()}"


def is_unsure(row: AuditRow) -> bool:
    """Said, but not shown: not checked yet, or only stated where the level is not low."""
    stated = row.answer is not None and row.answer.strength == 0 and row.level in MET
    return row.level == "not_checked" or stated


def steps_of(standing: Sequence[Signature], *, waits_for: str = "") -> list[Step]:
    """The three signatures in order: done, current or next. waits_for: what the current one waits for, or ""."""
    by_step = {signature.step: signature for signature in standing}
    current = next((step for step in ORDER if step not in by_step), None)
    steps = []
    for step in ORDER:
        if signed := by_step.get(step):
            steps.append(Step(str(step.label), "done", signed.signer, day_words(signed.signed_at)))
        elif step == current:
            steps.append(Step(str(step.label), "current", waits_for))
        else:
            steps.append(Step(str(step.label), "next"))
    return steps


def your_turn(step: str, delegation: SigningDelegate | None) -> str:
    """The same to whoever signs now; a delegate is told for whom."""
    if delegation:
        return f"It waits for the signature of the {delegation.get_step_display().lower()}, for whom you may sign."
    return "You sign first." if step == "dsl" else "It waits for your signature."


def waiting_for(audit: Audit) -> str:
    """Whose signature comes next, in a sentence or two; "" when all have signed. Four queries at most."""
    words = {
        Audit.State.INTERNAL_CHECK: ("head", "It waits for the head’s signature."),
        Audit.State.HEAD_SIGNED: ("chair", "It waits for the signature of the chair of governors or proprietor."),
    }
    if audit.state in SUBMITTED:
        return ""
    if audit.state not in words:
        return "The designated safeguarding lead signs first."
    step, sentence = words[Audit.State(audit.state)]
    names = [row.delegate_name for row in delegates_for(audit, step=step)]
    return f"{sentence} {' or '.join(names)} may sign for the {step}." if names else sentence


def chart_of(rows: Sequence[AuditRow]) -> LevelBars:
    """The school's own levels, section by section, with what has no answer: the numbers add up to what is asked."""
    met = sum(row.level in MET for row in rows)
    bars = [
        LevelBar(chapter.section.title, Counter(row.level or NO_ANSWER.key for row in chapter.rows))
        for chapter in by_section(rows)
    ]
    return LevelBars(f"{met} of {len(rows)} indicators are secure or better", bars, each="Section")


def day_words(instant: datetime) -> str:
    """“12 February 2027 at 14:03”, in London."""
    return date_format(timezone.localtime(instant), r"j F Y \a\t H:i")
