"""What templates know of the place."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

from lscp_portal.access.place import Place
from lscp_portal.access.policies import is_public_address


def place(request: HttpRequest) -> dict[str, Any]:
    """`place` for every template; the middleware made it, error pages outside it get a plain one."""
    return {"place": getattr(request, "place", Place(demonstration=settings.DEMONSTRATION))}


def messages_here(request: HttpRequest) -> dict[str, Any]:
    """`messages` of the signed-in person; none on public pages: they are the same for all, and caches keep them."""
    return {"messages": () if is_public_address(request) else get_messages(request)}
