"""Who may do what with phrases: they belong to the partnership, so no school's conflicts matter."""

from audits.phrases.models import Phrase
from lscp_portal.tenancy.actor import Actor

WRITING = frozenset({"reviewer", "lead"})


def may_see_bank(actor: Actor) -> bool:
    """Reviewers, the lead and the scrutineer of the partnership."""
    return actor.works_for_area and bool(actor.roles & (WRITING | {"scrutineer"}))


def may_write_phrases(actor: Actor) -> bool:
    """Reviewers and the lead. What is put in can be taken at once: it counts only when a reader hands it in."""
    return actor.works_for_area and bool(actor.roles & WRITING)


def may_keep_bank(actor: Actor, phrase: Phrase | None = None) -> bool:  # noqa: ARG001 - the row proves that it is here
    """The LSCP lead, who changes and retires phrases of whoever wrote them."""
    return actor.works_for_area and "lead" in actor.roles


def may_use_phrase(actor: Actor, phrase: Phrase) -> bool:  # noqa: ARG001 - the row proves that it is here
    """A reviewer, who is the only one to write comments."""
    return actor.works_for_area and "reviewer" in actor.roles
