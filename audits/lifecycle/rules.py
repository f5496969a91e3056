"""What must hold before an audit moves on. Each rule yields its reasons to refuse, in words the school can act on."""

from collections.abc import Iterator

from audits.frameworks.models import Tier
from audits.lifecycle.models import Audit
from lscp_portal.workflow import Blocker

LOW = ("not_in_place", "partly")
SHOWN = 8


def profile_is_confirmed(audit: Audit) -> Iterator[Blocker]:
    """Every feature the framework asks the school to confirm is answered yes or no (setting_model.rule_notes)."""
    asked = audit.cycle.framework.settings["setting_model"]["confirm_by_school"]
    if missing := [feature for feature in asked if feature not in audit.confirmed]:
        yield Blocker("profile", f"{len(missing)} questions about your school are not answered yet. Go to “About your school”.")


def everything_is_answered(audit: Audit) -> Iterator[Blocker]:
    """Every indicator asked has a level; “we have not checked yet” holds for extended indicators only (rating_scale)."""
    levels = {row.indicator_id: row.level for row in audit.answers.all()}
    rows = audit.cycle.framework.indicators.filter(pk__in=audit.indicator_ids).values_list("pk", "code", "tier")
    blank = [code for key, code, _ in rows if not levels.get(key)]
    unchecked = [code for key, code, tier in rows if tier == Tier.CORE and levels.get(key) == "not_checked"]
    if blank:
        yield Blocker("unanswered", f"{len(blank)} indicators have no answer yet: {listed(blank)}.")
    if unchecked:
        yield Blocker("unchecked", f"{len(unchecked)} core indicators are marked as not checked yet: {listed(unchecked)}.")


def low_answers_have_actions(audit: Audit) -> Iterator[Blocker]:
    """A level of 0 or 1 has an action with an owner and a date (rating_scale.rules: low-needs-action)."""
    low = audit.answers.filter(level__in=LOW, indicator_id__in=audit.indicator_ids).select_related("indicator")
    bare = [row.indicator.code for row in low if not (row.action and row.action_owner and row.action_due_on)]
    if bare:
        yield Blocker("actions", f"{len(bare)} answers need an action with an owner and a date: {listed(bare)}.")


def signed_in_order(audit: Audit) -> Iterator[Blocker]:
    """The DSL's signature stands before the head's."""
    if not audit.signatures.filter(step="dsl", fallen_at=None).exists():
        yield Blocker("order", "The designated safeguarding lead has not signed yet.")


def signed_by_head(audit: Audit) -> Iterator[Blocker]:
    """The head's signature stands before the chair's."""
    if not audit.signatures.filter(step="head", fallen_at=None).exists():
        yield Blocker("order", "The head has not signed yet.")


def return_says_why(audit: Audit) -> Iterator[Blocker]:
    """Whoever gives an audit back says what should change."""
    if not audit.return_comment.strip():
        yield Blocker("comment", "Say what should change before you give the audit back.")


def listed(codes: list[str]) -> str:
    """Codes in a sentence; the first few when there are many."""
    return ", ".join(codes[:SHOWN]) + (" and others" if len(codes) > SHOWN else "")
