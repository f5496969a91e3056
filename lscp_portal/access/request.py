"""The request as views behind the scope middleware get it."""

from django.http import HttpRequest

from lscp_portal.access.place import Place
from lscp_portal.tenancy.actor import Actor


class PortalRequest(HttpRequest):
    """A signed-in person in a place."""

    actor: Actor
    place: Place


class PublicRequest(HttpRequest):
    """Anybody. `place` may be replaced by the view once a partnership is known."""

    place: Place
