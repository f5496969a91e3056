"""Who complains, who answers, who decides, who reads along. Policies look at people, never at states; no query."""

from typing import Protocol

from lscp_portal.tenancy.actor import Actor

COMPLAINING = frozenset({"head", "chair"})
READING = frozenset({"lead", "scrutineer"})


class OfSchool(Protocol):
    """A complaint, or a page's copy of one. hidden_from_leads: it is about the lead."""

    @property
    def school_id(self) -> int: ...
    @property
    def hidden_from_leads(self) -> bool: ...


class Answered(OfSchool, Protocol):
    """A complaint with the people whose work at the school it may be about, and whoever answered it first."""

    @property
    def involved(self) -> frozenset[int]: ...
    @property
    def first_by_id(self) -> int | None: ...


def may_complain(actor: Actor, complaint: OfSchool | None = None) -> bool:
    """The head or the chair of this very school: a complaint is the school's, not one person's."""
    here = actor.school_id is not None and (complaint is None or complaint.school_id == actor.school_id)
    return here and bool(actor.roles & COMPLAINING)


def may_read_ours(actor: Actor, complaint: OfSchool | None = None) -> bool:
    """Everybody with a role at this very school, but contributors."""
    return actor.sees_whole_school and (complaint is None or complaint.school_id == actor.school_id)


def may_see_complaints(actor: Actor) -> bool:
    """The LSCP lead and the independent scrutineer."""
    return actor.works_for_area and bool(actor.roles & READING)


def may_read_complaint(actor: Actor, complaint: OfSchool) -> bool:
    """The lead and the scrutineer without a declared conflict; the scrutineer alone where it is about the lead."""
    reads = "scrutineer" in actor.roles or not complaint.hidden_from_leads
    return may_see_complaints(actor) and reads and complaint.school_id not in actor.conflicts


def may_handle(actor: Actor, complaint: OfSchool) -> bool:
    """The LSCP lead without a declared conflict; never of a complaint about the lead."""
    leads = actor.works_for_area and "lead" in actor.roles and complaint.school_id not in actor.conflicts
    return leads and not complaint.hidden_from_leads


def may_answer(actor: Actor, complaint: Answered) -> bool:
    """The LSCP lead without a conflict who did not read, visit or report on this school (no one judges own work)."""
    return may_handle(actor, complaint) and actor.person_id not in complaint.involved


def may_take_up(actor: Actor, complaint: OfSchool) -> bool:
    """The independent scrutineer without a declared conflict."""
    scrutinises = actor.works_for_area and "scrutineer" in actor.roles
    return scrutinises and complaint.school_id not in actor.conflicts


def may_decide(actor: Actor, complaint: Answered) -> bool:
    """The independent scrutineer without a conflict who neither answered it before nor worked at this school."""
    judges_own = actor.person_id == complaint.first_by_id or actor.person_id in complaint.involved
    return may_take_up(actor, complaint) and not judges_own


def may_put_right(actor: Actor, complaint: OfSchool) -> bool:
    """Whoever handles it: the lead; the scrutineer where it is about the lead."""
    return may_handle(actor, complaint) or (complaint.hidden_from_leads and may_take_up(actor, complaint))


def may_let_go_on(actor: Actor, complaint: OfSchool) -> bool:
    """Whoever reads the complaint at the partnership: the lead, or the scrutineer."""
    return may_read_complaint(actor, complaint)
