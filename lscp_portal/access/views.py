"""The first page after signing in, and the page of a form that was open too long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lscp_portal.access.memberships import everywhere, trusts_of
from lscp_portal.access.policies import signed_in
from lscp_portal.access.typed import typed_words
from lscp_portal.accounts.models import Role


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Where this person works; straight there when it is one place."""
    places: dict[str, dict[str, object]] = {}
    for row in everywhere(request.user):  # type: ignore[arg-type]
        href = f"/s/{row.school_urn}/" if row.school_urn else f"/p/{row.tenant.slug}/"
        entry = places.setdefault(href, {"href": href, "name": row.school_name or row.tenant.name, "roles": []})
        entry["roles"].append(row.get_role_display())  # type: ignore[attr-defined]
    for uid, name in trusts_of(request.user):  # type: ignore[arg-type]
        places[uid] = {"href": f"/t/{uid}/", "name": name, "roles": [Role.TRUST_LEAD.label]}
    if len(places) == 1:
        return redirect(str(next(iter(places.values()))["href"]))
    return render(request, "access/home.html", {"places": list(places.values())})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form was open too long, or cookies are off; what was typed is shown back."""
    shown = {"typed": typed_words(request), "next": request.path_info}
    return render(request, "access/signed_out.html", shown, status=403)
