"""What is to be done today by those who run the partnership: counts, each with the page where it is done."""

from django.utils import timezone

from audits.chasing.board import chasing_now
from audits.chasing.models import ChaseTask
from audits.chasing.policies import may_chase
from audits.corrections.models import Correction
from audits.corrections.policies import may_see_corrections
from audits.escalation.policies import CONFIRMING, may_see_cases
from audits.escalation.queries import cases_to_act_on, steps_to_confirm
from audits.extensions.models import ExtensionRequest
from audits.extensions.policies import may_extend
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.references.queries import check_list
from audits.frameworks.references.types import CheckFilter
from audits.improvement.listing import counts_for
from audits.improvement.models import BY_PARTNERSHIP
from audits.lifecycle.models import Audit
from audits.triage.policies import may_change_rules
from audits.triage.queries import bands_to_decide
from lscp_portal.accounts.models import Invitation
from lscp_portal.accounts.policies import may_invite_somebody
from lscp_portal.tenancy.actor import Actor
from reports.complaints.policies import may_see_complaints
from reports.complaints.queries import waiting_for
from reports.home.types import Waiting, counted_as
from reports.scrutiny.policies import may_see_scrutiny
from reports.scrutiny.queries import notes_to_answer
from schools.changes.policies import may_decide
from schools.changes.queries import undecided_changes
from schools.contacts.queries import contact_gaps


def today_for(actor: Actor, root: str) -> list[Waiting]:
    """Every line this person may act on, also those with nothing to do. Twenty-one queries at most.

    root: /p/<partnership>/.
    """
    lines: list[Waiting] = []
    if may_extend(actor):
        lines += [*_requests(root)]
    if may_see_corrections(actor):
        asked = Correction.objects.filter(state=Correction.State.ASKED).count()
        lines.append(Waiting(asked, counted_as(asked, "request", "to correct what was sent"), f"{root}corrections/"))
    lines += _scrutiny(actor, root)
    lines += _cases(actor, root)
    if may_change_rules(actor):
        bands = bands_to_decide(actor=actor)
        lines.append(Waiting(bands, counted_as(bands, "band", "to decide"), f"{root}triage/?state=proposed"))
    if may_chase(actor):
        lines += [_calls(root)]
    if may_decide(actor):
        changes = undecided_changes().count
        lines.append(
            Waiting(changes, counted_as(changes, "change", "of the register to decide"), f"{root}schools/changes/")
        )
    lines += _improvements(actor, root)
    if may_invite_somebody(actor):
        lines += _people(root)
    if may_edit_framework(actor):
        due = len(check_list(wanted=CheckFilter(show="due")).rows)
        lines.append(Waiting(due, counted_as(due, "reference", "to check"), f"{root}frameworks/references/check/"))
    return lines


def _scrutiny(actor: Actor, root: str) -> list[Waiting]:
    """Complaints of schools and notes of the scrutineer that wait for this person. Two queries."""
    number = waiting_for(actor) if may_see_complaints(actor) else 0
    notes = notes_to_answer(actor) if may_see_scrutiny(actor) else 0
    return [
        Waiting(number, counted_as(number, "complaint", "to deal with"), f"{root}complaints/"),
        Waiting(notes, counted_as(notes, "note", "of the scrutineer to answer"), f"{root}scrutiny/#notes"),
    ]


def _cases(actor: Actor, root: str) -> list[Waiting]:
    """Returns of poor quality that wait for the lead, and steps that wait for a second person. Two queries at most."""
    lines: list[Waiting] = []
    page = f"{root}poor-returns/"
    if not may_see_cases(actor):
        return lines
    if "lead" in actor.roles:
        cases = cases_to_act_on(actor=actor)
        lines.append(Waiting(cases, counted_as(cases, "return", "of poor quality to act on"), page))
    if actor.roles & CONFIRMING:
        steps = steps_to_confirm(actor=actor)
        lines.append(Waiting(steps, counted_as(steps, "step", "beyond a school to confirm"), page))
    return lines


def _requests(root: str) -> list[Waiting]:
    """Requests for more time, cycle by cycle, since each cycle has its page. One query."""
    asked = ExtensionRequest.objects.filter(state=ExtensionRequest.State.ASKED)
    counts: dict[tuple[int, str], int] = {}
    for cycle in asked.order_by("audit__cycle_id").values_list("audit__cycle_id", "audit__cycle__name"):
        counts[cycle] = counts.get(cycle, 0) + 1
    return [
        Waiting(number, counted_as(number, "request", f"for more time in {name}"), f"{root}cycles/{pk}/extensions/")
        for (pk, name), number in counts.items()
    ]


def _calls(root: str) -> Waiting:
    """Calls and letters by hand of the chase ladder, of returns that are still out. One query."""
    calls = ChaseTask.objects.filter(done_at=None, audit__in=Audit.objects.filter(chasing_now())).count()
    return Waiting(calls, counted_as(calls, "call", "of the chase ladder to make"), f"{root}chasing/calls/")


def _improvements(actor: Actor, root: str) -> list[Waiting]:
    """What a reviewer or visitor may verify, and what has climbed the whole ladder, for the lead. One query."""
    verifies, leads = bool(actor.roles & set(BY_PARTNERSHIP)), "lead" in actor.roles
    if not verifies and not leads:
        return []
    counts = counts_for(actor=actor, without_schools=actor.conflicts)
    waits, late = counts["check"], counts["escalated"]
    return [
        Waiting(
            waits if verifies else 0, counted_as(waits, "improvement", "to verify"), f"{root}improving/?show=check"
        ),
        Waiting(
            late if leads else 0,
            counted_as(late, "improvement", "overdue, escalated"),
            f"{root}improving/?show=escalated",
        ),
    ]


def _people(root: str) -> list[Waiting]:
    """Invitations that ran out, and schools at which somebody who signs cannot be reached. Eight queries."""
    waiting = Invitation.objects.filter(school_id__isnull=False, accepted_at=None, revoked_at=None)
    expired, gaps = waiting.filter(expires_at__lte=timezone.now()).count(), len(contact_gaps())
    return [
        Waiting(expired, counted_as(expired, "invitation", "expired"), f"{root}people/schools/?state=expired"),
        Waiting(gaps, counted_as(gaps, "school", "where somebody who signs is missing"), f"{root}schools/?contact=gap"),
    ]
