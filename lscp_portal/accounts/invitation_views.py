"""The page behind the link of an invitation. Opening it changes nothing, since mail filters open links."""

from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lscp_portal.access.place import of_partnership
from lscp_portal.access.policies import public
from lscp_portal.access.request import PublicRequest
from lscp_portal.accounts.acceptance import (
    Closed,
    InvitationClosed,
    InvitationPage,
    Viewer,
    accept,
    guest_of,
    invitation_page,
    join,
)
from lscp_portal.accounts.forms import JoinForm
from lscp_portal.accounts.models import Membership

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public("Whoever has the link may open it; only the invited person can accept.")
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PublicRequest, token: str) -> HttpResponse:
    """Show who invites to what; accept on POST."""
    try:
        page = invitation_page(token=token, user=request.user)
        request.place = of_partnership(request.place, page.partnership)
        if page.viewer is Viewer.NEW:
            return _new_person(request, token, page)
        if request.method == "POST" and page.viewer is Viewer.THE_GUEST:
            membership = accept(token=token, person=request.user)  # type: ignore[arg-type] # signed in: a Person
            return redirect(home_of(membership))
    except InvitationClosed as closed:
        status = 404 if closed.why is Closed.UNKNOWN else 410
        return render(request, "accounts/invitation/closed.html", {"why": closed.why.value}, status=status)
    shown = {"page": page, "viewer": page.viewer.value, "form": None}
    return render(request, "accounts/invitation/open.html", shown, status=403 if request.method == "POST" else 200)


def _new_person(request: HttpRequest, token: str, page: InvitationPage) -> HttpResponse:
    """Name and password twice; then the person is made, accepted and signed in."""
    form = JoinForm(request.POST or None, guest=guest_of(token=token))
    if not form.is_valid():
        shown = {"page": page, "viewer": page.viewer.value, "form": form}
        return render(request, "accounts/invitation/open.html", shown, status=422 if form.is_bound else 200)
    typed = form.cleaned_data
    try:
        membership = join(token=token, full_name=typed["full_name"], password=typed["password"])
    except PermissionDenied:  # the address got its account while this page was open: sign in to accept
        return redirect(request.path)
    login(request, membership.person, backend=BACKEND)
    return redirect(home_of(membership))


def home_of(membership: Membership) -> str:
    """The first page of the place."""
    return f"/s/{membership.school_urn}/" if membership.school_urn else f"/p/{membership.tenant.slug}/"
