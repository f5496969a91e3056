"""The e-mails about improvements. One for a step or for a letter: each is a row, so none goes twice."""

from collections.abc import Collection

from audits.improvement.models import Improvement, ImprovementStep
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor


def tell_school(
    actor: Actor, step: ImprovementStep, work: Improvement, *, template: str, roles: Collection[str], owner: bool = True
) -> None:
    """Tell people of the school, and its owner; never whoever did it. No letter names who of the partnership did."""
    people = [*holders(roles=roles, school_id=work.school_id), *([work.owner_id] if owner and work.owner_id else [])]
    queue(
        template=template,
        key=f"improvement:{step.pk}",
        to=[person for person in people if person != actor.person_id],
        path=f"/s/{work.school.urn}/improving/{work.pk}/",
        by=None if actor.works_for_area else actor.person_id,
        school_id=work.school_id,
    )


def tell_planners(actor: Actor, audit: Audit) -> None:
    """Tell safeguarding lead and deputy that a letter put something on the list; once for the letter of an audit."""
    queue(
        template="improvements_listed",
        key=f"improvements:{audit.pk}",
        to=holders(roles=("dsl", "deputy_dsl"), school_id=audit.school_id),
        path=f"/s/{audit.school.urn}/improving/?show=agree",
        by=actor.person_id,
        school_id=audit.school_id,
    )


def tell_partnership(actor: Actor, step: ImprovementStep, work: Improvement, *, template: str) -> None:
    """Tell the leads."""
    queue(
        template=template,
        key=f"improvement-p:{step.pk}",
        to=holders(roles=("lead",)),
        path=f"/p/{work.tenant.slug}/improving/{work.pk}/",
        by=actor.person_id,
        school_id=work.school_id,
    )
