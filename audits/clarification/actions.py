"""What a reader does with questions: write, change, remove, send a round, withdraw."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils import timezone

from audits.clarification.models import ClarificationQuestion, ClarificationRound
from audits.clarification.queries import mark_of, written_in
from audits.clarification.rules import OPEN, asks_something, fewer_than_two_rounds, gives_the_school_time
from audits.clarification.transitions import CLARIFICATION
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.review.actions import locked_with_review
from audits.review.models import Review
from audits.review.policies import may_score
from audits.review.rules import review_is_open
from audits.signoff.models import FrozenCopy
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.holidays.queries import closed_days_of

TOLD = ("dsl", "deputy_dsl")
CHANGED = Blocker("changed", "The questions have changed since the page was opened. Read them again before you send.")
SENT = Blocker("sent", "This question has been sent, so it is not changed any more. Withdraw it instead.")


def write_question(*, actor: Actor, review_id: int, code: str, text: str) -> ClarificationQuestion:
    """Collect a question, for nobody but readers until the round is sent. code: "" for the whole return.

    Raises PermissionDenied, Refused (handed in), Indicator.DoesNotExist (a code that was not asked).
    """
    audit, review = _open_review(actor, review_id)
    question: ClarificationQuestion = ClarificationQuestion.objects.create(
        audit=audit, review=review, indicator=_asked(audit, code), text=text, **audit.owner
    )
    record(actor, "question.written", question, audit=audit.pk, indicator=code)
    return question


def change_question(*, actor: Actor, review_id: int, question_id: int, code: str, text: str) -> ClarificationQuestion:
    """Change a question that is not sent. Raises as write_question does, and ClarificationQuestion.DoesNotExist."""
    audit, question = _unsent(actor, review_id, question_id)
    question.indicator, question.text = _asked(audit, code), text
    question.save(update_fields=["indicator", "text"])
    record(actor, "question.changed", question, audit=audit.pk, indicator=code)
    return question


def remove_question(*, actor: Actor, review_id: int, question_id: int) -> ClarificationQuestion:
    """Take a question out before it is sent; done twice it stays done. Raises as change_question does."""
    audit, question = _unsent(actor, review_id, question_id)
    if question.removed_at is None:
        question.removed_at = timezone.now()
        question.save(update_fields=["removed_at"])
        record(actor, "question.removed", question, audit=audit.pk)
    return question


def send_round(*, actor: Actor, review_id: int, due_on: date, read: str) -> ClarificationRound:
    """Number what is written and send it to the school; the feedback clock stands until it answers or `due_on`.

    read: queries.mark_of the questions that the page showed. Raises PermissionDenied, Refused.
    """
    audit, review = _open_review(actor, review_id)
    questions = written_in(review_id=review_id)
    copy = FrozenCopy.objects.filter(audit=audit).order_by("-version").first()
    found = [
        *asks_something(questions),
        *fewer_than_two_rounds(rounds := list(audit.rounds.all())),
        *gives_the_school_time(due_on, today=timezone.localdate(), closed=closed_days_of(audit.school)),
    ]
    if mark_of(questions) != read:
        found.append(CHANGED)
    if copy is None:
        raise Refused([*found, Blocker("copy", "Nothing signed is there to ask about.")])
    if found:
        raise Refused(found)
    sent: ClarificationRound = ClarificationRound.objects.create(
        audit=audit,
        review=review,
        copy=copy,
        sha256=copy.sha256,
        number=len(rounds) + 1,
        sent_at=timezone.now(),
        due_on=due_on,
        **audit.owner,
    )
    last = audit.questions.aggregate(last=Max("number"))["last"] or 0
    for number, question in enumerate(questions, start=last + 1):
        question.round, question.number = sent, number
    ClarificationQuestion.objects.bulk_update(questions, ["round", "number"])
    numbers = [question.number for question in questions]
    record(actor, "questions.sent", sent, audit=audit.pk, numbers=numbers, version=copy.version, sha256=copy.sha256)
    queue(
        template="questions_sent",
        key=f"questions:{sent.pk}",
        to=holders(roles=TOLD, school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/questions/{sent.pk}/",
        school_id=audit.school_id,
        due_on=due_on,
    )
    return sent


def withdraw_question(*, actor: Actor, review_id: int, question_id: int, reason: str) -> ClarificationQuestion:
    """Say that no answer is needed any more, and why; with the last question of a round, the clock runs again.

    Raises PermissionDenied, Refused, ClarificationQuestion.DoesNotExist (of another audit, or not sent).
    """
    audit, _review = _open_review(actor, review_id)
    rows = ClarificationQuestion.objects.select_related("round").filter(round__isnull=False)
    question: ClarificationQuestion = rows.get(pk=question_id, audit=audit)
    asked = question.round
    if asked is None or asked.state not in OPEN or question.withdrawn_at is not None:
        raise Refused([Blocker("ended", "This question does not wait for an answer any more.")])
    if not reason.strip():
        raise Refused([Blocker("reason", "Say why no answer is needed: the school reads it.")])
    question.withdrawn_at, question.withdrawn_why = timezone.now(), reason
    question.save(update_fields=["withdrawn_at", "withdrawn_why"])
    record(actor, "question.withdrawn", question, audit=audit.pk, number=question.number)
    if not asked.questions.filter(withdrawn_at=None).exists():
        asked.reader_id, asked.ended_at = actor.person_id, question.withdrawn_at
        CLARIFICATION.move("withdraw", asked, actor)
        asked.save(update_fields=["state", "ended_at"])
        record(actor, "questions.withdrawn", asked, audit=audit.pk)
    queue(
        template="question_withdrawn",
        key=f"question:{question.pk}",
        to=holders(roles=TOLD, school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/audit/questions/{asked.pk}/",
        school_id=audit.school_id,
    )
    return question


def _open_review(actor: Actor, review_id: int) -> tuple[Audit, Review]:
    audit, review = locked_with_review(review_id)
    if not may_score(actor, review):
        raise PermissionDenied("question.ask")
    if blockers := list(review_is_open(review)):
        raise Refused(blockers)
    return audit, review


def _unsent(actor: Actor, review_id: int, question_id: int) -> tuple[Audit, ClarificationQuestion]:
    audit, review = _open_review(actor, review_id)
    question: ClarificationQuestion = ClarificationQuestion.objects.get(pk=question_id, review=review)
    if question.number is not None:
        raise Refused([SENT])
    return audit, question


def _asked(audit: Audit, code: str) -> Indicator | None:
    return Indicator.objects.get(code=code, pk__in=audit.indicator_ids) if code else None
