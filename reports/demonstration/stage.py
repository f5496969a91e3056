"""What every part of the demonstration stands on: who may open which scope, and what day it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.scope import Scope, area_scope, school_scope, trust_scope
from reports.demonstration.clock import Calendar

Enter = Callable[[Scope], AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Stage:
    """enter: opens a scope; the command hands it in, since commands are one of the four places that may."""

    enter: Enter
    calendar: Calendar

    def a_year_back(self) -> "Stage":
        """On which last year's round is told."""
        return replace(self, calendar=self.calendar.a_year_back())

    def as_(self, actor: Actor) -> AbstractContextManager[Any]:
        """The scope in which this person works."""
        if actor.trust_uid:
            return self.enter(trust_scope(int(actor.trust_uid), person=actor.person_id))
        if actor.school_id is None:
            return self.enter(area_scope(actor.tenant_id, person=actor.person_id))
        return self.enter(school_scope(actor.tenant_id, actor.school_id, person=actor.person_id))

    def in_area(self, tenant_id: int) -> AbstractContextManager[Any]:
        """The partnership's scope, as the system."""
        return self.enter(area_scope(tenant_id))
