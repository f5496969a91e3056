"""The school's audit: its task list, its sections, everything on one page, and what kind of school it is."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from audits.answers.actions import confirm_profile
from audits.answers.forms import ProfileForm
from audits.answers.mine import only_for, own_tasks
from audits.answers.overview import overview
from audits.answers.queries import profile_page, whole_audit
from audits.answers.section_page import section_page
from audits.answers.types import AuditClosed, FeatureIsDerived, by_section
from audits.escalation.school_page import open_case
from audits.evidence.queries import not_to_be_opened, with_evidence
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import answers_for_school, is_at_school, sees_whole_audit, works_at_school
from audits.lifecycle.queries import audit_of, current_audit
from audits.lifecycle.rules import takes_answers
from audits.signoff.missing import missing_of
from audits.triage.queries import next_of_school
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_GET
@allow(works_at_school)
def audit(request: PortalRequest, urn: int) -> HttpResponse:
    """The task list, or that there is no audit yet. A contributor's list holds what is theirs."""
    if not request.actor.sees_whole_school:
        return _mine(request, urn)
    page = overview(urn=urn)
    if page is None:
        return render(request, "audits/answers/none.html")
    may_write = page.is_editable and answers_for_school(request.actor)
    steps = next_of_school(audit_id=page.audit_id) if page.is_submitted else []
    shown = {
        "page": page,
        "case": open_case(actor=request.actor, audit_id=page.audit_id) if page.is_submitted else None,
        "may_write": may_write,
        "urn": urn,
        "next_steps": steps,
        "missing": missing_of(page.blockers, urn=urn),
    }
    return render(request, "audits/answers/audit.html", shown)


@require_GET
@allow(works_at_school)
def section(request: PortalRequest, urn: int, section: str) -> HttpResponse:
    """One section: what the school says beside everything that helps to answer."""
    audit = the_audit()
    page = section_page(audit=audit, code=section, only=only_for(request.actor, audit))
    if page is None:
        raise Http404
    shown = {
        "page": page,
        "may_write": answers_for_school(request.actor),
        "unchecked": not_to_be_opened(audit_id=page.audit_id, codes={row.indicator.code for row in page.chapter.rows}),
        "urn": urn,
    }
    return render(request, "audits/answers/section.html", shown)


@require_GET
@allow(sees_whole_audit)
def whole(request: PortalRequest, urn: int) -> HttpResponse:
    """All answers of the current audit on one page."""
    return _read_whole(request, urn, the_audit())


@require_GET
@allow(is_at_school, Audit, "audit_id")
def earlier(request: PortalRequest, urn: int, audit_id: int) -> HttpResponse:
    """All answers of another of the school's audits."""
    return _read_whole(request, urn, audit_of(audit_id=audit_id))


@require_http_methods(["GET", "POST"])
@allow(sees_whole_audit)
def profile(request: PortalRequest, urn: int) -> HttpResponse:
    """“About your school”: what decides which indicators it is asked."""
    page = profile_page(audit=the_audit())
    may_write = answers_for_school(request.actor)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        return _confirm(request, urn, ProfileForm(request.POST, features=page.features))
    if not (page.is_editable and may_write):
        return render(request, "audits/answers/profile_read.html", {"page": page, "urn": urn})
    form = ProfileForm(features=page.features, initial={"audit": page.audit_id})
    return render(request, "audits/answers/profile.html", {"form": form, "page": page, "urn": urn})


def _mine(request: PortalRequest, urn: int) -> HttpResponse:
    audit = current_audit()
    if audit is None:
        return render(request, "audits/answers/none.html")
    parts = own_tasks(audit=audit, person_id=request.actor.person_id, urn=urn)
    shown = {"parts": parts, "audit": audit, "closed": not takes_answers(audit), "urn": urn}
    return render(request, "audits/delegation/mine.html", shown)


def the_audit() -> Audit:
    """The current audit; 404 when there is none yet."""
    found = current_audit()
    if found is None:
        raise Http404
    return found


def _confirm(request: PortalRequest, urn: int, form: ProfileForm) -> HttpResponse:
    if form.is_valid():
        try:
            confirm_profile(actor=request.actor, audit_id=form.cleaned_data["audit"], answers=form.answers)
            return redirect("answers:audit", urn)
        except FeatureIsDerived as derived:
            form.refuse_removal(derived.features)
        except AuditClosed as closed:
            return render(request, "audits/answers/closed.html", {"urn": urn, "why": str(closed)}, status=409)
        except ObjectDoesNotExist:
            raise Http404 from None
    page = profile_page(audit=the_audit())
    return render(request, "audits/answers/profile.html", {"form": form, "page": page, "urn": urn}, status=422)


def _read_whole(request: PortalRequest, urn: int, found: Audit) -> HttpResponse:
    chapters = by_section(with_evidence(whole_audit(audit_id=found.pk), audit_id=found.pk))
    return render(request, "audits/answers/whole.html", {"chapters": chapters, "audit": found, "urn": urn})
