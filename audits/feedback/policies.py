"""Who may do what with feedback."""

from audits.feedback.models import Feedback
from lscp_portal.tenancy.actor import Actor


def may_issue(actor: Actor, feedback: Feedback) -> bool:
    """The LSCP lead, while no conflict with the school is declared."""
    return actor.school_id is None and "lead" in actor.roles and feedback.school_id not in actor.conflicts


def may_acknowledge(actor: Actor, feedback: Feedback) -> bool:
    """The head or the chair of this very school."""
    return actor.school_id == feedback.school_id and bool(actor.roles & {"head", "chair"})


def may_read(actor: Actor, feedback: Feedback) -> bool:
    """Everybody with a role at the school; staff of the partnership without a conflict."""
    if actor.school_id is None:
        return bool(actor.roles) and feedback.school_id not in actor.conflicts
    return actor.school_id == feedback.school_id
