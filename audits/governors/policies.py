"""Who writes governors' notes, and who reads them."""

from audits.governors.models import GovernorVisit
from lscp_portal.tenancy.actor import Actor

GOVERNORS = frozenset({"chair", "link_governor"})


def may_read_notes(actor: Actor, _note: GovernorVisit | None = None) -> bool:
    """Everybody at the school but contributors; the scope shows that school's notes only."""
    return actor.sees_whole_school


def is_governor(actor: Actor) -> bool:
    """The chair or the link governor of the school of the address."""
    return actor.school_id is not None and bool(actor.roles & GOVERNORS)


def may_correct(actor: Actor, note: GovernorVisit) -> bool:
    """Whoever wrote it, as long as they are a governor here."""
    return is_governor(actor) and actor.school_id == note.school_id and actor.person_id == note.written_by_id
