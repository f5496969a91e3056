"""Every view says who may: @allow with a policy, or @public with a reason. A test walks all addresses for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

View = Callable[..., HttpResponseBase]
Policy = Callable[..., bool]


def allow(policy: Policy, model: type[models.Model] | None = None, argument: str = "") -> Callable[[View], View]:
    """Let a view run when `policy(actor)` or, with a model, `policy(actor, row)` says yes; else 403.

    The row is loaded inside the open scope by the address's `argument` (a primary key): a row of another
    partnership or school is not there, so 404. The policy asks about the person, never about the state.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - any view's arguments
            about = (get_object_or_404(model, pk=kwargs[argument]),) if model else ()
            if not policy(request.actor, *about):
                raise PermissionDenied(policy.__name__)
            return view(request, *args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Mark a view that anybody may see, and why."""

    def decorate(view: View) -> View:
        view.public_because = reason  # type: ignore[attr-defined]
        return view

    return decorate


def signed_in(view: View) -> View:
    """Mark a view of the identity plane: any signed-in person, for what is their own."""
    from django.contrib.auth.decorators import login_required  # noqa: PLC0415 - needs the app registry

    guarded = login_required(view)
    guarded.policy = signed_in  # type: ignore[attr-defined]
    return guarded


PUBLIC_SITE = ("/reports/", "/areas/", "/api/v1/", "/good-practice/", "/accessibility/", "/privacy/", "/.well-known/")


def is_public_address(request: HttpRequest) -> bool:
    """Whether this address is one of the public site's."""
    path = request.path_info
    return path == "/" or path.startswith(PUBLIC_SITE)
