"""What a school does with questions: keep drafts of its answers, and send all of a round at once."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.clarification.models import ClarificationAnswer, ClarificationQuestion, ClarificationRound
from audits.clarification.policies import may_draft_answers, may_send_answers
from audits.clarification.rules import OPEN, is_still_read
from audits.clarification.transitions import CLARIFICATION
from audits.clarification.types import AnswerEntry, OldAnswers
from audits.evidence.models import EvidenceItem
from audits.lifecycle.actions import locked_audit
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

WRITTEN = ("text", "evidence_id", "revision", "saved_at", "saved_by_id")
CHANGED = Blocker(
    "changed", "The partnership has withdrawn a question meanwhile. What you typed for the others stands."
)


def save_answers(*, actor: Actor, round_id: int, entries: Mapping[int, AnswerEntry]) -> ClarificationRound:
    """Keep drafts, for the school alone. entries: question id -> words.

    Raises PermissionDenied, Refused, OldAnswers (somebody saved other words meanwhile; nothing is kept),
    ClarificationRound.DoesNotExist.
    """
    audit, asked = _locked(round_id)
    if not may_draft_answers(actor, asked):
        raise PermissionDenied("answers.draft")
    _keep(actor, audit, asked, entries)
    return asked


def send_answers(*, actor: Actor, round_id: int, entries: Mapping[int, AnswerEntry]) -> ClarificationRound:
    """Keep the words and send all of them to the reader, for ever; the feedback clock runs again.

    Raises as save_answers does; Refused too while a question has no answer.
    """
    audit, asked = _locked(round_id)
    if not may_send_answers(actor, asked):
        raise PermissionDenied("answers.send")
    _keep(actor, audit, asked, entries)
    CLARIFICATION.move("answer", asked, actor)
    asked.ended_at, asked.answered_by_id = timezone.now(), actor.person_id
    standing = ClarificationQuestion.objects.filter(round=asked, withdrawn_at=None)
    ClarificationAnswer.objects.filter(question__in=standing).update(sent_at=asked.ended_at)
    asked.save(update_fields=["state", "ended_at", "answered_by_id"])
    record(actor, "questions.answered", asked, audit=audit.pk, sha256=asked.sha256)
    queue(
        template="questions_answered",
        key=f"answers:{asked.pk}",
        to=holders(roles=("head",), school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/questions/{asked.pk}/",
        by=actor.person_id,
        school_id=audit.school_id,
    )
    post("audits.tell_asker", key=f"answers:{asked.pk}", round_id=asked.pk, by=actor.person_id)
    return asked


def _locked(round_id: int) -> tuple[Audit, ClarificationRound]:
    key = ClarificationRound.objects.values_list("audit_id", flat=True).get(pk=round_id)
    audit = locked_audit(audit_id=key)
    asked: ClarificationRound = ClarificationRound.objects.get(pk=round_id)
    asked.audit = audit
    return audit, asked


def _keep(actor: Actor, audit: Audit, asked: ClarificationRound, entries: Mapping[int, AnswerEntry]) -> None:
    if asked.state not in OPEN:
        words = asked.get_state_display().lower()
        raise Refused([Blocker("ended", f"These questions are {words} now, so nothing can be changed.")])
    if found := list(is_still_read(asked)):
        raise Refused(found)
    standing = {row.pk: row for row in asked.questions.filter(withdrawn_at=None)}
    if entries.keys() - standing.keys():
        raise Refused([CHANGED])
    kept = {row.question_id: row for row in ClarificationAnswer.objects.filter(question__in=standing)}
    if old := {key: kept[key].text for key, entry in entries.items() if _is_old(kept.get(key), entry)}:
        raise OldAnswers(old)
    _refuse_strange_evidence(audit, entries)
    for key, entry in entries.items():
        _write(actor, audit, kept.get(key), standing[key], entry)


def _is_old(kept: ClarificationAnswer | None, entry: AnswerEntry) -> bool:
    if kept is None or kept.revision == entry.read:
        return False
    return (kept.text, kept.evidence_id) != (entry.text, entry.evidence_id)


def _write(
    actor: Actor, audit: Audit, kept: ClarificationAnswer | None, question: ClarificationQuestion, entry: AnswerEntry
) -> None:
    if kept is None and not entry.text and entry.evidence_id is None:
        return
    row = kept or ClarificationAnswer(question=question, revision=0, **audit.owner)
    if kept is not None and (kept.text, kept.evidence_id) == (entry.text, entry.evidence_id):
        return
    row.text, row.evidence_id = entry.text, entry.evidence_id
    row.revision, row.saved_at, row.saved_by_id = row.revision + 1, timezone.now(), actor.person_id
    row.save(update_fields=[*WRITTEN] if kept is not None else None)
    record(actor, "clarification.saved", row, audit=audit.pk, number=question.number, revision=row.revision)


def _refuse_strange_evidence(audit: Audit, entries: Mapping[int, AnswerEntry]) -> None:
    wanted = {entry.evidence_id for entry in entries.values()} - {None}
    there = set(EvidenceItem.objects.filter(pk__in=wanted, audit=audit, removed_at=None).values_list("pk", flat=True))
    if wanted - there:
        raise Refused([Blocker("evidence", "A piece of evidence that you chose has been taken back. Choose again.")])
