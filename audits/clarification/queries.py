"""Reads of questions and answers, for the reader's pages and the school's; and what others need to know of them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from audits.clarification.clock import feedback_clock
from audits.clarification.models import ClarificationAnswer, ClarificationQuestion, ClarificationRound
from audits.clarification.pauses import pauses_of
from audits.clarification.rules import fewer_than_two_rounds
from audits.clarification.types import QuestionShown, ReaderPage, RoundShown
from audits.lifecycle.transitions import AWAITS_FEEDBACK
from audits.review.models import Review
from audits.review.policies import may_score
from audits.review.rules import review_is_open
from audits.signoff.models import FrozenCopy
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor

State = ClarificationRound.State


def written_in(*, review_id: int) -> list[ClarificationQuestion]:
    """The questions of one review that are not sent, in the order of writing. One query."""
    found = ClarificationQuestion.objects.filter(review_id=review_id, round=None, removed_at=None)
    return list(found.select_related("indicator").order_by("pk"))


def mark_of(questions: Sequence[ClarificationQuestion]) -> str:
    """A short mark of questions that are not sent: two lists with the same mark do not happen."""
    words = [[row.pk, row.indicator_id, row.text] for row in questions]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:16]


def rounds_of(*, audit_id: int, today: date) -> list[RoundShown]:
    """Every round that was sent, in order, with its questions and what came back. Five queries at most."""
    rounds = ClarificationRound.objects.filter(audit_id=audit_id).order_by("number")
    return shown_of(list(rounds), today=today)


def shown_of(rounds: Sequence[ClarificationRound], *, today: date) -> list[RoundShown]:
    """Rounds of one audit as pages show them, in any scope that reads them. Five queries at most.

    A contributor reads no copies, so is told of no later version.
    """
    if not rounds:
        return []
    copies = FrozenCopy.objects.filter(audit_id=rounds[0].audit_id)
    versions = dict(copies.values_list("pk", "version"))
    now = max(versions.values(), default=1)
    return _shown(rounds, versions={one.pk: versions.get(one.copy_id, now) for one in rounds}, now=now, today=today)


def questions_at(*, audit_id: int, code: str) -> list[QuestionShown]:
    """The questions about one indicator that were sent, in order. Two queries at most."""
    rows = ClarificationQuestion.objects.filter(audit_id=audit_id, indicator__code=code, number__isnull=False)
    return _questions(rows)


def question_of(*, review_id: int, question_id: int) -> QuestionShown | None:
    """One question about the return that is read in this review, removed ones apart. Two queries."""
    audit = Review.objects.filter(pk=review_id).values("audit_id")
    rows = ClarificationQuestion.objects.filter(pk=question_id, audit_id__in=audit, removed_at=None)
    return next(iter(_questions(rows)), None)


def answered_codes(*, audit_id: int) -> frozenset[str]:
    """The indicators about which the school has answered a question. One query."""
    rows = ClarificationAnswer.objects.filter(question__audit_id=audit_id, sent_at__isnull=False)
    codes = rows.exclude(question__indicator=None).values_list("question__indicator__code", flat=True)
    return frozenset(codes)


def reader_page(*, actor: Actor, review_id: int) -> ReaderPage:
    """What a reader sees of the questions of one return. Nine queries at most.

    Raises Review.DoesNotExist.
    """
    today = timezone.localdate()
    review = Review.objects.select_related("audit__tenant", "school").get(pk=review_id)
    written = written_in(review_id=review_id)
    rounds = list(review.audit.rounds.order_by("number"))
    in_the_way = [*review_is_open(review), *fewer_than_two_rounds(rounds)]
    return ReaderPage(
        review_id=review.pk,
        audit_id=review.audit_id,
        school_id=review.school_id,
        school_name=review.school.name,
        rounds=shown_of(rounds, today=today),
        written=[_question(row, None) for row in written],
        may_write=may_score(actor, review) and review.state == Review.State.CLAIMED,
        in_the_way=[blocker.sentence for blocker in in_the_way],
        pause_words=_pause_words(review, today),
        mark=mark_of(written),
    )


def answered_count(*, audit_id: int) -> int:
    """How many questions the school has answered. One query."""
    return ClarificationAnswer.objects.filter(question__audit_id=audit_id, sent_at__isnull=False).count()


def overdue_rounds(*, today: date) -> list[int]:
    """Rounds whose day has passed without answers, and of which that is not kept yet. One query."""
    found = ClarificationRound.objects.filter(state=State.SENT, due_on__lt=today)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _pause_words(review: Review, today: date) -> str:
    audit = review.audit
    if audit.submitted_at is None or audit.state not in AWAITS_FEEDBACK:
        return ""
    return feedback_clock(
        submitted_on=timezone.localdate(audit.submitted_at),
        workdays=audit.tenant.feedback_workdays,
        today=today,
        pauses=pauses_of([audit.pk]).get(audit.pk, ()),
    ).pause_words


def _shown(
    rounds: Sequence[ClarificationRound], *, versions: dict[int, int], now: int, today: date
) -> list[RoundShown]:
    questions: dict[int | None, list[QuestionShown]] = defaultdict(list)
    rows = ClarificationQuestion.objects.filter(round__in=rounds)
    of_round = dict(rows.values_list("pk", "round_id"))
    for shown in _questions(rows):
        questions[of_round[shown.id]].append(shown)
    names = names_of(one.answered_by_id for one in rounds if one.answered_by_id)
    return [
        RoundShown(
            id=one.pk,
            number=one.number,
            state=one.state,
            state_words=one.get_state_display(),
            sent_at=one.sent_at,
            due_on=one.due_on,
            ended_at=one.ended_at,
            answered_by=names.get(one.answered_by_id, GONE) if one.answered_by_id else "",
            version=versions[one.pk],
            sha256=one.sha256,
            now=now,
            waits=one.state == State.SENT and one.due_on >= today,
            questions=questions[one.pk],
        )
        for one in rounds
    ]


def _questions(rows: "QuerySet[ClarificationQuestion]") -> list[QuestionShown]:
    """In the order of their numbers. Two queries."""
    found = list(rows.select_related("indicator").order_by("number"))
    answers = ClarificationAnswer.objects.select_related("evidence").filter(question__in=[row.pk for row in found])
    by_question = {row.question_id: row for row in answers} if found else {}
    return [_question(row, by_question.get(row.pk)) for row in found]


def _question(row: ClarificationQuestion, answer: ClarificationAnswer | None) -> QuestionShown:
    evidence = answer.evidence if answer else None
    return QuestionShown(
        id=row.pk,
        code=row.indicator.code if row.indicator else "",
        indicator_id=row.indicator_id,
        indicator_text=row.indicator.text if row.indicator else "",
        number=row.number,
        text=row.text,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=row.withdrawn_why,
        answer=answer.text if answer else "",
        evidence_id=evidence.pk if evidence else None,
        evidence=_evidence_words(answer),
        revision=answer.revision if answer else 0,
        answered_at=answer.sent_at if answer else None,
    )


def _evidence_words(answer: ClarificationAnswer | None) -> str:
    if answer is None or answer.evidence is None:
        return ""
    item = answer.evidence
    gone = ", taken back since" if item.removed_at else ""
    return f"{item.what} ({item.get_kind_display().lower()}, kept: {item.kept_where}{gone})"
