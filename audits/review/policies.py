"""Who may do what with a review."""

from audits.review.models import Review
from lscp_portal.tenancy.actor import Actor


def may_score(actor: Actor, review: Review) -> bool:
    """The reviewer who claimed it, while cleared of any conflict with the school. Looks at no state, runs no query."""
    is_its_reader = actor.person_id == review.reviewer_id and "reviewer" in actor.roles
    return is_its_reader and review.school_id in actor.cleared


def may_read_review(actor: Actor, review: Review) -> bool:
    """Its reader, and the lead or scrutineer of the partnership, while no conflict with the school is declared."""
    reads = bool(actor.roles & {"lead", "scrutineer"}) or actor.person_id == review.reviewer_id
    return actor.school_id is None and reads and review.school_id not in actor.conflicts
