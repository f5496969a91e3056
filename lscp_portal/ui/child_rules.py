"""Hands out the rules of the child-detail detector, for the script that reads while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import etag, require_safe

from lscp_portal.access.policies import public
from lscp_portal.childdata.document import digest, document

FOR_A_YEAR = "public, max-age=31536000, immutable"


def rules_address() -> str:
    """The address of the present rules; another one when a rule changes."""
    return reverse("child_rules", args=[digest()])


@public("Patterns and word lists, the same for everybody: nothing of a person or a place.")
@require_safe
@etag(lambda request, name: f'"{digest()}"')  # noqa: ARG005 - Django calls it so
def child_rules(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """The rules as JSON. A page drawn before they changed asks by an old name: it gets the new ones, not to be kept."""
    kept = FOR_A_YEAR if name == digest() else "no-cache"
    return HttpResponse(document(), content_type="application/json", headers={"Cache-Control": kept})
