"""Who reads again, who settles, who sees. Looks at people, never at states, and runs no query."""

from collections.abc import Collection
from typing import Protocol

from lscp_portal.tenancy.actor import Actor

OVERSEEING = frozenset({"lead", "scrutineer"})


class Again(Protocol):
    """A second reading, or a page's copy of one. readers: everybody who read the return, first or second."""

    @property
    def school_id(self) -> int: ...
    @property
    def first_readers(self) -> Collection[int]: ...
    @property
    def reader_id(self) -> int | None: ...
    @property
    def readers(self) -> frozenset[int]: ...


def reads_again(actor: Actor) -> bool:
    """A reviewer who is neither lead nor scrutineer: those two may read every first reading, so are never blind."""
    return actor.works_for_area and "reviewer" in actor.roles and not actor.roles & OVERSEEING


def may_take(actor: Actor, second: Again) -> bool:
    """Another reviewer, cleared of any conflict with the school, who never read this return first."""
    return may_look_at(actor, second) and second.school_id in actor.cleared


def may_look_at(actor: Actor, second: Again) -> bool:
    """Whoever may take it once they have said that there is no conflict: the cover asks for that first."""
    is_another = actor.person_id not in second.first_readers
    return reads_again(actor) and is_another and second.school_id not in actor.conflicts


def may_score_again(actor: Actor, second: Again) -> bool:
    """The second reader who claimed it, while cleared."""
    return actor.person_id == second.reader_id and may_take(actor, second)


def may_moderate(actor: Actor, second: Again) -> bool:
    """The lead without a conflict, or a reviewer who is cleared; never anybody who read the return (domain.md 7.2)."""
    if not actor.works_for_area or actor.person_id in second.readers or second.school_id in actor.conflicts:
        return False
    return "lead" in actor.roles or ("reviewer" in actor.roles and second.school_id in actor.cleared)


def may_waive(actor: Actor, second: Again) -> bool:
    """The lead without a conflict who did not read the return."""
    return "lead" in actor.roles and may_moderate(actor, second)


def may_see_both(actor: Actor, second: Again) -> bool:
    """Lead and scrutineer without a conflict, both readers, and whoever moderates; states are the page's affair."""
    if not actor.works_for_area or second.school_id in actor.conflicts:
        return False
    is_reader = actor.person_id in second.readers and "reviewer" in actor.roles
    return bool(actor.roles & OVERSEEING) or is_reader or may_moderate(actor, second)


def may_see_list(actor: Actor) -> bool:
    """Lead and scrutineer, and reviewers, who see what waits for them; schools with a conflict are left out."""
    return actor.works_for_area and bool(actor.roles & (OVERSEEING | {"reviewer"}))


def oversees(actor: Actor) -> bool:
    """Lead and independent scrutineer."""
    return actor.works_for_area and bool(actor.roles & OVERSEEING)
