"""A school's people: confirmed by the head, kept by the school, repaired by the partnership."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.accounts.changes import Details, change_membership, replace_person
from lscp_portal.accounts.models import Membership, Role
from lscp_portal.accounts.policies import may_end
from lscp_portal.workflow import Refused
from schools.contacts import actions
from schools.contacts.forms import ConfirmForm, DetailsForm, ReplaceForm, VacancyForm
from schools.contacts.known import known_to
from schools.contacts.models import POSTS
from schools.contacts.policies import may_see_people
from schools.contacts.queries import held, is_here, people_page
from schools.contacts.types import Held
from schools.register.models import School

BOTH = ["GET", "POST"]
PAGES = "schools/contacts/"


def root_of(request: PortalRequest, school_id: int) -> str:
    """The address of the page of one school's people, for the school or for the partnership."""
    if request.actor.works_for_area:
        return reverse("contacts:school", args=[request.place.slug, school_id])
    return reverse("school_contacts:people", args=[request.place.urn])


def around(request: PortalRequest, school_id: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - what a page shows
    """What every page here needs."""
    at_school = request.actor.school_id is not None
    access = reverse("school_people:list", args=[request.place.urn]) if at_school else ""
    return {
        "shell": "base/school.html" if at_school else "base/portal.html",
        "root": root_of(request, school_id),
        "at_school": at_school,
        "invite": f"{access}invite/" if at_school else reverse("people:invite", args=[request.place.slug]),
        "access": access or reverse("people:schools", args=[request.place.slug]),
        "contacts": "" if at_school else reverse("contacts:list", args=[request.place.slug]),
        **more,
    }


def school_of(request: PortalRequest, school_id: int | None) -> int:
    """Whose people: the school of the address."""
    return request.actor.school_id if request.actor.school_id is not None else int(school_id or 0)


@require_safe
@allow(may_see_people)
def people(request: PortalRequest, *, school_id: int | None = None, **_place: object) -> HttpResponse:
    """Every role, who is in it, what is missing, and whether the list is confirmed."""
    return _page(request, school_of(request, school_id))


def _page(request: PortalRequest, school_id: int, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401
    try:
        page = people_page(actor=request.actor, school_id=school_id)
    except School.DoesNotExist:
        raise Http404 from None
    form = more.pop("form", None) or ConfirmForm(
        asks_why=request.actor.works_for_area, known=known_to(request.actor, School, school_id)
    )
    form.initial["sha256"] = page.sha256
    shown = around(request, school_id, page=page, form=form, **more)
    return render(request, f"{PAGES}people.html", shown, status=status)


@require_POST
@allow(may_see_people)
def confirm(request: PortalRequest, *, school_id: int | None = None, **_place: object) -> HttpResponse:
    """“These are our people”: the list as it was shown."""
    school = school_of(request, school_id)
    form = ConfirmForm(
        request.POST, asks_why=request.actor.works_for_area, known=known_to(request.actor, School, school)
    )
    if not form.is_valid():
        return _page(request, school, status=422, form=form)
    try:
        actions.confirm_people(
            actor=request.actor, school_id=school, sha256=form.cleaned_data["sha256"], reason=form.why
        )
    except Refused as refused:
        return _page(request, school, status=409, refused=refused.blockers)
    messages.success(request, "The list of people is confirmed. Thank you.")
    return redirect(root_of(request, school))


@require_http_methods(BOTH)
@allow(may_see_people)
def vacancy(request: PortalRequest, *, role: str, school_id: int | None = None, **_place: object) -> HttpResponse:
    """Say that nobody holds a role."""
    school = school_of(request, school_id)
    if role not in POSTS or not is_here(school_id=school):
        raise Http404
    form = VacancyForm(
        request.POST or None, asks_why=request.actor.works_for_area, known=known_to(request.actor, School, school)
    )
    shown = around(request, school, form=form, role=Role(role).label, title=f"{Role(role).label}: vacant")
    if not form.is_valid():
        return render(request, f"{PAGES}form.html", shown, status=422 if form.is_bound else 200)
    try:
        actions.state_vacancy(
            actor=request.actor, school_id=school, role=role, since=form.cleaned_data["since"], reason=form.why
        )
    except Refused as refused:
        return render(request, f"{PAGES}form.html", {**shown, "refused": refused.blockers}, status=409)
    messages.success(request, f"{Role(role).label}: noted as vacant.")
    return redirect(root_of(request, school))


@require_http_methods(BOTH)
@allow(may_end, Membership, "membership_id")
def change(request: PortalRequest, *, membership_id: int, **_place: object) -> HttpResponse:
    """Telephone number and term of office."""
    row = _held(membership_id)
    school = row.school_id
    initial = {"phone": row.phone, "ends_on": row.until}
    form = DetailsForm(
        request.POST or None,
        initial=initial,
        asks_why=request.actor.works_for_area,
        known=known_to(request.actor, School, school),
    )
    shown = around(request, school, form=form, title=f"{row.name}, {row.role}")
    if not form.is_valid():
        return render(request, f"{PAGES}form.html", shown, status=422 if form.is_bound else 200)
    details = Details(phone=form.cleaned_data["phone"], ends_on=form.cleaned_data["ends_on"])
    try:
        change_membership(actor=request.actor, membership_id=membership_id, details=details, reason=form.why)
    except Refused as refused:
        return render(request, f"{PAGES}form.html", {**shown, "refused": refused.blockers}, status=409)
    messages.success(request, f"Saved: {row.name}, {row.role}.")
    return redirect(root_of(request, school))


@require_http_methods(BOTH)
@allow(may_end, Membership, "membership_id")
def replace(request: PortalRequest, *, membership_id: int, **_place: object) -> HttpResponse:
    """End a role and invite the right address to it."""
    row = _held(membership_id)
    school = row.school_id
    form = ReplaceForm(
        request.POST or None,
        initial={"full_name": row.name},
        asks_why=request.actor.works_for_area,
        known=known_to(request.actor, School, school),
    )
    words = (
        f"{row.name} ({row.email}) loses access as {row.role} at once, and the new address gets an invitation. "
        "An address is never changed under a person: they sign in with it."
    )
    shown = around(request, school, form=form, title=f"Another person or address: {row.role}", words=words)
    if not form.is_valid():
        return render(request, f"{PAGES}form.html", shown, status=422 if form.is_bound else 200)
    said = {name: form.cleaned_data[name] for name in ("email", "full_name")}
    try:
        replace_person(actor=request.actor, membership_id=membership_id, reason=form.why, **said)
    except Refused as refused:
        return render(request, f"{PAGES}form.html", {**shown, "refused": refused.blockers}, status=409)
    messages.success(request, f"{said['email']} is invited as {row.role}.")
    return redirect(root_of(request, school))


def _held(membership_id: int) -> Held:
    try:
        return held(membership_id=membership_id)
    except Membership.DoesNotExist:
        raise PermissionDenied("contacts.staff") from None  # partnership staff stand on their own page
