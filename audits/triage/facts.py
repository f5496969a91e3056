"""Reads the facts of returns: the same number of queries for one return and for all of a cycle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from audits.answers.models import Answer, Level, Strength
from audits.frameworks.models import Tier
from audits.frameworks.scoring import SECURE
from audits.improvement.models import Improvement
from audits.improvement.rules import days_late as overdue_days
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from audits.moderation.agreed import agreed_of
from audits.review.models import Review, Score
from audits.review.rules import result_of, steps_apart
from audits.triage.copying import words_of
from audits.triage.sources import last_visits
from audits.triage.types import Copied, Facts
from lscp_portal.accounts.models import Membership, Role
from lscp_portal.calendar.working_days import working_days_between
from schools.holidays.queries import closures
from schools.holidays.types import Closures

SHORT = 8  # words
SAID = frozenset({Level.NOT_IN_PLACE, Level.PARTLY, Level.SECURE, Level.EMBEDDED})
CLAIMS = frozenset({Level.SECURE, Level.EMBEDDED})
YEAR = timedelta(days=365)
ROW = ("audit_id", "indicator__code", "indicator__tier", "indicator__is_critical", "level", "strength", "how_we_know")


@dataclass
class Said:
    """What one return's answers come to, counted."""

    counts: dict[str, Any] = field(default_factory=lambda: defaultdict(int))
    critical: list[str] = field(default_factory=list)


@dataclass
class Reviewed:
    """One finished review: levels by code, the school's own beside them."""

    cycle: str
    rows: list[tuple[str, str, bool, str, str]] = field(default_factory=list)  # code, section, critical, review, own


def facts_of(
    audits: Sequence[Audit], *, today: date, copied: Mapping[int, tuple[tuple[Copied, ...], int]] | None = None
) -> dict[int, Facts]:
    """Audit id -> its facts. audits: with school and cycle read. copied: what was found, and how many were compared.

    Eight queries.
    """
    said, reviews, leaders = _said(audits), _reviews(audits), _leaders(audits, today)
    holidays = closures()
    overdue = _overdue(audits, holidays, today=today)
    visits = last_visits([audit.school_id for audit in audits])
    found = {}
    for audit in audits:
        pairs, compared = (copied or {}).get(audit.pk, ((), 0))
        mine = said.get(audit.pk, Said())
        found[audit.pk] = Facts(
            on=today,
            is_returned=audit.state in SUBMITTED,
            days_late=days_late(audit, holidays, today=today),
            **mine.counts,
            critical_own=tuple(sorted(mine.critical)),
            **_compared(reviews.get(audit.pk, [])),
            **leaders.get(audit.school_id, {}),
            **overdue.get(audit.school_id, {}),
            verified_on=visits.get(audit.school_id) if visits is not None else None,
            has_visits=visits is not None,
            compared_with=compared,
            copied=pairs,
        )
    return found


def days_late(audit: Audit, holidays: Closures, *, today: date) -> int:
    """Working days of the school from the due date to the return, or to today; 0 where it was in time."""
    until = timezone.localdate(audit.submitted_at) if audit.submitted_at else today
    closed = holidays.of(la_code=audit.school.la_code, trust_uid=audit.school.trust_uid)
    return max(working_days_between(audit.due_on, until, closed=closed), 0)


def _said(audits: Sequence[Audit]) -> dict[int, Said]:
    """Audit id -> its answers, counted. One query."""
    found: dict[int, Said] = {}
    sent = [audit.pk for audit in audits if audit.state in SUBMITTED]
    for audit_id, code, tier, is_critical, level, strength, text in Answer.objects.filter(
        audit__in=sent
    ).values_list(*ROW):  # fmt: skip
        said = found.setdefault(audit_id, Said())
        counts, is_level = said.counts, level in SAID
        unproven = strength is None or strength == Strength.STATED
        counts["answers"] += is_level
        counts["short"] += is_level and len(words_of(text)) < SHORT
        counts["core"] += is_level and tier == Tier.CORE
        counts["core_unproven"] += is_level and tier == Tier.CORE and unproven
        counts["claims"] += level in CLAIMS
        counts["on_paper"] += level in CLAIMS and (strength is None or strength <= Strength.DOCUMENTED)
        counts["low"] += is_level and level not in CLAIMS
        if is_critical and level == Level.NOT_IN_PLACE:
            said.critical.append(code)
    return found


def _reviews(audits: Sequence[Audit]) -> dict[int, list[Reviewed]]:
    """Audit id -> the last two finished reviews of its school up to its own cycle, the latest first. Four queries."""
    rows = Review.objects.filter(
        school__in={audit.school_id for audit in audits}, state=Review.State.SUBMITTED
    ).select_related("audit__cycle")  # fmt: skip
    by_school: defaultdict[int, list[Review]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.audit.cycle.opens_on, row.pk), reverse=True):
        by_school[row.school_id].append(row)
    wanted = {
        audit.pk: [row for row in by_school[audit.school_id] if row.audit.cycle.opens_on <= audit.cycle.opens_on][:2]
        for audit in audits
    }
    read = _read({row.pk: row for rows in wanted.values() for row in rows}.values())
    return {audit_id: [read[row.pk] for row in rows] for audit_id, rows in wanted.items()}


