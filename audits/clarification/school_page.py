"""What a school sees of the questions about its return: the list of rounds, and one round with boxes to answer in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone

from audits.answers.models import Answer
from audits.clarification.models import ClarificationRound
from audits.clarification.policies import may_draft_answers, may_send_answers
from audits.clarification.queries import shown_of
from audits.clarification.rules import BEING_READ
from audits.clarification.types import RoundShown
from audits.evidence.queries import evidence_of
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor

State = ClarificationRound.State


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRound:
    """One round. evidence: question id -> (item, words) that it may point at; said: code -> what the return says.

    is_part: this person sees only the questions about what was given to them.
    """

    audit_id: int
    cycle: str
    asked: RoundShown
    takes_answers: bool
    may_draft: bool
    may_send: bool
    is_part: bool
    evidence: dict[int, Sequence[tuple[int, str]]]
    said: dict[str, str]

    @property
    def round_words(self) -> str:
        """For the crumb."""
        return str(self.asked.number)


def school_rounds(*, audit: Audit) -> list[RoundShown]:
    """The rounds about one audit, the latest first. Four queries at most. Only in a school's scope."""
    rounds = list(ClarificationRound.objects.filter(audit=audit).order_by("-number"))
    return shown_of(rounds, today=timezone.localdate())


def school_round(*, actor: Actor, round_id: int) -> SchoolRound:
    """One round, to answer or to read. Nine queries at most. Raises ClarificationRound.DoesNotExist."""
    row = ClarificationRound.objects.select_related("audit__cycle").get(pk=round_id)
    (asked,) = shown_of([row], today=timezone.localdate())
    audit = row.audit
    takes_answers = asked.is_open and audit.state in BEING_READ
    codes = {one.code for one in asked.questions if one.code}
    return SchoolRound(
        audit_id=audit.pk,
        cycle=audit.cycle.name,
        asked=asked,
        takes_answers=takes_answers,
        may_draft=takes_answers and may_draft_answers(actor, audit),
        may_send=takes_answers and may_send_answers(actor, audit),
        is_part=not actor.sees_whole_school,
        evidence=_evidence(asked, audit_id=audit.pk) if takes_answers else {},
        said=_said(audit.pk, codes),
    )


def waiting_round(*, audit_id: int) -> tuple[int, date] | None:
    """The round that waits for answers, and until when. One query."""
    found = ClarificationRound.objects.filter(audit_id=audit_id, state=State.SENT, due_on__gte=timezone.localdate())
    return found.values_list("pk", "due_on").first()


def _evidence(asked: RoundShown, *, audit_id: int) -> dict[int, Sequence[tuple[int, str]]]:
    items = evidence_of(audit_id=audit_id)
    every = [item for shown in items.values() for item in shown]
    return {
        one.id: [(item.id, f"{item.code}: {item.what}") for item in (items.get(one.code, ()) if one.code else every)]
        for one in asked.questions
    }


def _said(audit_id: int, codes: set[str]) -> dict[str, str]:
    rows = Answer.objects.filter(audit_id=audit_id, indicator__code__in=codes).annotate(code=F("indicator__code"))
    return {row.code: row.how_we_know for row in rows}
