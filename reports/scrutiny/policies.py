"""Who scrutinises, who reads along, who answers. Policies look at people, never at states, and run no query."""

from typing import Protocol

from lscp_portal.tenancy.actor import Actor


class Written(Protocol):
    """A note, or a page's copy of one."""

    @property
    def written_by_id(self) -> int: ...


def may_see_scrutiny(actor: Actor, _note: Written | None = None) -> bool:
    """The independent scrutineer, and the LSCP lead, who sees what the scrutineer sees."""
    return actor.works_for_area and bool(actor.roles & {"scrutineer", "lead"})


def may_write_note(actor: Actor, note: Written | None = None) -> bool:
    """The independent scrutineer; a note in work: its author."""
    scrutinises = actor.works_for_area and "scrutineer" in actor.roles
    return scrutinises and (note is None or note.written_by_id == actor.person_id)


def may_answer_note(actor: Actor, note: Written) -> bool:
    """An LSCP lead who did not write it."""
    return actor.works_for_area and "lead" in actor.roles and note.written_by_id != actor.person_id
