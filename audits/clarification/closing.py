"""What becomes of questions that nobody answered: by the clock, and when the review is handed in."""

from django.utils import timezone

from audits.clarification.models import ClarificationRound
from audits.clarification.rules import OPEN
from audits.clarification.transitions import CLARIFICATION
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record


def lapse(*, round_id: int) -> bool:
    """Keep that the day of a round has passed without answers; False when it did before, or was answered meanwhile.

    Raises ClarificationRound.DoesNotExist.
    """
    key = ClarificationRound.objects.values_list("audit_id", flat=True).get(pk=round_id)
    Audit.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
    asked: ClarificationRound = ClarificationRound.objects.get(pk=round_id)
    if asked.state != ClarificationRound.State.SENT:
        return False
    CLARIFICATION.move("lapse", asked, None)
    asked.save(update_fields=["state"])
    record(None, "questions.lapsed", asked, audit=key, due_on=asked.due_on.isoformat())
    return True


def close_rounds(*, actor: Actor, audit: Audit) -> None:
    """End what was never answered, as the reading is handed in. The caller holds the audit's lock. Raises Refused."""
    for asked in audit.rounds.filter(state__in=OPEN):
        asked.reader_id, asked.ended_at = actor.person_id, timezone.now()
        CLARIFICATION.move("close", asked, actor)
        asked.save(update_fields=["state", "ended_at"])
        record(actor, "questions.closed", asked, audit=audit.pk)
