"""“Check these references”: the yearly list."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from audits.frameworks.policies import may_see_frameworks
from audits.frameworks.references import actions
from audits.frameworks.references.forms import LONGEST_REFERENCE, CheckFilterForm, CheckForm, wanted_of
from audits.frameworks.references.models import ReferenceCheck
from audits.frameworks.references.policies import may_keep_references
from audits.frameworks.references.queries import check_lines, check_list, past_checks, reference_to_check
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.files import csv_file
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

MOST_AT_ONCE = 500


@require_safe
@allow(may_see_frameworks)
def checks(request: PortalRequest, partnership: str) -> HttpResponse:
    """What is due, and how far the partnership is."""
    wanted = wanted_of(request.GET)
    page = check_list(wanted=wanted)
    filters = CheckFilterForm(initial={"show": wanted.show, "document": wanted.document}, documents=page.documents)
    shown: dict[str, Any] = {"page": page, "form": filters, "wanted": wanted, "slug": partnership}
    shown["may_keep"] = may_keep_references(request.actor)
    shown["query"] = urlencode({"show": wanted.show, "document": wanted.document})
    return render(request, "audits/frameworks/references/checks.html", shown)


@require_safe
@allow(may_see_frameworks)
def as_csv(request: PortalRequest, partnership: str) -> HttpResponse:
    """What the list shows, as a file for a spreadsheet: to share the work out, or to show that it was done."""
    rows = check_list(wanted=wanted_of(request.GET)).rows
    return csv_file(check_lines(rows), name=f"references-{partnership}.csv")


@require_http_methods(["POST"])
@allow(may_keep_references)
def still_right(request: PortalRequest, partnership: str) -> HttpResponse:
    """Several at once that were looked up and are as they were."""
    wanted = wanted_of(request.GET)
    asked = urlencode({"show": wanted.show, "document": wanted.document})
    back = f"{reverse('frameworks:checks', args=[partnership])}?{asked}"
    known = {row.reference for row in check_list(wanted=wanted_of({"show": "all"})).rows}
    ticked = [one for one in request.POST.getlist("reference")[:MOST_AT_ONCE] if one in known]
    if not ticked:
        messages.info(request, "Nothing was ticked, so nothing was recorded. Tick what you have looked up.")
        return redirect(back)
    number = actions.record_checks(
        actor=request.actor, references=set(ticked), outcome=ReferenceCheck.Outcome.RIGHT.value
    )
    messages.success(request, f"{number} check{'' if number == 1 else 's'} recorded: still right.")
    return redirect(back)


@require_http_methods(["GET", "POST"])
@allow(may_keep_references)
def record(request: PortalRequest, partnership: str) -> HttpResponse:
    """One reference: where it is used, where to look it up, and what came of it."""
    reference = (request.POST.get("reference") or request.GET.get("reference", ""))[:LONGEST_REFERENCE]
    if not reference:
        return redirect("frameworks:checks", partnership)
    row = reference_to_check(reference=reference)
    if row is None:
        raise Http404
    form = CheckForm(request.POST or None, initial={"reference": reference}, known=known_to(request.actor))
    shown = {"form": form, "row": row, "past": past_checks(reference=reference), "slug": partnership}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "audits/frameworks/references/record.html", shown, status=status)
    said = form.cleaned_data
    try:
        actions.record_checks(actor=request.actor, references={reference}, outcome=said["outcome"], note=said["note"])
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    messages.success(request, f"The check of {reference} is recorded.")
    return redirect("frameworks:checks", partnership)
