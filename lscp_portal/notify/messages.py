"""The e-mails there are, what each needs to know, and how one is written. Never a level, never a concern: a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string

KINDS: Mapping[str, frozenset[str]] = {  # template -> the facts it needs besides reader, link and partnership
    "invitation": frozenset({"invitation_id"}),
    "framework_comments": frozenset({"school_id", "due_on"}),
    "audit_opened": frozenset({"school_id", "due_on"}),
    "more_time": frozenset({"school_id", "due_on"}),
    "more_time_asked": frozenset({"school_id", "due_on"}),
    "more_time_declined": frozenset({"school_id"}),
    "part_given": frozenset({"school_id", "due_on"}),
    "part_due": frozenset({"school_id", "due_on"}),
    "please_sign_head": frozenset({"school_id"}),
    "please_sign_chair": frozenset({"school_id"}),
    "audit_submitted": frozenset({"school_id"}),
    "audit_returned": frozenset({"school_id"}),
    "delegate_named": frozenset({"school_id", "starts_on", "ends_on"}),
    "delegate_noted": frozenset({"school_id", "starts_on", "ends_on"}),
    "delegate_ended": frozenset({"school_id"}),
    "questions_sent": frozenset({"school_id", "due_on"}),
    "questions_due": frozenset({"school_id", "due_on"}),
    "questions_answered": frozenset({"school_id"}),
    "question_withdrawn": frozenset({"school_id"}),
    "case_started": frozenset({"school_id", "due_on"}),
    "case_due": frozenset({"school_id", "due_on"}),
    "case_resubmitted": frozenset({"school_id"}),
    "case_ended": frozenset({"school_id"}),
    "case_step_proposed": frozenset({"school_id"}),
    "case_step_taken": frozenset({"school_id"}),
    "review_taken_back": frozenset({"school_id"}),
    "correction_asked": frozenset({"school_id"}),
    "correction_answered": frozenset({"school_id"}),
    "correction_to_sign": frozenset({"school_id"}),
    "correction_signed": frozenset({"school_id"}),
    "evidence_withdrawn": frozenset({"school_id"}),
    "evidence_withdrawn_reader": frozenset({"school_id"}),
    "feedback_issued": frozenset({"school_id"}),
    "feedback_acknowledged": frozenset({"school_id"}),
    "good_practice_offered": frozenset({"school_id"}),
    "good_practice_returned": frozenset({"school_id"}),
    "good_practice_checked": frozenset({"school_id"}),
    "good_practice_agreed": frozenset({"school_id"}),
    "good_practice_published": frozenset({"school_id"}),
    "good_practice_withdrawn": frozenset({"school_id"}),
    "good_practice_due": frozenset({"school_id", "due_on"}),
    "complaint_made": frozenset({"school_id"}),
    "complaint_second_stage": frozenset({"school_id"}),
    "complaint_decided": frozenset({"school_id"}),
    "complaint_closed": frozenset({"school_id"}),
    "complaint_news": frozenset({"school_id"}),
    "complaint_due": frozenset({"school_id", "due_on"}),
    "scrutiny_note_shared": frozenset(),
    "scrutiny_note_answered": frozenset(),
    "improvements_listed": frozenset({"school_id"}),
    "improvement_asked": frozenset({"school_id"}),
    "improvement_given": frozenset({"school_id"}),
    "improvement_said_done": frozenset({"school_id"}),
    "improvement_sent_back": frozenset({"school_id"}),
    "improvement_verified": frozenset({"school_id"}),
    "improvement_withdrawn": frozenset({"school_id"}),
    "improvement_late": frozenset({"school_id"}),
    "visit_scheduled": frozenset({"school_id", "visit_on"}),
    "visit_cancelled": frozenset({"school_id", "visit_on"}),
    "report_sent": frozenset({"school_id", "due_on"}),
    "report_answered": frozenset({"school_id"}),
    "report_published": frozenset({"school_id"}),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail, written: a subject of one line and the same words twice."""

    subject: str
    text: str
    html: str


def check_facts(template: str, facts: Mapping[str, Any]) -> None:
    """Raise ValueError for a template that is not there, or facts too few or too many."""
    if template not in KINDS:
        raise ValueError(f"There is no e-mail {template!r}; there are {', '.join(sorted(KINDS))}.")
    if set(facts) != KINDS[template]:
        raise ValueError(f"The e-mail {template!r} needs the facts {sorted(KINDS[template])}, not {sorted(facts)}.")
    for name, value in facts.items():
        if not isinstance(value, date if name.endswith("_on") else int):
            raise ValueError(  # noqa: TRY004 - one kind of error for whatever is wrong with the facts
                f"The fact {name!r} of the e-mail {template!r} cannot be {value!r}."
            )


def write(template: str, context: Mapping[str, Any]) -> Letter:
    """Fill the three files of templates/email/<template>/."""
    subject, text, html = (
        render_to_string(f"email/{template}/{part}", dict(context)) for part in ("subject.txt", "body.txt", "body.html")
    )
    return Letter(" ".join(subject.split()), text.strip() + "\n", html)
