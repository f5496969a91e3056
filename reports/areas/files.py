"""Answers that are files: the name, the kind and the tag by which a browser knows the bytes again."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag


def csv_download(written: str, *, name: str) -> HttpResponse:
    """A tidy data file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written.encode(), content_type="text/csv; charset=utf-8", headers=headers)


def tagged(request: HttpRequest, response: HttpResponse, *, sha256: str) -> HttpResponse:
    """The same answer with its hash as ETag; 304 without bytes for a reader who has them."""
    response["ETag"] = quote_etag(sha256)
    # the answer in, a HttpResponse out: the stubs speak of the base class
    return get_conditional_response(request, etag=response["ETag"], response=response)  # type: ignore[return-value]
