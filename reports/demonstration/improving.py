"""What schools do about letters and visits: last year's is done, this year's stands everywhere between asked and done.

History is told before people of schools have roles, so that nobody's inbox is filled; until then a role in words owns
the work, and a governor or a reviewer verifies it. At the first school something of last year is late and has climbed
the whole ladder; its own plan is told last, with people by name.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from audits.improvement.actions import agree, say_done, start
from audits.improvement.checking import send_back, verify, withdraw
from audits.improvement.creating import add_own
from audits.improvement.ladder import climb
from audits.improvement.models import Improvement
from audits.improvement.types import Asked, Plan
from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.people import Crew
from reports.demonstration.reading import Desk
from reports.demonstration.stage import Stage
from visits.record.improving import ask

OWNERS = ("Designated safeguarding lead", "Deputy head", "Site manager", "School business manager")
THIS_YEAR = ("said_done", "agreed", "verified", "in_progress", "proposed", "sent_back", "withdrawn")
SHOWN = "The changed procedure and a note of the check in November, in the safeguarding folder of the office."
SEEN = "I read the procedure and the note of the check, and asked two members of staff what they do now."
MISSING = (
    "The procedure is changed, and nobody has checked yet whether staff know it. Please ask a few and note it down."
)
DROPPED = "The school moves into its new building in spring, which answers this."
FOUND = "Put the names and telephone numbers of the safeguarding leads where visitors sign in, and at the back gate."
HELP = "The partnership’s leaflet for visitors"
OWN_PLAN = (  # days until it is due, what, how far
    (40, "Ask lunchtime staff each half-term what they would do if a child told them something.", "agreed"),
    (25, "Read the filter’s monthly report together with the technician, and note what was decided.", "said_done"),
    (12, "Put the reporting routes on the first page of the staff handbook.", "verified"),
)


def steps_for(place: int, *, years_ago: int, is_first: bool) -> Sequence[str]:
    """How far each improvement of a letter has come, in turn. place: of the school in its area."""
    if years_ago:
        return ("in_progress", "verified", "verified", "verified") if is_first else ("verified",)
    turn = place % len(THIS_YEAR)
    return (*THIS_YEAR[turn:], *THIS_YEAR[:turn])


def work_on(stage: Stage, desk: Desk, school: Crew, steps: Sequence[str]) -> None:
    """The school goes on with what it accepted of one letter."""
    with stage.as_(desk.lead):
        works = list(Improvement.objects.filter(audit=desk.audit_id).order_by("-is_critical", "pk"))
    for number, work in enumerate(works):
        _bring(stage, desk, school, work, steps[number % len(steps)], OWNERS[number % len(OWNERS)])


def _bring(stage: Stage, desk: Desk, school: Crew, work: Improvement, step: str, owner: str) -> None:
    dsl = school.one(Role.DSL)
    checker = desk.reviewer if work.is_critical else school.one(Role.CHAIR)
    with stage.as_(dsl):
        if step not in {"proposed", "withdrawn"}:
            plan = Plan(due_on=work.due_on, owner_words=owner)
            agree(actor=dsl, improvement_id=work.pk, plan=plan)
        if step in {"in_progress", "sent_back"}:
            start(actor=dsl, improvement_id=work.pk)
        if step in {"said_done", "verified", "sent_back"}:
            say_done(actor=dsl, improvement_id=work.pk, evidence=SHOWN)
    if step in {"verified", "sent_back"}:
        with stage.as_(checker):
            if step == "verified":
                verify(actor=checker, improvement_id=work.pk, words=SEEN)
            else:
                send_back(actor=checker, improvement_id=work.pk, words=MISSING)
    if step == "withdrawn":
        with stage.as_(desk.lead):
            withdraw(actor=desk.lead, improvement_id=work.pk, words=DROPPED)


def ask_after(stage: Stage, visitor: Actor, visit_id: int) -> None:
    """The team asks the school for one thing that its visit found."""
    with stage.as_(visitor):
        ask(actor=visitor, visit_id=visit_id, asked=Asked(what=FOUND, help_from=HELP))


def keep_own_plan(stage: Stage, school: Crew) -> None:
    """The first school's own plan, once its people have their roles."""
    dsl, governor = school.one(Role.DSL), school.one(Role.LINK_GOVERNOR)
    for days, what, step in OWN_PLAN:
        with stage.as_(dsl):
            plan = Plan(due_on=timezone.localdate() + timedelta(days=days), owner_id=dsl.person_id)
            work = add_own(actor=dsl, asked=Asked(what=what), plan=plan)
            if step != "agreed":
                say_done(actor=dsl, improvement_id=work.pk, evidence=SHOWN)
        if step == "verified":
            with stage.as_(governor):
                verify(actor=governor, improvement_id=work.pk, words=SEEN)


def step_up(stage: Stage, tenant_id: int) -> None:
    """The ladder, once, as the worker climbs it each morning."""
    with stage.in_area(tenant_id):
        climb(day=timezone.localdate())
