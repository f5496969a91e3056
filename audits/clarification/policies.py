"""Who asks, who answers, who reads along. Looks at people, never at states, and runs no query."""

from typing import Protocol

from audits.lifecycle.policies import AT_SCHOOL
from lscp_portal.tenancy.actor import Actor

SENDING = frozenset({"dsl", "deputy_dsl"})
DRAFTING = SENDING | {"contributor"}


class OfSchool(Protocol):
    """A round, a question, an audit, or a page's copy of one."""

    @property
    def school_id(self) -> int: ...


class Asked(OfSchool, Protocol):
    """A round with whoever reads its audit now; None while nobody does."""

    @property
    def reader_id(self) -> int | None: ...


def may_ask(actor: Actor, asked: Asked) -> bool:
    """Whoever reads the return now, while cleared of any conflict with the school."""
    is_its_reader = asked.reader_id is not None and actor.person_id == asked.reader_id and "reviewer" in actor.roles
    return is_its_reader and asked.school_id in actor.cleared


def may_send_answers(actor: Actor, about: OfSchool) -> bool:
    """The DSL or a deputy of this very school."""
    return actor.school_id == about.school_id and bool(actor.roles & SENDING)


def may_draft_answers(actor: Actor, about: OfSchool) -> bool:
    """Whoever sends, and contributors, to whom the database shows only the questions on their part."""
    return actor.school_id == about.school_id and bool(actor.roles & DRAFTING)


def may_see_questions(actor: Actor, about: OfSchool) -> bool:
    """Anybody with a role at this very school; a contributor sees what is about their part."""
    return actor.school_id == about.school_id and bool(actor.roles & AT_SCHOOL)
