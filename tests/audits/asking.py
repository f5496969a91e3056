"""Helps tests of questions to schools: a signed return that is read, and rounds brought to a state by people."""

from contextlib import contextmanager
from datetime import date, timedelta
from unittest.mock import patch

from django.utils import timezone

from audits.clarification.actions import send_round, withdraw_question, write_question
from audits.clarification.closing import lapse
from audits.clarification.models import ClarificationQuestion, ClarificationRound
from audits.clarification.queries import mark_of, written_in
from audits.clarification.rules import due_by_itself
from audits.clarification.school_actions import save_answers, send_answers
from audits.clarification.types import AnswerEntry
from audits.review.models import Review
from tests.audits import review_stage as stage
from tests.audits.correcting import send_in
from tests.people import Cast

LOG, BOARD = "Who looks at the log, and how often?", "When did the board last see the report?"
SAID = "The lead looks at it each Monday; the deputy when the lead is away."


def being_read(cast: Cast) -> Review:
    """Signed by three, and taken by the reviewer."""
    send_in(cast)
    return stage.claim(cast, cast.audit)


def wrote(cast: Cast, review: Review, *questions: tuple[str, str]) -> None:
    """The reviewer writes these (code, text)."""
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        for code, text in questions or (("LG2", LOG), ("", BOARD)):
            write_question(actor=actor, review_id=review.pk, code=code, text=text)


def sent(cast: Cast, review: Review, due_on: date | None = None) -> ClarificationRound:
    """Everything written goes to the school."""
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        read = mark_of(written_in(review_id=review.pk))
        due_on = due_on or due_by_itself(timezone.localdate(), closed=())
        return send_round(actor=actor, review_id=review.pk, due_on=due_on, read=read)


def asked(cast: Cast, review: Review) -> ClarificationRound:
    """Two questions, sent."""
    wrote(cast, review)
    return sent(cast, review)


def entries_for(cast: Cast, asked_: ClarificationRound, text: str = SAID, who: str = "dsl") -> dict[int, AnswerEntry]:
    """The same words for every question that stands."""
    with cast.as_(who):
        standing = ClarificationQuestion.objects.filter(round=asked_, withdrawn_at=None)
        read = {row.pk: row.answers.values_list("revision", flat=True).first() or 0 for row in standing}
    return {key: AnswerEntry(text, read=revision) for key, revision in read.items()}


def answered(cast: Cast, asked_: ClarificationRound, who: str = "dsl") -> ClarificationRound:
    """The school answers every question and sends."""
    entries = entries_for(cast, asked_)
    with cast.as_(who):
        return send_answers(actor=cast.actor(who), round_id=asked_.pk, entries=entries)


def drafted(cast: Cast, asked_: ClarificationRound, text: str = SAID, who: str = "dsl") -> ClarificationRound:
    """The school keeps words and sends nothing."""
    entries = entries_for(cast, asked_, text)
    with cast.as_(who):
        return save_answers(actor=cast.actor(who), round_id=asked_.pk, entries=entries)


def withdrawn(cast: Cast, review: Review, number: int, reason: str = "Found it elsewhere.") -> ClarificationQuestion:
    """The reviewer needs no answer to one question."""
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        key = ClarificationQuestion.objects.get(audit_id=review.audit_id, number=number).pk
        return withdraw_question(actor=actor, review_id=review.pk, question_id=key, reason=reason)


@contextmanager
def after_its_day(asked_: ClarificationRound):
    """The day after the answers were due, at noon; only the clock of this process moves."""
    noon = timezone.now().replace(hour=12) + (asked_.due_on - timezone.localdate()) + timedelta(days=1)
    with patch.object(timezone, "now", lambda: noon):
        yield


def lapsed(cast: Cast, asked_: ClarificationRound) -> None:
    """Its day has passed, and the worker has said so."""
    with after_its_day(asked_), cast.as_("lead"):
        lapse(round_id=asked_.pk)


def standing(cast: Cast, asked_: ClarificationRound) -> str:
    """Its state now."""
    with cast.as_("dsl"):
        return ClarificationRound.objects.get(pk=asked_.pk).state
