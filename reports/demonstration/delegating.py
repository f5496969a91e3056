"""The DSL of the first school gives parts to its contributor: most are done or still to come, one is late."""

from collections.abc import Sequence
from datetime import timedelta

from audits.delegation.models import Assignment
from audits.frameworks.models import Section
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from reports.demonstration.stage import Stage

WORDS = "The office keeps the folder. Ask me if something is not clear."


def share_out(stage: Stage, dsl: Actor, contributor: Actor, audit_id: int, sections: Sequence[str]) -> None:
    """Give these sections to the contributor, a week apart from each other; the last one had its day already.

    The rows are as audits.delegation.actions.give writes them; it asks for the contributor's role, which the people of
    the demonstration get last, so that no letter goes out.
    """
    today = stage.calendar.today
    with stage.as_(dsl):
        audit = Audit.objects.select_related("cycle").get(pk=audit_id)
        for place, code in enumerate(sections):
            is_last = place == len(sections) - 1
            made = Assignment.objects.create(
                audit=audit,
                section=Section.objects.get(framework_id=audit.cycle.framework_id, code=code),
                person_id=contributor.person_id,
                due_on=stage.calendar.day(3) if is_last else today + timedelta(days=7 * place),
                words="" if place else WORDS,
                assigned_by_id=dsl.person_id,
                **audit.owner,
            )
            record(dsl, "assignment.given", made, audit=audit.pk, code=code, due_on=made.due_on)
