"""Who may do what with feedback."""

from typing import Protocol

from audits.lifecycle.policies import AT_SCHOOL
from lscp_portal.tenancy.actor import Actor


class OfSchool(Protocol):
    """Feedback, or a page's copy of it."""

    @property
    def school_id(self) -> int: ...


def may_issue(actor: Actor, feedback: OfSchool) -> bool:
    """The LSCP lead, while no conflict with the school is declared."""
    return actor.works_for_area and "lead" in actor.roles and feedback.school_id not in actor.conflicts


def may_acknowledge(actor: Actor, feedback: OfSchool) -> bool:
    """The head or the chair of this very school."""
    return actor.school_id == feedback.school_id and bool(actor.roles & {"head", "chair"})


def may_rate(actor: Actor, feedback: OfSchool) -> bool:
    """DSL, head or chair of this very school: the three to whom the letter went."""
    return actor.school_id == feedback.school_id and bool(actor.roles & {"dsl", "head", "chair"})


def may_see_ratings(actor: Actor) -> bool:
    """The LSCP lead and the independent scrutineer: a rating is of the letter, not of whoever read the return."""
    return actor.works_for_area and bool(actor.roles & {"lead", "scrutineer"})


def may_read(actor: Actor, feedback: OfSchool) -> bool:
    """Everybody with a role at the school; staff of the partnership without a conflict."""
    if actor.works_for_area:
        return bool(actor.roles) and feedback.school_id not in actor.conflicts
    return actor.school_id == feedback.school_id


def may_read_here(actor: Actor) -> bool:
    """Everybody with a role at a school reads the letters to that school, but contributors."""
    return actor.sees_whole_school and bool(actor.roles & AT_SCHOOL)
