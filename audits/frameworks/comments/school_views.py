"""A version that is out for comment, as a school reads it and comments on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audits.frameworks.comments import actions
from audits.frameworks.comments.forms import CommentForm
from audits.frameworks.comments.queries import draft_for_school
from audits.frameworks.models import Framework
from audits.frameworks.policies import may_comment_for_school
from audits.lifecycle.policies import works_at_school
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

PAGE = "audits/frameworks/comments/school.html"


@require_http_methods(["GET", "POST"])
@allow(works_at_school)
def draft(request: PortalRequest, urn: int, framework_id: int) -> HttpResponse:
    """Everybody at the school reads it; DSL, deputy, head, chair and link governor comment."""
    try:
        page = draft_for_school(framework_id=framework_id)
    except Framework.DoesNotExist:
        raise Http404 from None
    may_comment = may_comment_for_school(request.actor)
    if request.method == "POST" and not may_comment:
        raise PermissionDenied
    form = CommentForm(request.POST or None, parts=page.parts, known=known_to(request.actor))
    shown = {"page": page, "form": form, "urn": urn, "may_comment": may_comment}
    if not form.is_valid():
        return render(request, PAGE, shown, status=422 if form.is_bound else 200)
    try:
        actions.comment(actor=request.actor, framework_id=framework_id, **form.cleaned_data)
    except Refused as refused:
        shown["blockers"] = refused.blockers
        return render(request, PAGE, shown, status=409)
    messages.success(request, "Thank you. Your comment is with the partnership.")
    return redirect("framework_comments:draft", urn, framework_id)
