"""What must hold before an audit moves on. Each rule yields its reasons to refuse, in words the school can act on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Protocol

from django.utils import timezone

from audits.cycles.models import Cycle
from audits.frameworks.scoring import EMBEDDED, NOT_IN_PLACE, PARTLY, SECURE, Level, Marking, Special, problems_with
from audits.lifecycle.child_details import mark_of, points_at_a_child, read_answer
from audits.lifecycle.models import Audit
from lscp_portal.workflow import Blocker
from schools.contacts.known import known_at

LOW = ("not_in_place", "partly")
LEVEL_OF: dict[str, Level | None] = {
    "": None,
    "not_in_place": NOT_IN_PLACE,
    "partly": PARTLY,
    "secure": SECURE,
    "embedded": EMBEDDED,
    "not_checked": Special.NOT_CHECKED,
    "not_applicable": Special.NOT_APPLICABLE,
}
SENTENCES = {  # by rule of the scale: for one indicator, and for several
    "unanswered": ("One indicator has no answer yet", "{count} indicators have no answer yet"),
    "not-checked": (
        "One core indicator is marked as not checked yet",
        "{count} core indicators are marked as not checked yet",
    ),
    "low-needs-action": (
        "One answer needs an action with an owner and a date",
        "{count} answers need an action with an owner and a date",
    ),
    "strength-missing": (
        "One answer does not say how strong the evidence is",
        "{count} answers do not say how strong the evidence is",
    ),
}
MENDED_AT = {
    "unanswered": "level",
    "not-checked": "level",
    "low-needs-action": "action",
    "strength-missing": "strength",
}
ANYTHING_ELSE = ("One answer breaks a rule of the scale", "{count} answers break a rule of the scale")
SHOWN = 8


class Worded(Protocol):
    """Whatever holds an answer: a row, a typed entry, a frozen value."""

    @property
    def level(self) -> str: ...
    @property
    def strength(self) -> int | None: ...
    @property
    def how_we_know(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def action_owner(self) -> str: ...
    @property
    def action_due_on(self) -> date | None: ...


def marking_of(said: Worded | None) -> Marking:
    """An answer as the scale's rules read it (audits.frameworks.scoring). None: nothing is said yet."""
    if said is None:
        return Marking(None)
    has_action = bool(said.action.strip() and said.action_owner.strip() and said.action_due_on)
    return Marking(LEVEL_OF[said.level], said.strength, said.how_we_know, has_action)


def gaps_of(said: Worded | None, *, tier: str, allow_na: bool) -> list[tuple[str, str]]:
    """What keeps one answer from being signed: (rule of the scale, sentence).

    Stricter than the scale in one thing: an extended indicator needs an answer too, if only “not checked yet”.
    """
    if said is None or not said.level:
        return [("unanswered", "Say how far this is in place." if said else "There is no answer yet.")]
    problems = problems_with(marking_of(said), tier=tier, allow_na=allow_na)
    return [
        (problem.rule, _action_left(said) if problem.rule == "low-needs-action" else problem.sentence)
        for problem in problems
    ]


def _action_left(said: Worded) -> str:
    parts = {
        "what you will do": said.action.strip(),
        "who will do it": said.action_owner.strip(),
        "by when": said.action_due_on,
    }
    *first, last = [words for words, is_there in parts.items() if not is_there]
    return f"The level is low: say {' and '.join([', '.join(first), last]) if first else last}."


def cycle_takes_returns(audit: Audit) -> Iterator[Blocker]:
    """The cycle is open; or it is closed, and this school was given more time that is not over yet."""
    cycle, today = audit.cycle, timezone.localdate()
    has_more_time = audit.extended_to is not None and audit.extended_to >= today
    if cycle.state == Cycle.State.OPEN or (cycle.state == Cycle.State.CLOSED and has_more_time):
        return
    when = f" on {cycle.closed_on:%-d %B %Y}" if cycle.closed_on else ""
    yield Blocker("closed", f"The audit was closed{when}. Ask the partnership for more time.")


def takes_answers(audit: Audit) -> bool:
    """Whether answers may change: nobody has signed yet, and the cycle takes returns. No query with its cycle read."""
    return audit.state in {Audit.State.INVITED, Audit.State.IN_PROGRESS} and not any(cycle_takes_returns(audit))


def profile_is_confirmed(audit: Audit) -> Iterator[Blocker]:
    """Every feature the framework asks the school to confirm is answered yes or no (setting_model.rule_notes)."""
    asked = audit.cycle.framework.settings["setting_model"]["confirm_by_school"]
    missing = sum(feature not in audit.confirmed for feature in asked)
    if missing:
        words = "One question about your school is" if missing == 1 else f"{missing} questions about your school are"
        yield Blocker("profile", f"{words} not answered yet. Go to “About your school”.")


def answers_can_be_signed(audit: Audit) -> Iterator[Blocker]:
    """Every indicator asked has an answer that the scale lets be signed and that points at no child.

    Two queries, three more where something was found. What was read and found clear by the same rules is not read
    again. Source: rating_scale.rules and .special; domain.md 8.2.
    """
    answers = {row.indicator_id: row for row in audit.answers.all()}
    asked = audit.cycle.framework.indicators.filter(pk__in=audit.indicator_ids)
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    pointing: list[Blocker] = []
    known = cache(known_at(tenant_id=audit.tenant_id, school_id=audit.school_id))
    for key, section, code, tier, allow_na in asked.values_list("pk", "section__code", "code", "tier", "allow_na"):
        said = answers.get(key)
        for rule, _sentence in gaps_of(said, tier=tier, allow_na=allow_na):
            found[rule].append((section, code))
        if said is not None and said.clear_as != mark_of(said):
            reading = read_answer(said, known=known, checked=said.checked)
            pointing += points_at_a_child(code, reading, place=(section, code))
    for rule, places in found.items():
        one, several = SENTENCES.get(rule, ANYTHING_ELSE)
        words = one if len(places) == 1 else several.format(count=len(places))
        codes = listed([code for _section, code in places])
        yield Blocker(rule, f"{words}: {codes}.", tuple(places), MENDED_AT.get(rule, ""), words)
    yield from pointing


def signed_in_order(audit: Audit) -> Iterator[Blocker]:
    """The DSL's signature stands before the head's."""
    if not audit.signatures.filter(correction=None, step="dsl", fallen_at=None).exists():
        yield Blocker("order", "The designated safeguarding lead has not signed yet.")


def signed_by_head(audit: Audit) -> Iterator[Blocker]:
    """The head's signature stands before the chair's."""
    if not audit.signatures.filter(correction=None, step="head", fallen_at=None).exists():
        yield Blocker("order", "The head has not signed yet.")


def return_says_why(audit: Audit) -> Iterator[Blocker]:
    """Whoever gives an audit back says what should change."""
    if not audit.return_comment.strip():
        yield Blocker("comment", "Say what should change before you give the audit back.")


def listed(codes: Sequence[str]) -> str:
    """Codes in a sentence; the first few when there are many."""
    return ", ".join(codes[:SHOWN]) + (" and others" if len(codes) > SHOWN else "")
