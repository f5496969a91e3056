"""Taking a framework out as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.frameworks.exchange.contents import contents_of
from audits.frameworks.exchange.files import KINDS, file_name, write_file
from audits.frameworks.models import Framework
from audits.frameworks.policies import may_see_frameworks
from audits.frameworks.sheets.taking import CannotWrite
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@allow(may_see_frameworks)
def export(request: PortalRequest, partnership: str, framework_id: int, kind: str) -> HttpResponse:
    """The whole framework as a file."""
    if kind not in KINDS:
        raise Http404
    try:
        contents = contents_of(framework_id=framework_id)
    except Framework.DoesNotExist:
        raise Http404 from None
    try:
        written = write_file(contents.content, kind)
    except CannotWrite as problem:
        shown = {"contents": contents, "problem": str(problem), "slug": partnership}
        return render(request, "audits/frameworks/exchange/cannot_write.html", shown, status=409)
    name = file_name(contents.upstream, contents.version, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(written, content_type=KINDS[kind], headers=headers)
