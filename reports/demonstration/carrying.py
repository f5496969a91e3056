"""Answers carried forward: what somebody at the school read again and said is still true."""

from uuid import NAMESPACE_URL, uuid5

from audits.answers.queries import whole_audit
from audits.carrying.actions import carry_forward
from audits.carrying.queries import earlier_answers
from audits.carrying.rules import can_be_carried
from audits.carrying.types import StillTrue
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.stage import Stage


def carry_some(stage: Stage, who: Actor, audit_id: int, *, most: int) -> int:
    """Carry the first answers forward that can be; how many."""
    with stage.as_(who):
        audit = Audit.objects.select_related("cycle").get(pk=audit_id)
        rows = [row for row in whole_audit(audit_id=audit_id) if row.answer is None]
        earlier = earlier_answers(audit=audit, texts={row.indicator.code: row.indicator.text for row in rows})
        chosen = [
            row.indicator.code
            for row in rows
            if can_be_carried(last := earlier.get(row.indicator.code), None) and last and not last.reviewer_saw_less
        ][:most]
        for code in chosen:
            operation = uuid5(NAMESPACE_URL, f"still true:{audit_id}:{code}")
            yes = StillTrue(from_answer_id=earlier[code].answer_id, read=0, operation_id=operation)
            carry_forward(actor=who, audit_id=audit_id, code=code, yes=yes)
    return len(chosen)
