"""A reader's questions: collect, look once more, send, withdraw; and what came back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from audits.clarification.actions import (
    change_question,
    remove_question,
    send_round,
    withdraw_question,
    write_question,
)
from audits.clarification.forms import QuestionForm, SendForm, WithdrawForm
from audits.clarification.models import ClarificationQuestion
from audits.clarification.queries import question_of, reader_page
from audits.clarification.rules import due_by_itself, limits_of
from audits.clarification.types import QuestionShown
from audits.review.explaining import explains_conflict
from audits.review.models import Review
from audits.review.policies import may_read_review, may_score
from audits.review.queries import asked_codes
from audits.review.views import not_ready
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to
from schools.holidays.queries import closed_days_of
from schools.register.models import School


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_read_review, Review, "review_id")
def questions(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """Every round with its answers, what is written and not sent, and a box for one more question."""
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        codes=asked_codes(review_id=review_id),
        code=request.GET.get("about", "").upper(),
        known=known_to(request.actor, Review, review_id),
    )
    if not form.is_valid():
        page = reader_page(actor=request.actor, review_id=review_id)
        shown = {"page": page, "form": form, "slug": partnership}
        return render(request, "audits/clarification/questions.html", shown, status=422 if form.is_bound else 200)
    try:
        write_question(actor=request.actor, review_id=review_id, **form.cleaned_data)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "The question is kept. The school sees it when you send the round.")
    return redirect("questions:list", partnership, review_id)


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_score, Review, "review_id")
def change(request: PortalRequest, partnership: str, review_id: int, question_id: int) -> HttpResponse:
    """Change a question that is not sent yet."""
    question = _question(review_id, question_id)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        codes=asked_codes(review_id=review_id),
        code=question.code,
        text=question.text,
        known=known_to(request.actor, Review, review_id),
    )
    if not form.is_valid():
        page = reader_page(actor=request.actor, review_id=review_id)
        shown = {"page": page, "form": form, "question": question, "slug": partnership}
        return render(request, "audits/clarification/change.html", shown, status=422 if form.is_bound else 200)
    try:
        change_question(actor=request.actor, review_id=review_id, question_id=question_id, **form.cleaned_data)
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "The question is changed.")
    return redirect("questions:list", partnership, review_id)


@require_POST
@explains_conflict
@allow(may_score, Review, "review_id")
def remove(request: PortalRequest, partnership: str, review_id: int, question_id: int) -> HttpResponse:
    """Take a question out that is not sent yet."""
    try:
        remove_question(actor=request.actor, review_id=review_id, question_id=question_id)
    except ClarificationQuestion.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, "The question is removed.")
    return redirect("questions:list", partnership, review_id)


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_score, Review, "review_id")
def send(request: PortalRequest, partnership: str, review_id: int) -> HttpResponse:
    """The round as the school will see it, and until when it has time."""
    page = reader_page(actor=request.actor, review_id=review_id)
    closed = closed_days_of(School.objects.get(pk=page.school_id))
    today = timezone.localdate()
    first = {"due_on": due_by_itself(today, closed=closed), "read": page.mark}
    form = SendForm(request.POST if request.method == "POST" else None, initial=first)
    form.say_limits(*limits_of(today, closed=closed))
    if form.is_valid():
        try:
            sent = send_round(actor=request.actor, review_id=review_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused.blockers)
        else:
            messages.success(
                request,
                f"The questions are with the school, which has until {sent.due_on:%-d %B %Y}. "
                "The feedback clock is stopped until then.",
            )
            return redirect("questions:list", partnership, review_id)
    form.show_again(page.mark)
    shown = {"page": page, "form": form, "slug": partnership}
    return render(request, "audits/clarification/send.html", shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@explains_conflict
@allow(may_score, Review, "review_id")
def withdraw(request: PortalRequest, partnership: str, review_id: int, question_id: int) -> HttpResponse:
    """No answer is needed any more, and why."""
    form = WithdrawForm(request.POST or None, known=known_to(request.actor, Review, review_id))
    question = _question(review_id, question_id)
    if not form.is_valid():
        page = reader_page(actor=request.actor, review_id=review_id)
        shown = {"page": page, "form": form, "question": question, "slug": partnership}
        return render(request, "audits/clarification/withdraw.html", shown, status=422 if form.is_bound else 200)
    try:
        withdraw_question(
            actor=request.actor, review_id=review_id, question_id=question_id, reason=form.cleaned_data["reason"]
        )
    except Refused as refused:
        return not_ready(request, refused)
    messages.success(request, f"Question {question.number} is withdrawn. The school is told.")
    return redirect("questions:list", partnership, review_id)


def _question(review_id: int, question_id: int) -> QuestionShown:
    found = question_of(review_id=review_id, question_id=question_id)
    if found is None:
        raise Http404
    return found
