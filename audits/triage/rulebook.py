"""The rules that count now, the default, and what differs between two versions, in words."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from audits.triage.models import Band, TriageRules
from audits.triage.rules import RULES
from audits.triage.signals import WATCHED
from audits.triage.types import Rulebook

FILE = Path(__file__).parent / "default.yaml"
DAYS = {
    "lead": "Priority: somebody is named within",
    "visit": "Priority: whether to visit is decided within",
    "call": "Enhanced: a supportive call within",
}


@cache
def default_rules() -> Rulebook:
    """The rules everybody starts with."""
    return Rulebook.of(yaml.safe_load(FILE.read_text("utf-8")), version=0)


def current_rules() -> Rulebook:
    """The rules of the open scope's partnership. One query."""
    latest = TriageRules.objects.order_by("-version").first()
    return of_row(latest) if latest else default_rules()


def rules_at(version: int) -> Rulebook:
    """The rules of one version. One query; none for the default. Raises TriageRules.DoesNotExist."""
    return of_row(TriageRules.objects.get(version=version)) if version else default_rules()


def of_row(row: TriageRules) -> Rulebook:
    """A kept version. What the default has gained since is filled in from there."""
    kept, base = row.settings, default_rules().as_kept()
    filled = {name: base[name] | kept.get(name, {}) for name in ("limits", "rules", "days")}
    return Rulebook.of({**base, **kept, **filled}, version=row.version)


def differences(before: Rulebook, after: Rulebook) -> Iterator[str]:
    """What `after` says otherwise, one sentence each."""
    yield from _of_signals(before, after)
    yield from _of_rules(before, after)
    numbers = [(words, before.days[key], after.days[key], "working days") for key, words in DAYS.items()]
    numbers.append(("Prompts beside weak evidence", before.together, after.together, "prompts"))
    numbers.append(("Random sample", before.sample, after.sample, "per cent"))
    yield from (f"{words}: {old} to {new} {unit}." for words, old, new, unit in numbers if old != new)


def _of_signals(before: Rulebook, after: Rulebook) -> Iterator[str]:
    for one in WATCHED:
        old, new = before.limits.get(one.key), after.limits.get(one.key)
        if old != new:
            yield f"{one.title}: limit {old} to {new} {one.unit}."
        if (one.key in before.uncounted) != (one.key in after.uncounted):
            yield f"{one.title}: {'no longer counts' if one.key in after.uncounted else 'counts'}."


def _of_rules(before: Rulebook, after: Rulebook) -> Iterator[str]:
    for rule in RULES:
        old, new = before.rules[rule.key], after.rules[rule.key]
        if old != new:
            yield f"{rule.words}: {Band(old).label.lower()} to {Band(new).label.lower()}."
        if (rule.key in before.unapplied) != (rule.key in after.unapplied):
            yield f"{rule.words}: {'no longer applies' if rule.key in after.unapplied else 'applies'}."
