"""Opens the one scope of a request, from its address and the signed-in person. Rendering happens inside."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from lscp_portal.access import memberships, navigation
from lscp_portal.access.place import Place, of_partnership
from lscp_portal.access.policies import is_public_address
from lscp_portal.access.typed import typed_words
from lscp_portal.accounts.models import Membership, Person, Role
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.scope import Scope, area_scope, public_scope, school_scope, scope, trust_scope
from lscp_portal.trail import recording as trail

PORTAL = re.compile(r"^/p/(?P<slug>[-a-z0-9]+)/")
SCHOOL = re.compile(r"^/s/(?P<urn>[0-9]{1,7})/")
CALENDAR = re.compile(r"^/calendar/[^/]+\.ics$")
TRUST = re.compile(r"^/t/(?P<uid>[0-9]{1,12})/")
FIRST_ERROR = 400

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Read = TypeVar("Read")


class ScopeMiddleware:
    """One request, one transaction, one database role. An answer of 400 or more rolls back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside the scope of the address; what is not yours is 404, as if it were not there."""
        path = request.path_info
        if found := PORTAL.match(path):
            slug = found["slug"]
            return self._personal(request, lambda person: memberships.at_partnership(person, slug))
        if found := SCHOOL.match(path):
            urn = int(found["urn"])
            return self._personal(request, lambda person: memberships.at_school(person, urn))
        if found := TRUST.match(path):
            uid = int(found["uid"])
            return self._personal(request, lambda person: memberships.at_trust(person, uid))
        public = navigation.links("", navigation.PUBLIC, path)
        request.place = Place(navigation=public, demonstration=settings.DEMONSTRATION)  # type: ignore[attr-defined]
        if is_public_address(request):
            return self._inside(public_scope(), request)
        if CALENDAR.match(path):
            request.in_each_place = in_each_place  # type: ignore[attr-defined]
        if not settings.SITE_ONLY and request.user.is_authenticated:
            request.place = replace(request.place, kind="account", signed_in_name=request.user.full_name)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _personal(
        self,
        request: HttpRequest,
        find: Callable[[Person], Sequence[Membership]],
    ) -> HttpResponseBase:
        if settings.SITE_ONLY:
            raise Http404
        if not request.user.is_authenticated:
            return signed_out(request)
        person: Person = request.user
        held = find(person)
        if not held:
            request.place = Place(  # type: ignore[attr-defined]
                kind="account", signed_in_name=person.full_name, demonstration=settings.DEMONSTRATION
            )
            return not_found(request)
        request.place = place_of(request, held, person)  # type: ignore[attr-defined]
        made = memberships.actor_of_trust if held[0].trust_uid else memberships.actor_of
        request.actor = made(person, held)  # type: ignore[attr-defined]
        return self._inside(scope_of(held[0], person), request)

    def _inside(self, wanted: Scope, request: HttpRequest) -> HttpResponseBase:
        with scope(wanted):
            if actor := getattr(request, "actor", None):
                request.actor = with_interests(actor)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= FIRST_ERROR:
                transaction.set_rollback(True, using=wanted.using)
        if kept := getattr(request, "refusal", None):
            with scope(wanted):  # the first transaction took everything back, a line in the trail too
                trail.record(request.actor, kept.kind, kept.about, path=request.path_info)  # type: ignore[attr-defined]
        return response


def in_each_place(person: Person, read: Callable[[Actor, str], Read]) -> list[Read]:
    """What `read(actor, root)` finds in each place where a person works, one scope after the other.

    root: the address of the place. For a calendar, which shows all of them at once
    (docs/developer/decisions/0012-one-calendar-many-scopes.md).
    """
    places: dict[tuple[int, int | None], list[Membership]] = {}
    for held in memberships.everywhere(person):
        places.setdefault((held.tenant_id, held.school_id), []).append(held)
    found = []
    for rows in places.values():
        root = f"/s/{rows[0].school_urn}/" if rows[0].school_urn else f"/p/{rows[0].tenant.slug}/"
        with scope(scope_of(rows[0], person)):
            found.append(read(with_interests(memberships.actor_of(person, rows)), root))
    return found


def with_interests(actor: Actor) -> Actor:
    """With the conflicts that staff have declared; inside the partnership's scope. One query for those who declare."""
    if actor.school_id is not None or not actor.roles & memberships.DECLARING_ROLES:
        return actor
    conflicts, cleared = memberships.interests_of(actor.person_id)
    return replace(actor, conflicts=conflicts, cleared=cleared)


def scope_of(membership: Membership, person: Person) -> Scope:
    """The scope in which a member works."""
    if membership.trust_uid:
        return trust_scope(int(membership.trust_uid), person=person.pk)
    if membership.school_id is None:
        return area_scope(membership.tenant_id, person=person.pk)
    return school_scope(membership.tenant_id, membership.school_id, person=person.pk)


def place_of(request: HttpRequest, held: Sequence[Membership], person: Person) -> Place:
    """The place of a member, with its navigation. held: what they are there; a contributor is led to less."""
    membership = held[0]
    if membership.trust_uid:
        return Place(
            kind="trust",
            trust_uid=membership.trust_uid,
            school_name=membership.trust_name,
            signed_in_name=person.full_name,
            navigation=navigation.links(f"/t/{membership.trust_uid}/", navigation.TRUST, request.path_info),
            demonstration=settings.DEMONSTRATION,
        )
    if membership.school_urn is None:
        staff = (
            navigation.SCRUTINY if any(one.role in {Role.SCRUTINEER, Role.LEAD} for one in held) else navigation.PORTAL
        )
        links = navigation.links(f"/p/{membership.tenant.slug}/", staff, request.path_info)
    else:
        entries = navigation.SCHOOL if any(one.role != Role.CONTRIBUTOR for one in held) else navigation.CONTRIBUTOR
        links = navigation.links(f"/s/{membership.school_urn}/", entries, request.path_info)
    place = Place(
        kind="school" if membership.school_urn else "portal",
        urn=membership.school_urn,
        school_name=membership.school_name,
        signed_in_name=person.full_name,
        navigation=links,
        demonstration=settings.DEMONSTRATION,
    )
    return of_partnership(place, membership.tenant)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Ask to sign in. What somebody typed before the session ended is shown back, so that nothing is lost."""
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    shown = {"typed": typed_words(request), "next": request.path_info}
    return render(request, "access/signed_out.html", shown, status=401)


def not_found(request: HttpRequest) -> HttpResponse:
    """The same page whether the place is not there or not yours."""
    return render(request, "404.html", status=404)
