"""Letters about questions that the worker writes: who reads a return is known to the partnership, not to its school."""

from datetime import date

from audits.clarification.models import ClarificationRound
from audits.clarification.rules import reminder_day
from audits.corrections.reading import review_under_way
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from schools.holidays.queries import closures


def tell_asker(*, round_id: int, by: int) -> None:
    """Tell whoever reads the return that the answers are there; the leads while nobody does.

    by: who sent the answers. In the partnership's scope. Raises ClarificationRound.DoesNotExist.
    """
    asked = ClarificationRound.objects.select_related("tenant").get(pk=round_id)
    review = review_under_way(audit_id=asked.audit_id)
    queue(
        template="questions_answered",
        key=f"answers-read:{asked.pk}",
        to=[review.reviewer_id] if review else holders(roles=("lead",)),
        path=f"/p/{asked.tenant.slug}/reviews/{review.pk}/questions/" if review else f"/p/{asked.tenant.slug}/reviews/",
        by=by,
        school_id=asked.school_id,
    )


def remind(*, day: date) -> int:
    """Remind DSL and deputy once of each round that is due soon; how many rounds. In the partnership's scope.

    Asked again on the same day or later, nobody is written to twice: the letter of a round has one key.
    """
    waiting = ClarificationRound.objects.filter(state=ClarificationRound.State.SENT, due_on__gte=day)
    holidays, told = closures(), 0
    for asked in waiting.select_related("school").order_by("pk"):
        closed = holidays.of(la_code=asked.school.la_code, trust_uid=asked.school.trust_uid)
        if day < reminder_day(asked.due_on, closed=closed):
            continue
        told += 1
        queue(
            template="questions_due",
            key=f"questions-due:{asked.pk}",
            to=holders(roles=("dsl", "deputy_dsl"), school_id=asked.school_id),
            path=f"/s/{asked.school.urn}/audit/questions/{asked.pk}/",
            school_id=asked.school_id,
            due_on=asked.due_on,
        )
    return told