def _read(reviews: Iterable[Review]) -> dict[int, Reviewed]:
    """Review id -> what it found, where read twice by the agreed levels, beside the school's own. Three queries."""
    found = {row.pk: Reviewed(row.audit.cycle.name) for row in reviews}
    audit_of = {row.pk: row.audit_id for row in reviews}
    answers = Answer.objects.filter(audit__in=audit_of.values()).values_list("audit_id", "indicator_id", "level")
    own = {(audit_id, indicator_id): level for audit_id, indicator_id, level in answers}
    names = ("review_id", "indicator_id", "indicator__code", "indicator__section__code", "indicator__is_critical")
    scores = Score.objects.filter(review__in=found).values_list(*names, "level")
    agreed = agreed_of(found)
    for review_id, indicator_id, code, section, is_critical, first in scores:
        settled = agreed.get((review_id, indicator_id))
        level = settled.level if settled else first
        found[review_id].rows.append(
            (code, section, is_critical, level, own.get((audit_of[review_id], indicator_id), ""))
        )
    return found


def _compared(reviews: Sequence[Reviewed]) -> dict[str, Any]:
    """What the last reviews come to, as Facts takes it."""
    if not reviews:
        return {}
    steps = [apart for *_code, review, own in reviews[0].rows if (apart := steps_apart(own, review)) is not None]
    return {
        "review_cycle": reviews[0].cycle,
        "reviewed": len(steps),
        "own_higher": sum(step < 0 for step in steps),
        "critical_reviewed": tuple(
            sorted(
                code
                for code, _section, critical, level, _own in reviews[0].rows
                if critical and level == Level.NOT_IN_PLACE
            )
        ),
        "secure_cycles": all(map(_is_secure, reviews)) if len(reviews) > 1 else None,
    }


def _is_secure(review: Reviewed) -> bool:
    """Every section secure or better, and no critical finding."""
    sections: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for code, section, is_critical, level, _own in review.rows:
        sections[section].append((code, level, is_critical))
    results = [result_of(levels) for levels in sections.values()]
    return all(one.level is None or one.level >= SECURE for one in results) and not any(
        one.has_critical_finding for one in results
    )


def _overdue(audits: Sequence[Audit], holidays: Closures, *, today: date) -> dict[int, dict[str, Any]]:
    """School id -> how many improvements were asked of it, how many are late and for how long. One query.

    What a school put on its own plan is not held against it.
    """
    closed = {
        audit.school_id: holidays.of(la_code=audit.school.la_code, trust_uid=audit.school.trust_uid) for audit in audits
    }
    rows = Improvement.objects.filter(school__in=closed).exclude(source=Improvement.Source.OWN)
    rows = rows.exclude(state=Improvement.State.WITHDRAWN)
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"asked_of": 0, "overdue": 0, "overdue_by": 0})
    for school_id, state, due_on in rows.values_list("school_id", "state", "due_on"):
        one = found[school_id]
        one["asked_of"] += 1
        if days := overdue_days(due_on, state, today=today, closed=closed[school_id]):
            one["overdue"] += 1
            one["overdue_by"] = max(one["overdue_by"], days)
    return found


def _leaders(audits: Sequence[Audit], today: date) -> Mapping[int | None, dict[str, Any]]:
    """School id -> since when its head and DSL are new, where somebody else held the role within a year. One query."""
    rows = Membership.objects.filter(
        school_id__in={audit.school_id for audit in audits}, role__in=(Role.HEAD, Role.DSL)
    ).values_list("school_id", "role", "person_id", "starts_on", "ends_on", "ended_at")  # fmt: skip
    posts: defaultdict[tuple[int | None, str], list[tuple[int, date, date | None]]] = defaultdict(list)
    for school_id, role, person_id, starts_on, ends_on, ended_at in rows:
        last = min(filter(None, (ends_on, ended_at and timezone.localdate(ended_at))), default=None)
        posts[school_id, role].append((person_id, starts_on, last))
    found: defaultdict[int | None, dict[str, Any]] = defaultdict(dict)
    for (school_id, role), held in posts.items():
        now = [(since, person) for person, since, last in held if since <= today and (last is None or last >= today)]
        if not now:
            continue
        since, person = max(now)
        gone = [last for other, _from, last in held if other != person and last and since - YEAR <= last <= today]
        if gone:
            found[school_id]["new_head" if role == Role.HEAD else "new_dsl"] = since
    return found
