"""The rules as their page shows them, and what other rules would have changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from audits.cycles.queries import current_cycle
from audits.triage.models import Band, TriageBand, TriageRules
from audits.triage.rulebook import DAYS, current_rules, rules_at
from audits.triage.rules import RULES, is_decided, judged
from audits.triage.signals import DAYS as DAYS_BACK
from audits.triage.signals import WATCHED
from audits.triage.types import Difference, Facts, Rulebook
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One signal and its limit. limit: in words, "" for none. note: what keeps it from counting."""

    title: str
    limit: str
    note: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of before."""

    version: int
    changed: Sequence[str]
    reason: str
    by: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """The rules of one version in words. rules: (band, what must hold, whether it applies)."""

    book: Rulebook
    is_current: bool
    limits: Sequence[LimitLine]
    rules: Sequence[tuple[str, str, bool]]
    days: Sequence[tuple[str, int]]
    versions: Sequence[VersionLine]


@dataclass(frozen=True, slots=True)
class Preview:
    """What other rules would have made of a cycle. looked_at: returns with facts."""

    cycle_name: str
    looked_at: int
    differences: Sequence[Difference]


def rules_page(*, version: int | None = None) -> RulesPage:
    """The rules that count, or a version of before. At most four queries. Raises TriageRules.DoesNotExist."""
    now = current_rules()
    book = now if version is None else rules_at(version)
    return RulesPage(
        book=book,
        is_current=book.version == now.version,
        limits=[_limit(book, one.key, one.title, one.unit, is_collected=one.read is not None) for one in WATCHED],
        rules=[
            (str(Band(book.rules[rule.key]).label), _words(rule.key, rule.words, book), rule.key not in book.unapplied)
            for rule in RULES
        ],
        days=[(words, book.days[key]) for key, words in DAYS.items()],
        versions=_versions(),
    )


def preview_of(*, actor: Actor, book: Rulebook) -> Preview | None:
    """The returns of the current cycle that these rules would put elsewhere, by name; None before the first cycle.

    Reads kept facts, so that nothing is counted again. Three queries. Schools with a conflict are left out.
    """
    cycle, now = current_cycle(), current_rules()
    if cycle is None:
        return None
    rows = TriageBand.objects.filter(audit__cycle=cycle).exclude(school__in=actor.conflicts)
    found = []
    kept = list(rows.select_related("reading", "school").order_by("school__name", "pk"))
    for row in kept:
        facts = Facts.of(row.reading.facts)
        before, after = judged(facts, now), judged(facts, book)
        if before.band != after.band:
            why = [reason.sentence for reason in after.reasons]
            words = str(Band(before.band).label), str(Band(after.band).label)
            found.append(Difference(row.school.name, row.school.urn, *words, why, is_decided(row)))
    return Preview(cycle.name, len(kept), found)


def _limit(book: Rulebook, key: str, title: str, unit: str, *, is_collected: bool) -> LimitLine:
    limit = f"{'within ' if unit == DAYS_BACK else ''}{book.limits[key]} {unit}" if key in book.limits else ""
    if not is_collected:
        return LimitLine(title, limit, "Not collected yet")
    return LimitLine(title, limit, "Shown, does not count" if key in book.uncounted else "")


def _words(key: str, words: str, book: Rulebook) -> str:
    return f"{words}: {book.together} or more" if key == "several" else words


def _versions() -> list[VersionLine]:
    """Versions of before and now, the latest first. Two queries."""
    rows = list(TriageRules.objects.order_by("-version"))
    names = names_of({row.made_by_id for row in rows}) if rows else {}
    return [
        VersionLine(row.version, row.changed.split("\n"), row.reason, names.get(row.made_by_id, ""), row.made_at)
        for row in rows
    ]
