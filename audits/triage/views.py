"""Bands in the browser: the list, one return, and the decision."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from audits.moderation.agreed import reads_it_again
from audits.moderation.policies import may_see_list
from audits.review.explaining import explains_conflict
from audits.triage.actions import confirm_band, confirm_many, override_band
from audits.triage.band_page import band_page
from audits.triage.forms import BandsForm, ConfirmForm, OverrideForm
from audits.triage.listing import PAGE, BandFilter, BandList, band_list
from audits.triage.models import TriageBand
from audits.triage.policies import leads_here, may_change_rules, may_see_band, may_see_bands
from audits.triage.signals import counted
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.forms import GovukForm
from lscp_portal.ui.types import Pages
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

CHOSEN = re.compile(r"[0-9]{1,18}-[0-9]{1,18}")  # an audit, and the reading that was shown
CONFIRMING, OVERRIDING = "confirming_%s", "overriding_%s"  # two forms on one page


@require_safe
@allow(may_see_bands)
def listing(request: PortalRequest, partnership: str) -> HttpResponse:
    """The bands of a cycle, by school name."""
    wanted = BandsForm(request.GET).wanted()
    try:
        page = band_list(actor=request.actor, wanted=wanted)
    except Cycle.DoesNotExist:
        raise Http404 from None
    initial = {"q": wanted.words, "band": wanted.band, "state": wanted.state, "cycle": wanted.cycle or None}
    shown = {
        "page": page,
        "form": BandsForm(initial=initial),
        "pages": _pages(wanted, page) if page else None,
        "may_moderate": may_see_list(request.actor),
        "slug": partnership,
    }
    return render(request, "audits/triage/listing.html", shown)


@require_POST
@allow(may_change_rules)
def confirm_chosen(request: PortalRequest, partnership: str) -> HttpResponse:
    """The proposals that were ticked in the list stand."""
    chosen = [tuple(map(int, one.split("-"))) for one in request.POST.getlist("chosen") if CHOSEN.fullmatch(one)]
    confirmed, left = confirm_many(actor=request.actor, chosen=[(audit, read) for audit, read in chosen[:PAGE]])
    if not chosen:
        messages.info(request, "Tick the proposals that stand, then confirm them.")
    elif confirmed:
        messages.success(request, f"{counted(confirmed, 'band')} confirmed.")
    if left:
        messages.info(request, f"{counted(left, 'band')} left as before: changed meanwhile, or not yours to decide.")
    return redirect(f"{reverse('triage:listing', args=[partnership])}?state=proposed")


@require_safe
@explains_conflict
@allow(may_see_band, Audit, "audit_id")
def detail(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """One return: its band, why, and everything that was looked at."""
    return _detail(request, partnership, audit_id)


@require_POST
@explains_conflict
@allow(leads_here, Audit, "audit_id")
def confirm(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """The proposal stands."""
    known = known_to(request.actor, Audit, audit_id)
    form = ConfirmForm(request.POST, auto_id=CONFIRMING, known=known)
    if wrong := _carried_out(request, audit_id, form, confirm_band):
        return _detail(request, partnership, audit_id, status=wrong, confirming=form)
    messages.success(request, "The band is confirmed.")
    return redirect("triage:detail", partnership, audit_id)


@require_POST
@explains_conflict
@allow(leads_here, Audit, "audit_id")
def override(request: PortalRequest, partnership: str, audit_id: int) -> HttpResponse:
    """Another band, with a reason."""
    known = known_to(request.actor, Audit, audit_id)
    form = OverrideForm(request.POST, auto_id=OVERRIDING, known=known)
    if wrong := _carried_out(request, audit_id, form, override_band):
        return _detail(request, partnership, audit_id, status=wrong, overriding=form)
    messages.success(request, "The band is changed.")
    return redirect("triage:detail", partnership, audit_id)


def _carried_out(request: PortalRequest, audit_id: int, form: GovukForm, act: Callable[..., TriageBand]) -> int:
    """Decide; 0 where it is done, else the status of the page that says why not."""
    if not form.is_valid():
        return 422
    try:
        act(actor=request.actor, audit_id=audit_id, **form.cleaned_data)
    except TriageBand.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        for blocker in refused.blockers:
            form.add_error(blocker.code if blocker.code in form.fields else None, blocker.sentence)
        return 409
    return 0


def _detail(
    request: PortalRequest, partnership: str, audit_id: int, *, status: int = 200, **forms: GovukForm
) -> HttpResponse:
    try:
        page = band_page(actor=request.actor, audit_id=audit_id)
    except TriageBand.DoesNotExist:
        is_hidden = reads_it_again(actor=request.actor, audit_id=audit_id)
        return render(request, "audits/triage/none_yet.html", {"slug": partnership, "is_hidden": is_hidden})
    known = known_to(request.actor, Audit, audit_id)
    shown: dict[str, Any] = {
        "page": page,
        "slug": partnership,
        "confirming": ConfirmForm(initial={"read": page.read}, auto_id=CONFIRMING, known=known),
        "overriding": OverrideForm(initial={"read": page.read}, auto_id=OVERRIDING, known=known),
        **forms,
    }
    return render(request, "audits/triage/detail.html", shown, status=status)


def _pages(wanted: BandFilter, page: BandList) -> Pages:
    first, last = page.start + 1, page.start + len(page.rows)
    return Pages(
        previous_href=_href(wanted, max(page.start - PAGE, 0)) if page.start else "",
        next_href=_href(wanted, last) if last < page.found else "",
        position=f"Schools {first} to {last} of {page.found}" if page.found > len(page.rows) and page.rows else "",
    )


def _href(wanted: BandFilter, start: int) -> str:
    kept = {
        "cycle": wanted.cycle, "band": wanted.band, "state": wanted.state, "q": wanted.words, "start": start,
    }  # fmt: skip
    return "?" + urlencode({name: value for name, value in kept.items() if value})
