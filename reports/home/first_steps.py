"""The way from an empty partnership to its first open cycle: shown to those who walk it, until the cycle is open."""

from audits.cycles.models import Cycle
from audits.cycles.policies import may_run_cycles
from audits.frameworks.models import Framework
from audits.frameworks.policies import may_adopt
from lscp_portal.accounts.models import SCHOOL_ROLES, Invitation, Membership
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.types import Task


def first_steps(*, actor: Actor, root: str, schools: int) -> list[Task]:
    """Four steps in order, each with where it is done; none once a cycle was opened, or for other roles. Five queries.

    root: /p/<partnership>/. schools: how many are open in the area.
    """
    if not may_adopt(actor) or Cycle.objects.exclude(state=Cycle.State.PLANNED).exists():
        return []
    has_framework = Framework.objects.filter(state=Framework.State.PUBLISHED).exists()
    joined = Membership.objects.filter(role__in=SCHOOL_ROLES).exists()
    invited = joined or Invitation.objects.filter(role__in=SCHOOL_ROLES).exists()
    planned = Cycle.objects.order_by("pk").first()
    can_plan = schools > 0 and has_framework and may_run_cycles(actor)
    return [
        _step(
            "Import the schools",
            f"{root}schools/import/",
            "One file from the national register.",
            is_done=schools > 0,
        ),
        _step(
            "Adopt a framework",
            f"{root}frameworks/",
            "The questions. You can change them into a version of your own.",
            is_done=has_framework,
        ),
        _step(
            "Invite the people of the schools",
            f"{root}contacts/invite-many/" if schools else "",
            "A safeguarding lead, a head and a chair for each school, one by one or from a list. A school in which "
            "nobody has joined is asked, and nobody hears of it.",
            is_done=invited,
        ),
        _step(
            "Plan and open a cycle",
            f"{root}cycles/{planned.pk}/" if planned else f"{root}cycles/plan/" if can_plan else "",
            "Nobody is told before it is opened. The LSCP lead does this.",
        ),
    ]


def _step(title: str, href: str, hint: str, *, is_done: bool = False) -> Task:
    status = "Done" if is_done else "To do" if href else "Later"
    return Task(title=title, href=href, status=status, hint=hint, needs_you=status == "To do")
