"""Whose minutes they are."""

from audits.review.models import Review
from lscp_portal.tenancy.actor import Actor


def may_mind_minutes(actor: Actor, review: Review) -> bool:
    """The reader of this very review, and nobody else whatever their role. The database says the same by itself."""
    is_its_reader = actor.person_id == review.reviewer_id
    return is_its_reader and actor.works_for_area and "reviewer" in actor.roles
