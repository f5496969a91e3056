"""Questions to schools whose returns are being read: one school has answered, another one has time to."""

from django.utils import timezone

from audits.answers.queries import whole_audit
from audits.clarification.actions import send_round, write_question
from audits.clarification.models import ClarificationQuestion
from audits.clarification.queries import mark_of, written_in
from audits.clarification.rules import due_by_itself
from audits.clarification.school_actions import save_answers, send_answers
from audits.clarification.types import AnswerEntry
from audits.evidence.models import EvidenceItem
from reports.demonstration.people import Crew
from reports.demonstration.reading import Desk
from reports.demonstration.stage import Stage
from schools.holidays.queries import closed_days_of
from schools.register.models import School

ABOUT_ONE = "Who looks at this when the safeguarding lead is away, and how do they know that it is their turn?"
ABOUT_ALL = "Which of your actions will be done before the summer, and who tells the board?"
SAID_OF_ONE = "The deputy lead does. Both look at the list on Fridays and write in it who has the week."
SAID_OF_ALL = "All but the training of lunchtime staff. The head tells the board each term, with the list of actions."


def ask(stage: Stage, desk: Desk, review_id: int, school: School) -> int:
    """The reader asks about a weak answer and about the whole return; the round's id."""
    with stage.as_(desk.reviewer):
        rows = whole_audit(audit_id=desk.audit_id)
        weak = next((row.indicator.code for row in rows if row.level == "partly"), rows[0].indicator.code)
        for code, text in ((weak, ABOUT_ONE), ("", ABOUT_ALL)):
            write_question(actor=desk.reviewer, review_id=review_id, code=code, text=text)
        sent = send_round(
            actor=desk.reviewer,
            review_id=review_id,
            due_on=due_by_itself(timezone.localdate(), closed=closed_days_of(school)),
            read=mark_of(written_in(review_id=review_id)),
        )
    return sent.pk


def answer(stage: Stage, school: Crew, round_id: int, *, is_sent: bool) -> None:
    """The safeguarding lead answers and sends, or has begun to."""
    dsl = school.one("dsl")
    with stage.as_(dsl):
        first, second = ClarificationQuestion.objects.filter(round_id=round_id).order_by("number")
        item = EvidenceItem.objects.filter(audit_id=first.audit_id, indicator_id=first.indicator_id, removed_at=None)
        entries = {first.pk: AnswerEntry(SAID_OF_ONE, item.values_list("pk", flat=True).first())}
        if is_sent:
            send_answers(actor=dsl, round_id=round_id, entries=entries | {second.pk: AnswerEntry(SAID_OF_ALL)})
        else:
            save_answers(actor=dsl, round_id=round_id, entries=entries)
