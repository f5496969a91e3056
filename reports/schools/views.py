"""The schools list: looking, sorting, keeping views, and taking it away as a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.lifecycle.models import Audit
from audits.review.policies import may_read_copies
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.types import Pages
from reports.handovers.policies import may_hand_over
from reports.schools.actions import drop_view, keep_view, set_default
from reports.schools.files import written
from reports.schools.forms import SchoolFilterForm, ViewForm
from reports.schools.models import SavedView
from reports.schools.policies import may_change_view, may_keep_views, may_see_schools
from reports.schools.queries import PAGE, schools_page, views_for
from reports.schools.record import school_record
from reports.schools.types import SchoolFilter, SchoolsPage, ViewExists, ViewRow
from schools.changes.queries import undecided_changes
from schools.handovers.queries import packages_to_accept
from schools.register.models import School
from schools.register.policies import may_import


@require_safe
@allow(may_see_schools)
def schools(request: PortalRequest, partnership: str) -> HttpResponse:
    """The list as the address asks for it; without any wish, as this person's own default view does."""
    views = views_for(actor=request.actor)
    default = next((view for view in views if view.is_default), None)
    if not request.GET and default:
        return redirect(f"{request.path}?{urlencode(default.parameters)}")
    wanted = SchoolFilterForm(request.GET).wanted()
    page = schools_page(wanted=wanted)
    shown = {
        "form": SchoolFilterForm(initial=wanted.asked, choices=page.choices),
        "page": page,
        "rows": page.rows,
        "query": urlencode(wanted.asked),
        "is_filtered": bool(set(wanted.asked) - {"order"}),
        "is_narrow": bool(set(wanted.asked) & {"phase", "type", "trust", "governance", "feature", "status"}),
        "views": [(view, f"?{urlencode(view.parameters)}") for view in views],
        "view": _chosen(views, request),
        "pages": _pages(page, wanted, request.path),
        "may_import": may_import(request.actor),
        "undecided": undecided_changes(),
        "to_accept": packages_to_accept(),
        "slug": partnership,
    }
    return render(request, "reports/schools/schools.html", shown)


@require_safe
@allow(may_see_schools)
def school(request: PortalRequest, partnership: str, school_id: int) -> HttpResponse:
    """Everything about one school."""
    try:
        page = school_record(actor=request.actor, school_id=school_id)
    except School.DoesNotExist:
        raise Http404 from None
    shown = {
        "page": page,
        "may_hand_over": may_hand_over(request.actor),
        "may_read_copies": may_read_copies(request.actor, Audit(school_id=school_id)),
        "slug": partnership,
    }
    return render(request, "reports/schools/school.html", shown)


@require_safe
@allow(may_see_schools)
def export(request: PortalRequest, partnership: str) -> HttpResponse:
    """What the list shows, all of it, as CSV."""
    page = schools_page(wanted=SchoolFilterForm(request.GET).wanted(), every=True)
    name = f"schools-{partnership}-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written(page.rows).encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@allow(may_keep_views)
def keep(request: PortalRequest, partnership: str) -> HttpResponse:
    """Name what the list shows. The filters stand in the address."""
    query = SchoolFilterForm(request.GET).wanted().asked
    form = ViewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            view = keep_view(actor=request.actor, query=query, **form.cleaned_data)
        except ViewExists:
            form.add_error("name", "You have a view of this name already. Choose another name")
        else:
            messages.success(request, f"The view “{view.name}” is kept.")
            return redirect(f"{_list(partnership)}?{urlencode({**query, 'view': str(view.pk)})}")
    shown = {"form": form, "query": urlencode(query), "slug": partnership}
    return render(request, "reports/schools/keep.html", shown, status=422 if form.is_bound else 200)


@require_safe
@allow(may_keep_views)
def views(request: PortalRequest, partnership: str) -> HttpResponse:
    """All views: using, defaulting, deleting."""
    found = views_for(actor=request.actor)
    shown = {
        "views": [(view, f"{_list(partnership)}?{urlencode(view.parameters)}") for view in found],
        "slug": partnership,
    }
    return render(request, "reports/schools/views.html", shown)


@require_POST
@allow(may_change_view, SavedView, "view_id")
def drop(request: PortalRequest, partnership: str, view_id: int) -> HttpResponse:
    """A view goes."""
    try:
        drop_view(actor=request.actor, view_id=view_id)
    except SavedView.DoesNotExist:
        raise Http404 from None
    messages.success(request, "The view is deleted.")
    return redirect("register:views", partnership)


@require_POST
@allow(may_change_view, SavedView, "view_id")
def default(request: PortalRequest, partnership: str, view_id: int) -> HttpResponse:
    """The list opens with this view, or no longer."""
    try:
        set_default(actor=request.actor, view_id=view_id, is_default=request.POST.get("default") == "on")
    except SavedView.DoesNotExist:
        raise Http404 from None
    return redirect("register:views", partnership)


def _list(partnership: str) -> str:
    return reverse("register:schools", args=[partnership])


def _chosen(views: list[ViewRow], request: PortalRequest) -> ViewRow | None:
    return next((view for view in views if str(view.id) == request.GET.get("view")), None)


def _pages(page: SchoolsPage, wanted: SchoolFilter, path: str) -> Pages:
    def address(start: int) -> str:
        query = urlencode(wanted.asked | ({"start": str(start)} if start else {}))
        return f"{path}?{query}" if query else path

    last = min(page.start + PAGE, page.total)
    return Pages(
        previous_href=address(max(0, page.start - PAGE)) if page.start else "",
        next_href=address(page.start + PAGE) if last < page.total else "",
        position=f"Schools {page.start + 1} to {last} of {page.total}" if page.total > PAGE and page.rows else "",
    )
