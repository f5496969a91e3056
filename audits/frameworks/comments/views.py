"""Comments on a version, for the partnership's staff."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audits.frameworks.comments import actions
from audits.frameworks.comments.forms import CommentForm, ReplyForm
from audits.frameworks.comments.queries import comment_lines, comment_row, comments_page
from audits.frameworks.models import Framework, FrameworkComment
from audits.frameworks.policies import may_edit_framework, may_see_frameworks
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.files import csv_file
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
@allow(may_see_frameworks)
def listing(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """Everything that was said, by part; and a way to say more while comments are open."""
    try:
        page = comments_page(framework_id=framework_id)
    except Framework.DoesNotExist:
        raise Http404 from None
    form = CommentForm(request.POST or None, parts=page.parts, known=known_to(request.actor))
    may_reply = may_edit_framework(request.actor)
    shown = {"page": page, "form": form, "slug": partnership, "may_reply": may_reply}
    if not form.is_valid():
        return render(request, "audits/frameworks/comments/comments.html", shown, status=422 if form.is_bound else 200)
    try:
        actions.comment(actor=request.actor, framework_id=framework_id, **form.cleaned_data)
    except Refused as refused:
        shown["blockers"] = refused.blockers
        return render(request, "audits/frameworks/comments/comments.html", shown, status=409)
    messages.success(request, "Your comment is kept.")
    return redirect("frameworks:comments", partnership, framework_id)


@require_http_methods(BOTH)
@allow(may_edit_framework, FrameworkComment, "comment_id")
def reply(request: PortalRequest, partnership: str, comment_id: int) -> HttpResponse:
    """Say what became of a comment."""
    row = comment_row(comment_id=comment_id)
    form = ReplyForm(request.POST or None, initial={"reply": row.reply}, known=known_to(request.actor))
    if not form.is_valid():
        shown = {"form": form, "row": row, "slug": partnership}
        return render(request, "audits/frameworks/comments/reply.html", shown, status=422 if form.is_bound else 200)
    actions.reply(actor=request.actor, comment_id=comment_id, words=form.cleaned_data["reply"])
    messages.success(request, "Your reply is kept. Whoever commented can read it.")
    return redirect("frameworks:comments", partnership, row.framework_id)


@require_safe
@allow(may_see_frameworks)
def as_csv(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:  # noqa: ARG001 - a view's
    """The same as a file for a spreadsheet."""
    try:
        lines = comment_lines(framework_id=framework_id)
    except Framework.DoesNotExist:
        raise Http404 from None
    return csv_file(lines, name=f"comments-{partnership}-{framework_id}.csv")
