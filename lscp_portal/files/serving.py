"""Handing out a kept file: as a download that no browser shows, runs or remembers."""

from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header

from lscp_portal.files import storing
from lscp_portal.files.types import Kind

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Cache-Control": "private, no-store",
}


def hand_out(*, key: str, name: str, kind: Kind) -> HttpResponseBase:
    """The answer to somebody whose rights were just looked at. Raises FileNotFoundError."""
    path = storing.path_of(storing.KEPT, key)
    headers = {**HEADERS, "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    if settings.FILES_HANDED_OUT_BY == "store":
        asked = {
            "ResponseContentDisposition": headers["Content-Disposition"],
            "ResponseContentType": kind.value,
            "ResponseCacheControl": headers["Cache-Control"],
        }  # a store can be asked for no more; its host is another one, which gets no cookie of ours
        signed = storing.store().url(path, parameters=asked)  # type: ignore[call-arg] # of S3Storage
        return HttpResponseRedirect(signed, headers={"Cache-Control": "private, no-store"})
    if settings.FILES_HANDED_OUT_BY == "proxy":
        inside = f"{settings.FILES_PROXY_PATH.rstrip('/')}/{quote(path)}"
        return HttpResponse(content_type=kind.value, headers={**headers, "X-Accel-Redirect": inside})
    del headers["Content-Disposition"]  # FileResponse writes its own
    stored = storing.store().open(path)
    return FileResponse(stored, as_attachment=True, filename=name, content_type=kind.value, headers=headers)
