"""Who may do what with a review."""

from typing import Protocol

from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor
from schools.register.models import School

DECLARING = frozenset({"reviewer", "visitor", "lead"})


class Readable(Protocol):
    """A review, or a page's copy of one."""

    @property
    def reviewer_id(self) -> int: ...
    @property
    def school_id(self) -> int: ...


def may_score(actor: Actor, review: Readable) -> bool:
    """The reviewer who claimed it, while cleared of any conflict with the school. Looks at no state, runs no query."""
    is_its_reader = actor.person_id == review.reviewer_id and "reviewer" in actor.roles
    return is_its_reader and review.school_id in actor.cleared


def may_take_back(actor: Actor, review: Readable) -> bool:
    """The LSCP lead, while no conflict with the school is declared: for a reader who is ill or has gone."""
    return actor.works_for_area and "lead" in actor.roles and review.school_id not in actor.conflicts


def may_read_review(actor: Actor, review: Readable) -> bool:
    """Its reader, and the lead or scrutineer of the partnership, while no conflict with the school is declared."""
    reads = bool(actor.roles & {"lead", "scrutineer"}) or actor.person_id == review.reviewer_id
    return actor.works_for_area and reads and review.school_id not in actor.conflicts


def may_see_queue(actor: Actor) -> bool:
    """All staff of the partnership: the queue names schools and days, and nothing that a school answered."""
    return actor.works_for_area and bool(actor.roles)


def may_take_up(actor: Actor, audit: Audit) -> bool:
    """Any reviewer without a declared conflict may look at the cover of a return; reading needs a declaration first."""
    return actor.works_for_area and "reviewer" in actor.roles and audit.school_id not in actor.conflicts


def may_read_copies(actor: Actor, audit: Audit) -> bool:
    """The lead and scrutineer while no conflict is declared, and reviewers who have declared that they have none."""
    if not actor.works_for_area or audit.school_id in actor.conflicts:
        return False
    return bool(actor.roles & {"lead", "scrutineer"}) or (
        "reviewer" in actor.roles and audit.school_id in actor.cleared
    )


def may_declare(actor: Actor, school: School) -> bool:
    """Reviewers, visit team and lead, each for herself, until a conflict stands: then only the LSCP lead can help."""
    return actor.works_for_area and bool(actor.roles & DECLARING) and school.pk not in actor.conflicts
