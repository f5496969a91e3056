"""The request as views behind the scope middleware get it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest

from lscp_portal.access.place import Place
from lscp_portal.accounts.models import Person
from lscp_portal.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class KeptRefusal:
    """A refused attempt that the trail should know of. Its answer rolls back, so the middleware records it later."""

    kind: str
    about: models.Model


class PortalRequest(HttpRequest):
    """A signed-in person in a place. A view sets `refusal` for a refusal worth keeping."""

    actor: Actor
    place: Place
    refusal: KeptRefusal | None = None


class CalendarRequest(HttpRequest):
    """Whoever knows a calendar's address. `in_each_place(person, read)` calls read(actor, root) inside each scope."""

    in_each_place: Callable[[Person, Callable[[Actor, str], Any]], list[Any]]


class PublicRequest(HttpRequest):
    """Anybody. `place` may be replaced by the view once a partnership is known."""

    place: Place


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which saves while somebody types; a browser that opens a page does not."""
    return request.headers.get("Accept", "") == "application/json"
