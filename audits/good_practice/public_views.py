"""What schools do well, for everybody: no account, no cookie, no contact."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from audits.good_practice.forms import SearchForm, asked_of
from audits.good_practice.queries import published_practice, shared_page
from lscp_portal.access.policies import public

BECAUSE = "schools agreed that everybody may read it"


@public(BECAUSE)
@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Search by words, indicator and phase."""
    found = shared_page(asked=asked_of(request.GET))
    search = SearchForm(request.GET, codes=found.codes, phases=found.phases)
    return render(request, "audits/good_practice/public_index.html", {"page": found, "search": search})


@public(BECAUSE)
@require_safe
@conditional_page
def page(request: HttpRequest, practice_id: int) -> HttpResponse:
    """One of them."""
    found = published_practice(practice_id=practice_id)
    if found is None:
        raise Http404
    return render(request, "audits/good_practice/public_page.html", {"practice": found})
