"""Who may do what with bands, rules and the random sample. Policies look at people, never at states; no query."""

from typing import Protocol

from audits.cycles.models import Cycle
from audits.lifecycle.policies import READING
from lscp_portal.tenancy.actor import Actor


class OfSchool(Protocol):
    """An audit, a band, or a page's copy of one."""

    @property
    def school_id(self) -> int: ...


class Decided(OfSchool, Protocol):
    """A band with the people who read a return of its school."""

    @property
    def readers(self) -> frozenset[int]: ...


def may_see_bands(actor: Actor) -> bool:
    """Partnership staff who read returns; rows of schools with a declared conflict are left out for them."""
    return actor.works_for_area and bool(actor.roles & READING)


def may_see_band(actor: Actor, about: OfSchool) -> bool:
    """Partnership staff, while no conflict with the school is declared."""
    return may_see_bands(actor) and about.school_id not in actor.conflicts


def leads_here(actor: Actor, about: OfSchool) -> bool:
    """An LSCP lead without a declared conflict; the action asks about reading the school's returns as well."""
    return actor.works_for_area and "lead" in actor.roles and about.school_id not in actor.conflicts


def may_decide(actor: Actor, triage: Decided) -> bool:
    """An LSCP lead without a declared conflict who did not read a return of this school (domain.md 7.2)."""
    return leads_here(actor, triage) and actor.person_id not in triage.readers


def may_change_rules(actor: Actor) -> bool:
    """The LSCP lead."""
    return actor.works_for_area and "lead" in actor.roles


def may_draw(actor: Actor, _cycle: Cycle | None = None) -> bool:
    """The LSCP lead."""
    return may_change_rules(actor)


def may_see_sample(actor: Actor, _cycle: Cycle | None = None) -> bool:
    """All staff of the partnership who read returns: a draw that nobody can check is none."""
    return may_see_bands(actor)
