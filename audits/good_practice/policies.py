"""Who may do what with good practice. Policies look at people, never at states, and run no query."""

from audits.good_practice.models import GoodPractice
from lscp_portal.tenancy.actor import Actor

OFFERING = frozenset({"dsl", "deputy_dsl", "head", "chair"})
AGREEING = frozenset({"head", "chair"})
CHECKING = frozenset({"reviewer", "visitor", "lead"})


def may_read_shared(actor: Actor) -> bool:
    """Everybody with a role at a school, but contributors."""
    return actor.sees_whole_school


def may_offer(actor: Actor, practice: GoodPractice | None = None) -> bool:
    """DSL, deputy, head or chair of this very school."""
    here = actor.school_id is not None and (practice is None or practice.school_id == actor.school_id)
    return here and bool(actor.roles & OFFERING)


def may_agree(actor: Actor, practice: GoodPractice) -> bool:
    """The head or the chair of this very school: consent is the school's, not one person's."""
    return practice.school_id == actor.school_id and bool(actor.roles & AGREEING)


def may_see_offers(actor: Actor) -> bool:
    """All staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)


def may_see_offer(actor: Actor, practice: GoodPractice) -> bool:
    """Staff of the partnership, while no conflict with the school is declared."""
    return may_see_offers(actor) and practice.school_id not in actor.conflicts


def may_check(actor: Actor, practice: GoodPractice) -> bool:
    """A reviewer, a visit team member or the lead, while no conflict with the school is declared."""
    return may_see_offer(actor, practice) and bool(actor.roles & CHECKING)


def may_publish(actor: Actor, practice: GoodPractice) -> bool:
    """The LSCP lead or a publisher without a conflict, and never whoever checked it."""
    publishes = bool(actor.roles & {"lead", "publisher"}) and actor.person_id != practice.checked_by_id
    return may_see_offer(actor, practice) and publishes


def may_withdraw(actor: Actor, practice: GoodPractice) -> bool:
    """Whoever may offer it at the school, at any time and for any reason; or the LSCP lead."""
    return may_offer(actor, practice) or (may_see_offer(actor, practice) and "lead" in actor.roles)
