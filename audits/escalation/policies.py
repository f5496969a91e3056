"""Who starts, takes further and stops a case, who confirms, who reads. Looks at people, never at states; no query."""

from typing import Protocol

from lscp_portal.tenancy.actor import Actor

READING = frozenset({"lead", "administrator", "scrutineer"})
CONFIRMING = frozenset({"lead", "administrator"})
TOLD_AT_SCHOOL = frozenset({"dsl", "deputy_dsl", "head", "chair"})


class OfSchool(Protocol):
    """An audit, a case, a step, or a page's copy of one."""

    @property
    def school_id(self) -> int: ...


class Proposed(OfSchool, Protocol):
    """A step with whoever proposed it."""

    @property
    def proposed_by_id(self) -> int: ...


def may_lead_case(actor: Actor, about: OfSchool) -> bool:
    """The LSCP lead, while no conflict with the school is declared; never a reviewer alone (domain.md 7.2)."""
    return actor.works_for_area and "lead" in actor.roles and about.school_id not in actor.conflicts


def may_confirm_step(actor: Actor, step: Proposed) -> bool:
    """Another lead, or an administrator: never whoever proposed it, and nobody with a conflict."""
    is_another = actor.person_id != step.proposed_by_id and bool(actor.roles & CONFIRMING)
    return actor.works_for_area and is_another and step.school_id not in actor.conflicts


def may_see_cases(actor: Actor) -> bool:
    """Lead, administrator (who may be the second person) and scrutineer."""
    return actor.works_for_area and bool(actor.roles & READING)


def may_read_case(actor: Actor, about: OfSchool) -> bool:
    """The same, while no conflict with the school is declared."""
    return may_see_cases(actor) and about.school_id not in actor.conflicts


def may_see_letter(actor: Actor, about: OfSchool) -> bool:
    """Head, chair, DSL and deputies of this very school."""
    return actor.school_id == about.school_id and bool(actor.roles & TOLD_AT_SCHOOL)


def may_sign_again(actor: Actor, about: OfSchool) -> bool:
    """The chair of this very school, whose signature puts a version in force."""
    return actor.school_id == about.school_id and "chair" in actor.roles
