"""What templates know of the place."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lscp_portal.access.place import Place


def place(request: HttpRequest) -> dict[str, Any]:
    """`place` for every template; the middleware made it, error pages outside it get a plain one."""
    return {"place": getattr(request, "place", Place(demonstration=settings.DEMONSTRATION))}
