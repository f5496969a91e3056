"""Who does not come on, by rules a person can read. Each school stands under the first rule that meets it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audits.lifecycle.models import Audit
from lscp_portal.calendar.working_days import working_days_between
from reports.progress.types import Return, Standstill, Stuck

S = Audit.State
WITH_SCHOOL = frozenset({S.INVITED, S.IN_PROGRESS, S.INTERNAL_CHECK, S.HEAD_SIGNED})
SIGNING_DAYS = 5  # working days that a signature may take before somebody asks
QUIET_DAYS = 15  # working days without one answer kept
NEAR = timedelta(days=20)  # the first step of the chase ladder (domain: a letter twenty days before)
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Rule:
    """title, rule, action: words for the page. meets: whether a return falls under it today."""

    key: str
    title: str
    rule: str
    action: str
    meets: Callable[[Return, date], bool]


def stood(one: Return, today: date) -> int:
    """Working days since it came to stand where it stands, without the school's holidays."""
    return max(0, working_days_between(one.since, today, closed=one.closed))


def _slow(one: Return, today: date, state: str, more_than: int) -> bool:
    return one.state == state and stood(one, today) > more_than


RULES = (
    Rule(
        "asked", "Ask for more time", "The school asked for another date and has no answer.", "Answer the request",
        lambda one, _today: one.request_id is not None,
    ),
    Rule(
        "people", "Nobody can sign", "The school has no head or chair, or no safeguarding lead, who can be reached.",
        "Mend the contact", lambda one, _today: bool(one.gaps),
    ),
    Rule(
        "mail", "Mail comes back", "An address of one of its people does not work.", "Mend the address",
        lambda one, _today: bool(one.dead),
    ),
    Rule(
        "overdue", "Overdue", "The due date is past and the return is not in.", "Call the school",
        lambda one, today: one.due_on < today,
    ),
    Rule(
        "chair", "Waiting for the chair", f"For more than {SIGNING_DAYS} working days.", "Ask the chair to sign",
        lambda one, today: _slow(one, today, S.HEAD_SIGNED, SIGNING_DAYS),
    ),
    Rule(
        "head", "Waiting for the head", f"For more than {SIGNING_DAYS} working days.", "Ask the head to sign",
        lambda one, today: _slow(one, today, S.INTERNAL_CHECK, SIGNING_DAYS),
    ),
    Rule(
        "not_started", "Not started", f"Due within {NEAR.days} days.", "Ask whether they need help",
        lambda one, today: one.state == S.INVITED and one.due_on <= today + NEAR,
    ),
    Rule(
        "quiet", "Gone quiet", f"Begun, and no answer kept for more than {QUIET_DAYS} working days.",
        "Ask whether they need help", lambda one, today: _slow(one, today, S.IN_PROGRESS, QUIET_DAYS),
    ),
)  # fmt: skip


def rule_of(one: Return, today: date) -> Rule | None:
    """The first rule that meets a return; None for one that is in, or that comes on."""
    if one.state not in WITH_SCHOOL:
        return None
    return next((rule for rule in RULES if rule.meets(one, today)), None)


def standstills(returns: Sequence[Return], *, today: date, root: str, every: str = "") -> list[Standstill]:
    """By rule, those who stand longest first. every: the rule all of whose schools are shown; else ten of each.

    root: the address of the partnership, /p/<partnership>/.
    """
    under: dict[str, list[Return]] = {rule.key: [] for rule in RULES}
    for one in returns:
        if (rule := rule_of(one, today)) is not None:
            under[rule.key].append(one)
    found = []
    for rule in RULES:
        if rows := [_stuck(one, today, root) for one in under[rule.key]]:
            rows.sort(key=lambda row: (-row.days, row.school))
            shown = rows if rule.key == every else rows[:SHOWN]
            found.append(Standstill(rule.key, rule.title, rule.rule, rule.action, len(rows), shown))
    return found


def _stuck(one: Return, today: date, root: str) -> Stuck:
    href = f"{root}extensions/{one.request_id}/" if one.request_id else f"{root}schools/{one.school_id}/"
    detail = "; ".join(one.gaps or one.dead) if not one.request_id else ""
    return Stuck(one.school_id, one.school, WORDS[one.state], stood(one, today), one.due_on, detail, href)


WORDS: Mapping[str, str] = {str(value): str(label) for value, label in S.choices}
