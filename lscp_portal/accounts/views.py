"""People of a partnership and of a school: lists, inviting, leaving."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.accounts import actions, queries
from lscp_portal.accounts.forms import InviteForm, LeaveForm, PeopleFilterForm
from lscp_portal.accounts.models import Invitation, Membership, Role
from lscp_portal.accounts.places import open_schools, school_place, trusts_here
from lscp_portal.accounts.policies import (
    may_end,
    may_invite_as,
    may_invite_somebody,
    may_manage_invitation,
    may_see_people,
)
from lscp_portal.accounts.searching import HERE, OF_INVITATIONS, PeopleFilter, people_of_schools
from lscp_portal.accounts.tables import headings, rows_of
from lscp_portal.childdata.types import Known
from lscp_portal.ui.types import Pages
from lscp_portal.workflow import Refused


def root_of(request: PortalRequest) -> str:
    """The address of the list: the partnership's or the school's."""
    if request.actor.works_for_area:
        return reverse("people:list", args=[request.place.slug])
    return reverse("school_people:list", args=[request.place.urn])


def surroundings(request: PortalRequest, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - what a page shows
    """What every page here needs: its shell, and where the list is."""
    shell = "base/school.html" if request.actor.school_id else "base/portal.html"
    root = root_of(request)
    return {"shell": shell, "root": root, "invite_address": f"{root}invite/", **more}


def listing(request: PortalRequest, page: queries.PeoplePage, *, with_school: bool = False) -> dict[str, Any]:
    """A page of people with its table."""
    rows = rows_of(page.people, root=root_of(request), with_school=with_school)
    return surroundings(request, page=page, rows=rows, headings=headings(with_school=with_school))


@require_safe
@allow(may_see_people)
def staff(request: PortalRequest, partnership: str) -> HttpResponse:  # noqa: ARG001 - part of the address
    """The partnership's staff and the open invitations."""
    page = queries.staff_page(actor=request.actor)
    return render(request, "accounts/people/staff.html", listing(request, page))


@require_safe
@allow(may_see_people)
def schools_people(request: PortalRequest, partnership: str) -> HttpResponse:  # noqa: ARG001 - part of the address
    """People of all schools of the partnership, found by words, role and state; and who is invited."""
    wanted = PeopleFilterForm(request.GET).wanted()
    page = people_of_schools(actor=request.actor, wanted=wanted)
    shown = listing(request, page, with_school=True) | {
        "form": PeopleFilterForm(initial={"q": wanted.words, "role": wanted.role, "state": wanted.state}),
        "wanted": wanted,
        "is_filtered": bool(wanted.words or wanted.role or wanted.state != HERE),
        "of_invitations": wanted.state in OF_INVITATIONS,
        "pages": pages_of(request.path, wanted, page.total),
    }
    return render(request, "accounts/people/schools.html", shown)


@require_safe
@allow(may_see_people)
def school_people(request: PortalRequest, urn: int) -> HttpResponse:  # noqa: ARG001 - part of the address
    """The people of one school, its open invitations, and which signatory is missing."""
    page = queries.school_page(actor=request.actor)
    return render(request, "accounts/people/school.html", listing(request, page))


@allow(may_invite_somebody)
def invite(request: PortalRequest, **_place: object) -> HttpResponse:
    """Ask for name, address and role, and invite."""
    actor = request.actor
    here = school_place(school_id=actor.school_id) if actor.school_id else None
    roles = [role for role in Role if may_invite_as(actor, role=role, school_id=actor.school_id)]
    schools, trusts = ([], []) if here else (open_schools(), trusts_here())
    form = InviteForm(request.POST or None, roles=roles, schools=schools, here=here, trusts=trusts)
    shown = surroundings(request, form=form, blockers=())
    if not form.is_valid():
        return render(request, "accounts/people/invite.html", shown, status=422 if form.is_bound else 200)
    try:
        invitation = actions.invite(actor=actor, guest=form.guest())
    except Refused as refused:
        return render(request, "accounts/people/invite.html", shown | {"blockers": refused.blockers}, status=409)
    messages.success(request, f"{invitation.full_name} is invited. The link is on its way to {invitation.email}.")
    return redirect(root_of(request))


@require_POST
@allow(may_manage_invitation, Invitation, "invitation_id")
def resend(request: PortalRequest, invitation_id: int, **_place: object) -> HttpResponse:
    """Send an invitation once more."""
    try:
        invitation = actions.resend_invitation(actor=request.actor, invitation_id=invitation_id)
    except Refused as refused:
        return refusal(request, refused)
    messages.success(request, f"The link is on its way to {invitation.email} again. It works for seven days.")
    return redirect(root_of(request))


@require_POST
@allow(may_invite_somebody)
def resend_all(request: PortalRequest, **_place: object) -> HttpResponse:
    """Send every expired invitation of the place once more."""
    number = actions.resend_all_expired(actor=request.actor)
    words = f"{number} expired invitation{' is' if number == 1 else 's are'} on the way again."
    messages.success(request, words if number else "No expired invitation can be sent again.")
    return redirect(root_of(request))


@require_POST
@allow(may_manage_invitation, Invitation, "invitation_id")
def revoke(request: PortalRequest, invitation_id: int, **_place: object) -> HttpResponse:
    """Take an invitation back."""
    try:
        invitation = actions.revoke_invitation(actor=request.actor, invitation_id=invitation_id)
    except Refused as refused:
        return refusal(request, refused)
    messages.success(request, f"The invitation of {invitation.full_name} is taken back. Its link no longer works.")
    return redirect(root_of(request))


@allow(may_end, Membership, "membership_id")
def leaves(request: PortalRequest, membership_id: int, **_place: object) -> HttpResponse:
    """Ask whether somebody has left, and note it."""
    person = queries.membership_row(membership_id=membership_id, actor=request.actor)
    form = LeaveForm(
        request.POST if request.method == "POST" else None,
        asks_why=request.actor.works_for_area and bool(person.school),
        known=lambda: Known(names=(person.name, request.actor.name), mailboxes=(person.email,)),
    )
    shown = surroundings(request, person=person, form=form)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/people/leaves.html", shown, status=422 if form.errors else 200)
    try:
        actions.end_membership(
            actor=request.actor, membership_id=membership_id, reason=form.cleaned_data.get("reason", "")
        )
    except Refused as refused:
        return refusal(request, refused)
    messages.success(request, f"{person.name} no longer has access as {person.role}.")
    return redirect(root_of(request))


def refusal(request: PortalRequest, refused: Refused) -> HttpResponse:
    """Why it was not done, and the way back to the list."""
    shown = surroundings(request, blockers=refused.blockers)
    return render(request, "accounts/people/refused.html", shown, status=409)


def pages_of(path: str, wanted: PeopleFilter, total: int) -> Pages:
    """The way to the pages before and after this one."""
    size, number = queries.PAGE_SIZE, wanted.page
    last = -(-total // size)

    def href(page: int) -> str:
        asked = {"q": wanted.words, "role": wanted.role, "state": wanted.state, "page": str(page)}
        return f"{path}?{urlencode({name: word for name, word in asked.items() if word})}" if 1 <= page <= last else ""

    first, end = (number - 1) * size + 1, min(number * size, total)
    position = f"{first} to {end} of {total}" if first <= end else ""
    return Pages(href(number - 1), href(number + 1), position=position)
