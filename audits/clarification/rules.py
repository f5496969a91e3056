"""What must hold before questions are sent, answered, withdrawn, and before a reading with questions is handed in."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from audits.clarification.models import MOST_ROUNDS, ClarificationAnswer, ClarificationQuestion, ClarificationRound
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import listed
from lscp_portal.calendar.working_days import why_not_a_working_day, working_days_after
from lscp_portal.workflow import Blocker

if TYPE_CHECKING:
    from audits.review.models import Review

DAYS, SOONEST, LATEST = 10, 5, 20  # working days of the school (domain: clarification 10)
REMINDED = 2  # working days of the school before the answers are due
State = ClarificationRound.State
OPEN = frozenset({State.SENT, State.LAPSED})
BEING_READ = frozenset({Audit.State.SUBMITTED, Audit.State.IN_REVIEW})


def due_by_itself(today: date, *, closed: Collection[date]) -> date:
    """When answers are due unless the reader says otherwise. closed: the school's holidays."""
    return working_days_after(today, DAYS, closed=closed)


def limits_of(today: date, *, closed: Collection[date]) -> tuple[date, date]:
    """The first and the last day that answers may be due."""
    return tuple(working_days_after(today, count, closed=closed) for count in (SOONEST, LATEST))  # type: ignore[return-value]


def reminder_day(due_on: date, *, closed: Collection[date]) -> date:
    """The day on which the school is reminded once."""
    return working_days_after(due_on, -REMINDED, closed=closed)


def gives_the_school_time(due_on: date, *, today: date, closed: Collection[date]) -> Iterator[Blocker]:
    """Between one and four weeks of the school, and on a day on which it works."""
    first, last = limits_of(today, closed=closed)
    if not first <= due_on <= last:
        yield Blocker("due_on", f"Give the school until a day between {first:%-d %B %Y} and {last:%-d %B %Y}.")
    elif why := why_not_a_working_day(due_on, closed=closed):
        yield Blocker("due_on", f"{due_on:%-d %B %Y} is {why} at this school. Choose another day.")


def asks_something(questions: Sequence[ClarificationQuestion]) -> Iterator[Blocker]:
    """A round holds at least one question."""
    if not questions:
        yield Blocker("nothing", "Write a question first.")


def fewer_than_two_rounds(rounds: Collection[ClarificationRound]) -> Iterator[Blocker]:
    """Two rounds at most, whoever reads (domain: audit, clarification asked), and one after the other."""
    if any(one.state == State.SENT for one in rounds):
        yield Blocker("waiting", "A round of questions is with the school. Wait for its answers before you ask again.")
    elif len(rounds) >= MOST_ROUNDS:
        yield Blocker("rounds", "This school has been asked twice. Say what is still unclear in your comments.")


def is_still_read(asked: ClarificationRound) -> Iterator[Blocker]:
    """Answers are taken, late ones too, until the review is handed in."""
    if asked.audit.state not in BEING_READ:
        yield Blocker("read", "The review has been handed in, so no answer can be sent any more.")


def every_question_is_answered(asked: ClarificationRound) -> Iterator[Blocker]:
    """All answers go together. One query."""
    for number in unanswered(asked):
        yield Blocker("unanswered", f"Write an answer to question {number}.", field=str(number))


def due_date_is_over(asked: ClarificationRound) -> Iterator[Blocker]:
    """The school has had its time."""
    if asked.due_on >= timezone.localdate():
        yield Blocker("time", f"The school has until {asked.due_on:%-d %B %Y} to answer.")


def nothing_is_asked_any_more(asked: ClarificationRound) -> Iterator[Blocker]:
    """The last question of the round has been withdrawn. One query."""
    if asked.questions.filter(withdrawn_at=None).exists():
        yield Blocker("asked", "Another question of this round still waits for an answer.")


def unanswered(asked: ClarificationRound) -> list[int]:
    """Numbers of the questions that stand and have no words yet. One query, in the school's scope."""
    written = ClarificationAnswer.objects.filter(question__round=asked).exclude(text="")
    waiting = asked.questions.filter(withdrawn_at=None).exclude(pk__in=written.values("question_id"))
    return [number for number in waiting.order_by("number").values_list("number", flat=True) if number]


def no_question_waits(review: "Review") -> Iterator[Blocker]:
    """While the school has time to answer, the reading is not handed in. Two queries at most."""
    asked = review.audit.rounds.filter(state=State.SENT, due_on__gte=timezone.localdate()).first()
    if asked is not None:
        numbers = asked.questions.filter(withdrawn_at=None).order_by("number").values_list("number", flat=True)
        one = f"Question {numbers[0]} is" if len(numbers) == 1 else f"Questions {listed(list(map(str, numbers)))} are"
        yield Blocker(
            "questions",
            f"{one} with the school until {asked.due_on:%-d %B %Y}. Wait, or say that no answer is needed any more.",
        )


def no_question_is_unsent(review: "Review") -> Iterator[Blocker]:
    """Whoever wrote a question decides what becomes of it. One query."""
    if number := review.questions.filter(round=None, removed_at=None).count():
        words = "1 question has" if number == 1 else f"{number} questions have"
        yield Blocker("unsent", f"{words} not been sent. Send or remove what you have written.")


def answers_are_read(review: "Review") -> Iterator[Blocker]:
    """A level given before the school answered a question about it is looked at again. Two queries at most."""
    rows = ClarificationAnswer.objects.filter(question__audit_id=review.audit_id, question__indicator__isnull=False)
    answered = list(rows.exclude(sent_at=None).values_list("question__indicator__code", "sent_at"))
    scored = dict(review.scores.values_list("indicator__code", "scored_at")) if answered else {}
    old = sorted({code for code, at in answered if code in scored and scored[code] < at})
    if old:
        yield Blocker(
            "answered", f"Answered after you scored them: {listed(old)}. Read the answers and save your levels again."
        )
