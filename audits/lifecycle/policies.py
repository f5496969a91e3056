"""Who may do what with an audit (domain: roles). Policies look at people, never at states, and run no query."""

from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor

ANSWERING = frozenset({"dsl", "deputy_dsl", "contributor", "link_governor"})
AT_SCHOOL = ANSWERING | {"head", "chair"}
READING = frozenset({"administrator", "lead", "reviewer", "visitor", "publisher", "analyst", "scrutineer"})


def is_at_school(actor: Actor, audit: Audit) -> bool:
    """Anybody with a role at this very school, but contributors, who see only what was given to them."""
    return actor.school_id == audit.school_id and sees_whole_audit(actor)


def sees_whole_audit(actor: Actor) -> bool:
    """Anybody with a role at the school of the address, but contributors, who see only what was given to them."""
    return actor.sees_whole_school and bool(actor.roles & AT_SCHOOL)


def works_at_school(actor: Actor) -> bool:
    """Anybody with a role at the school of the address; the scope shows that school's rows only."""
    return actor.school_id is not None and bool(actor.roles & AT_SCHOOL)


def answers_for_school(actor: Actor) -> bool:
    """DSL, deputy, contributor or link governor at this address’s school; the action asks about the very audit."""
    return actor.school_id is not None and bool(actor.roles & ANSWERING)


def is_of_partnership(actor: Actor, audit: Audit) -> bool:
    """Partnership staff who may read returns, while no conflict with the school is declared."""
    return actor.works_for_area and bool(actor.roles & READING) and audit.school_id not in actor.conflicts


def may_answer(actor: Actor, audit: Audit) -> bool:
    """DSL, deputy, contributor or link governor of this very school."""
    return actor.school_id == audit.school_id and bool(actor.roles & ANSWERING)


def may_finish(actor: Actor, audit: Audit) -> bool:
    """The DSL finishes and signs; never a deputy: lead responsibility is not delegated (KCSIE, annex C)."""
    return actor.school_id == audit.school_id and "dsl" in actor.roles


def may_sign_as_head(actor: Actor, audit: Audit) -> bool:
    """The head or principal."""
    return actor.school_id == audit.school_id and "head" in actor.roles


def may_sign_as_chair(actor: Actor, audit: Audit) -> bool:
    """The chair of governors or the proprietor."""
    return actor.school_id == audit.school_id and "chair" in actor.roles


def signs_here(actor: Actor, audit: Audit) -> bool:
    """Whoever signs for this very school: DSL, head or chair."""
    return may_finish(actor, audit) or may_sign_as_head(actor, audit) or may_sign_as_chair(actor, audit)


def may_review(actor: Actor, audit: Audit) -> bool:
    """A reviewer who has declared to have no conflict of interest with this school."""
    return actor.works_for_area and "reviewer" in actor.roles and audit.school_id in actor.cleared


def may_take_back_review(actor: Actor, audit: Audit) -> bool:
    """The LSCP lead, while no conflict with the school is declared, for a reader who cannot go on."""
    return may_issue_feedback(actor, audit)


def may_issue_feedback(actor: Actor, audit: Audit) -> bool:
    """The LSCP lead, while no conflict with the school is declared."""
    return actor.works_for_area and "lead" in actor.roles and audit.school_id not in actor.conflicts


def may_acknowledge(actor: Actor, audit: Audit) -> bool:
    """The head or the chair of this very school."""
    return actor.school_id == audit.school_id and bool(actor.roles & {"head", "chair"})


def is_the_portal(actor: Actor | None, _about: object) -> bool:
    """No person takes this step: it follows from what was signed, from a rule or from the calendar."""
    return actor is None
