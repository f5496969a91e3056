"""What must hold before an improvement moves on, when it is due, and when its lateness steps up. No queries but one."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from audits.improvement.models import Improvement, ImprovementReminder
from audits.improvement.types import Late, Plan, Rung
from lscp_portal.calendar.working_days import working_days_after, working_days_between
from lscp_portal.workflow import Blocker

if TYPE_CHECKING:
    from audits.lifecycle.models import Audit

CRITICAL_DAYS, OTHER_DAYS = 20, 60  # working days of the school (domain.md 7.3: action due 20 for critical)
State, Rungs = Improvement.State, ImprovementReminder.Rung
OVER = frozenset({State.VERIFIED, State.WITHDRAWN})
OPEN = frozenset(set(State) - OVER)
WITH_SCHOOL = frozenset({State.PROPOSED, State.AGREED, State.IN_PROGRESS})
LADDER = (  # working days of the school after the date: the owner first, the partnership last
    Rung(key=Rungs.OWNER, days=1, roles=("dsl",), tells_owner=True),
    Rung(key=Rungs.HEAD, days=10, roles=("head",)),
    Rung(key=Rungs.CHAIR, days=20, roles=("chair",)),
    Rung(key=Rungs.LEAD, days=30),
)


def due_by_itself(today: date, *, is_critical: bool, closed: Collection[date]) -> date:
    """When it is due unless somebody says otherwise. closed: the school's holidays."""
    return working_days_after(today, CRITICAL_DAYS if is_critical else OTHER_DAYS, closed=closed)


def days_late(due_on: date, state: str, *, today: date, closed: Collection[date]) -> int:
    """Working days of the school since its date; 0 in time, and once the school has said that it is done."""
    if state not in WITH_SCHOOL or due_on >= today:
        return 0
    return working_days_between(due_on, today, closed=closed)


def rungs_to_climb(late: Late, *, today: date) -> list[Rung]:
    """The rungs that are reached by today and were not kept yet for this date, the lowest first."""
    days = working_days_between(late.due_on, today, closed=late.closed)
    return [rung for rung in LADDER if rung.days <= days and rung.key not in late.reached]


def plan_holds(plan: Plan, work: Improvement, *, today: date) -> Iterator[Blocker]:
    """A date that was chosen has not passed, and a later one has a reason: the partnership reads it."""
    if plan.due_on != work.due_on and plan.due_on < today:
        yield Blocker("due_on", "Choose a day that has not passed.", field="due_on")
    asked = work.asked_due_on
    before = max(filter(None, (asked, work.due_on if work.state != State.PROPOSED else None)), default=None)
    if before is not None and plan.due_on > before and not plan.later_why.strip():
        who = "the partnership asked" if before == asked else "you planned"
        yield Blocker("later_why", f"Say why it takes longer than {before:%-d %B %Y}, as {who}.", field="later_why")


def has_owner(work: Improvement) -> Iterator[Blocker]:
    """Somebody does it: a person of the school, or a role in words."""
    if work.owner_id is None and not work.owner_words.strip():
        yield Blocker("owner", "Say who does it.", field="owner")


def shows_what(work: Improvement) -> Iterator[Blocker]:
    """Whoever says that it is done says what shows it, and where that is kept; nobody uploads anything."""
    if not work.evidence.strip():
        yield Blocker("evidence", "Say what shows that it is done, and where it is kept.", field="evidence")


def says_what_was_looked_at(work: Improvement) -> Iterator[Blocker]:
    """A check is worth what was looked at."""
    if not work.verified_words.strip():
        yield Blocker("words", "Say what you looked at.", field="words")


def says_what_is_missing(work: Improvement) -> Iterator[Blocker]:
    """Whoever sends it back says what is missing."""
    if not work.sent_back_why.strip():
        yield Blocker("words", "Say what is still missing.", field="words")


def says_why_it_is_dropped(work: Improvement) -> Iterator[Blocker]:
    """Whoever withdraws it says why."""
    if not work.withdrawn_why.strip():
        yield Blocker("words", "Say why it is withdrawn.", field="words")


def to_settle(audit: "Audit") -> Q:
    """The condition on what keeps this audit from being closed: asked for by the partnership, open, not carried.

    Of this audit, or carried from an earlier one and not from this one. The school's own plan keeps nothing open.
    """
    of_it = Q(audit=audit.pk) | Q(carried_from__isnull=False)
    not_carried = Q(carried_from=None) | ~Q(carried_from=audit.pk)
    return of_it & not_carried & Q(state__in=OPEN) & ~Q(source=Improvement.Source.OWN)


def nothing_is_left_behind(audit: "Audit") -> Iterator[Blocker]:
    """Every improvement is verified, withdrawn or carried forward (domain.md 7.2: in action to closed). One query."""
    number = Improvement.objects.filter(to_settle(audit), school=audit.school_id).count()
    if number:
        words = "1 improvement is" if number == 1 else f"{number} improvements are"
        yield Blocker("improvements", f"{words} still open. Carry them forward to close the audit.")


def why_not_verify(work: Improvement, *, is_hand: bool, works_for_area: bool, is_cleared: bool) -> str:
    """Why somebody who might be asked to verify this does not, in words; "" where nothing can be said."""
    if is_hand:
        return "You owned this or said it was done, so somebody else verifies it."
    if works_for_area:
        return "" if is_cleared else "Say first whether you have an interest in this school."
    if work.is_critical:
        return "It is about a critical indicator, so a reviewer of the partnership verifies it."
    if work.owner_id is None:
        return "Its owner is a role, not a person, so a governor or the partnership verifies it."
    return ""


def who_looks(work: Improvement) -> str:
    """Who may verify it once it is said to be done, as the start of a sentence; policies.may_verify says the same."""
    if work.is_critical:
        return "A reviewer or visit team member of the partnership"
    if work.owner_id is None:
        return "A governor or a reviewer of the partnership"
    return "A governor, or another of head, safeguarding lead and deputy, or a reviewer of the partnership"


def who_is_told(work: Improvement, *, by: int) -> str:
    """What whoever names an owner is told about the e-mail to the owner; "" where they own it themselves.

    by: this person. Nobody's address stands behind a role in words, so no e-mail goes there.
    """
    if work.owner_id is None:
        role = work.owner_words
        begins_a_word = role[1:2].islower()  # “Site manager”, but not “DSL cover”
        return f"Tell your {role[0].lower() + role[1:] if begins_a_word else role} yourself: no e-mail goes to a role."
    return "" if work.owner_id == by else "Its owner is told by e-mail."


def grown(hands: Sequence[int], *people: int | None) -> list[int]:
    """Hands with these people too, each once, in order."""
    return sorted({*hands, *(one for one in people if one is not None)})
