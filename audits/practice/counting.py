"""Counts what schools of a phase commonly use as evidence. Once a night, in the partnership's scope.

The rule. A school's own scope reads no other school's rows, so the count is made here and kept in a table.
- What is counted: the kind of evidence (its strength: stated, documented, sampled, confirmed) with which a school
  answered an indicator “Secure” or better, in its latest audit that was submitted. No name, no free text, no level.
- Like schools: the same phase of education in the register, the same partnership. No further characteristic, so that
  no two counts can be crossed. Special and independent schools have no phase there, and are not alike: not counted.
- What is shown: a kind that at least ten schools used, as “at least 10, 15, 20 …”: rounded down to five, so that one
  school's return, which others may know of, does not show in the number. Fewer than ten: nothing, and the database
  shows a school no such row.
- Counted once a night, so that a number does not move when one return comes in.
"""

from collections.abc import Mapping

from django.db.models import Count

from audits.answers.models import Answer, Level
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from audits.practice.models import CommonPractice

FLOOR, STEP = 10, 5
KEY = ("upstream", "code", "phase", "strength")
Key = tuple[str, str, str, int]
NO_PHASE = ("", "Not applicable")
GOOD = (Level.SECURE, Level.EMBEDDED)


def shown(schools: int) -> int:
    """What may be shown of a count: rounded down to five, 0 below ten."""
    return schools - schools % STEP if schools >= FLOOR else 0


def count_practice(*, tenant_id: int) -> int:
    """Count again, and keep what may be shown; how many rows a school can read. Three statements."""
    kept = {key: shown(number) for key, number in _counted().items()}
    known = set(CommonPractice.objects.values_list(*KEY))
    there = known | {key for key, number in kept.items() if number}
    rows = [
        CommonPractice(tenant_id=tenant_id, at_least=kept.get(key, 0), **dict(zip(KEY, key, strict=True)))
        for key in sorted(there)
    ]
    CommonPractice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tenant", "upstream", "code", "phase", "strength"],
        update_fields=["at_least"],
    )
    return sum(row.at_least > 0 for row in rows)


def _counted() -> Mapping[Key, int]:
    """How many schools, by series, code, phase and strength. One statement."""
    latest = Audit.objects.filter(state__in=SUBMITTED).order_by("school", "-cycle__opens_on", "-pk").distinct("school")
    found = (
        Answer.objects.filter(audit__in=latest.values("pk"), level__in=GOOD, strength__isnull=False)
        .exclude(audit__school__phase__in=NO_PHASE)
        .values_list("audit__cycle__framework__upstream", "indicator__code", "audit__school__phase", "strength")
        .annotate(schools=Count("school", distinct=True))
        .order_by()
    )
    return {(upstream, code, phase, strength): schools for upstream, code, phase, strength, schools in found}
