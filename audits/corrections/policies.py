"""Who asks for a correction, who answers, and who ends it. Looks at people, never at states, and runs no query."""

from audits.corrections.models import Correction
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor

ASKING = frozenset({"dsl", "head", "chair"})


def may_ask(actor: Actor, about: Audit | Correction) -> bool:
    """DSL, head or chair of this very school."""
    return actor.school_id == about.school_id and bool(actor.roles & ASKING)


def may_correct(actor: Actor, about: Audit | Correction) -> bool:
    """The DSL of this very school, who answers for what is sent."""
    return actor.school_id == about.school_id and "dsl" in actor.roles


def may_check_as_head(actor: Actor, about: Correction) -> bool:
    """The head or principal of this very school."""
    return actor.school_id == about.school_id and "head" in actor.roles


def may_check_as_chair(actor: Actor, about: Correction) -> bool:
    """The chair of governors or the proprietor of this very school."""
    return actor.school_id == about.school_id and "chair" in actor.roles


def may_answer_correction(actor: Actor, about: Correction) -> bool:
    """The LSCP lead, while no conflict with the school is declared."""
    return may_see_corrections(actor) and about.school_id not in actor.conflicts


def may_see_corrections(actor: Actor) -> bool:
    """The LSCP lead."""
    return actor.works_for_area and "lead" in actor.roles


def may_end(actor: Actor, about: Correction) -> bool:
    """Whoever asks at the school, or the LSCP lead."""
    return may_ask(actor, about) or may_answer_correction(actor, about)
