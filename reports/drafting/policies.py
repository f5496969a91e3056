"""Who may do what with a report."""

from lscp_portal.tenancy.actor import Actor
from reports.drafting.models import Correction, Report


def may_draft(actor: Actor, report: Report | None = None) -> bool:
    """Reviewers and the lead, while no conflict with the school is declared; a report in work: its author."""
    writes = actor.works_for_area and bool(actor.roles & {"reviewer", "lead"})
    if report is None:
        return writes
    return writes and actor.person_id == report.author_id and report.school_id not in actor.conflicts


def may_answer_report(actor: Actor, report: Report) -> bool:
    """The head or the chair of this very school; the DSL alone may not."""
    return actor.school_id == report.school_id and bool(actor.roles & {"head", "chair"})


def may_approve(actor: Actor, report: Report) -> bool:
    """A publisher who is not the author, while no conflict with the school is declared."""
    publishes = actor.works_for_area and "publisher" in actor.roles
    return publishes and actor.person_id != report.author_id and report.school_id not in actor.conflicts


def may_withdraw(actor: Actor, report: Report) -> bool:
    """The LSCP lead or a publisher: a withdrawal must be possible within the hour."""
    return (
        actor.works_for_area and bool(actor.roles & {"lead", "publisher"}) and report.school_id not in actor.conflicts
    )


def may_read_report(actor: Actor, report: Report) -> bool:
    """Staff of the partnership without a conflict, and everybody at the school but contributors once it is sent."""
    if actor.works_for_area:
        return bool(actor.roles) and report.school_id not in actor.conflicts
    return actor.school_id == report.school_id and actor.sees_whole_school


def may_answer_correction(actor: Actor, correction: Correction) -> bool:
    """Reviewers and the lead without a conflict; that it is the author's own report is asked in the action."""
    return may_draft(actor) and correction.school_id not in actor.conflicts


def may_list_reports(actor: Actor) -> bool:
    """Staff of the partnership."""
    return actor.works_for_area and bool(actor.roles)


def may_list_at_school(actor: Actor) -> bool:
    """Everybody with a role at the school, but contributors."""
    return actor.sees_whole_school
