"""The rules in the browser: read, change, preview; and the random sample."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.cycles.models import Cycle
from audits.triage.forms import RulesForm
from audits.triage.models import TriageRules
from audits.triage.policies import may_change_rules, may_draw, may_see_bands, may_see_sample
from audits.triage.rule_actions import save_rules
from audits.triage.rule_queries import preview_of, rules_page
from audits.triage.rulebook import current_rules, default_rules, differences
from audits.triage.sample_actions import draw_sample
from audits.triage.sample_queries import sample_page
from audits.triage.types import RulesChanged
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

CHANGED = "Somebody else has changed the rules meanwhile. Look at them again before you change them."


@require_safe
@allow(may_see_bands)
def rules(request: PortalRequest, partnership: str, version: int | None = None) -> HttpResponse:
    """The rules that count now, or a version of before."""
    try:
        page = rules_page(version=version)
    except TriageRules.DoesNotExist:
        raise Http404 from None
    shown = {"page": page, "may_change": may_change_rules(request.actor) and page.is_current, "slug": partnership}
    return render(request, "audits/triage/rules.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_change_rules)
def change(request: PortalRequest, partnership: str) -> HttpResponse:
    """Other limits and bands, with a look at what they would have changed. ?default=yes begins with the default."""
    book = current_rules()
    base = replace(default_rules(), version=book.version) if "default" in request.GET else book
    form = RulesForm(request.POST or None, book=base, known=known_to(request.actor))
    is_right, previews = form.is_valid(), "preview" in request.POST
    if is_right and not previews:
        try:
            typed = form.cleaned_data
            save_rules(actor=request.actor, read=typed["read"], book=form.rulebook(), reason=typed["reason"])
        except RulesChanged:
            form.add_error(None, CHANGED)
        except Refused as refused:
            form.add_error(None, refused.blockers[0].sentence)
        else:
            messages.success(request, "The rules are changed. Bands that somebody has decided stay as they are.")
            return redirect("triage:rules", partnership)
    shown = {"form": form, "slug": partnership, "preview": None}
    if is_right and previews:
        wanted = form.rulebook()
        shown["preview"] = preview_of(actor=request.actor, book=wanted)
        shown["changes"] = list(differences(book, wanted))
    wrong = 409 if is_right else 422
    return render(request, "audits/triage/change.html", shown, status=wrong if form.is_bound and form.errors else 200)


@require_safe
@allow(may_see_sample, Cycle, "cycle_id")
def sample(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """The draw, its seed, and the same draw made again."""
    shown = {"page": sample_page(cycle_id=cycle_id), "may_draw": may_draw(request.actor), "slug": partnership}
    return render(request, "audits/triage/sample.html", shown)


@require_POST
@allow(may_draw, Cycle, "cycle_id")
def draw(request: PortalRequest, partnership: str, cycle_id: int) -> HttpResponse:
    """Draw, once."""
    try:
        made = draw_sample(actor=request.actor, cycle_id=cycle_id)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    number = len(made.drawn)
    messages.success(request, f"The sample is drawn: {number} school{'' if number == 1 else 's'}.")
    return redirect("triage:sample", partnership, cycle_id)
