"""A school says of one earlier answer that it is still true."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from audits.answers.mine import only_for
from audits.answers.queries import next_unanswered
from audits.answers.types import AnswerConflict, AnswerRefused, AuditClosed
from audits.answers.views import the_audit
from audits.carrying.actions import carry_forward
from audits.carrying.forms import StillTrueForm
from audits.carrying.types import NothingToCarry, ReviewerSawLess
from audits.lifecycle.policies import answers_for_school
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker

LOCKED = 423
SAW_LESS = "your reviewer saw less. If your answer is still true, tick that you have read this; or answer anew."
MEANWHILE = "Somebody at your school has saved an answer since the page was shown. It is kept: look at it again."


@require_POST
@allow(answers_for_school)
def still_true(request: PortalRequest, urn: int, section: str, code: str) -> HttpResponse:
    """One indicator, one press. The way back leads to where the button stood."""
    form = StillTrueForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        carry_forward(actor=request.actor, audit_id=form.cleaned_data["audit"], code=code, yes=form.yes())
    except ReviewerSawLess:
        messages.warning(request, f"Nothing was carried forward for {code}: {SAW_LESS}")
        return _back(urn, section, code, form)
    except NothingToCarry as nothing:
        return _refused(request, str(nothing), 409)
    except AnswerConflict:
        return _refused(request, MEANWHILE, 409)
    except AnswerRefused as refused:
        return _refused(request, " ".join(problem.sentence for problem in refused.problems), 409)
    except AuditClosed as closed:
        return _refused(request, str(closed) or "The audit has been signed, so answers cannot change.", LOCKED)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _told(request, urn, code, form.cleaned_data["audit"]))
    return _back(urn, section, code, form)


def _back(urn: int, section: str, code: str, form: StillTrueForm) -> HttpResponse:
    if form.cleaned_data["back"]:
        return redirect("answers:indicator", urn, section, code)
    return redirect(f"{reverse('answers:section', args=[urn, section])}#{code.lower()}")


def _told(request: PortalRequest, urn: int, code: str, audit_id: int) -> str:
    """That it is saved, and the way on."""
    only = None if request.actor.sees_whole_school else only_for(request.actor, the_audit())
    following = next_unanswered(audit_id=audit_id, code=code, only=only)
    if following is None:
        href, way = reverse("answers:audit", args=[urn]), "Every indicator has an answer now."
    else:
        href = reverse("answers:indicator", args=[urn, following.section, following.code])
        way = f"Next indicator without an answer: {following.code}"
    words = '{} is saved as last time. The reviewer sees that you carried it forward. <a class="{}" href="{}">{}</a>'
    return format_html(words, code, "govuk-notification-banner__link", href, way)


def _refused(request: PortalRequest, words: str, status: int) -> HttpResponse:
    return render(request, "errors/409.html", {"blockers": [Blocker("carrying", words)]}, status=status)
