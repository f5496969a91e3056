"""Which audits a school has, and which one is meant by “the audit”."""

from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit


def audits_of_school() -> list[Audit]:
    """The school's audits with their cycles, the current one first: the latest open cycle's, else the latest.

    One query. Only in a school's scope.
    """
    found = Audit.objects.select_related("cycle").exclude(cycle__state=Cycle.State.PLANNED)
    return sorted(
        found,
        key=lambda audit: (audit.cycle.state == Cycle.State.OPEN, audit.cycle.opens_on, audit.pk),
        reverse=True,
    )


def current_audit() -> Audit | None:
    """The audit the school works on, or worked on last; None before the first. One query. Only in a school's scope."""
    return next(iter(audits_of_school()), None)


def audit_of(*, audit_id: int) -> Audit:
    """One audit with its cycle. One query. Raises Audit.DoesNotExist."""
    found: Audit = Audit.objects.select_related("cycle").get(pk=audit_id)
    return found
