"""Uploads are read before the scope opens: a slow line holds no transaction, and a large body fills no disk."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from lscp_portal.files.types import LARGEST_FILE, MEGABYTE, Reason

LARGEST_BODY = LARGEST_FILE + MEGABYTE  # the file, and what a browser puts around it
READ_TO_THE_END = 5 * LARGEST_BODY  # so that a browser hears the answer; beyond it the line is cut
AT_A_TIME = 2  # for each person (security.md 4.1)
LONGEST_SECONDS = 600
PIECE = 65_536
TOO_LARGE, TOO_MANY = 413, 429
View = Callable[..., HttpResponseBase]


def takes_files(view: View) -> View:
    """Mark a view whose POST brings a file."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class UploadMiddleware:
    """Before the scope: refuses what is too large, lets a person send two files at a time, reads the rest to disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Everything but an upload passes."""
        if request.method != "POST" or not _brings_a_file(request):
            return self.get_response(request)
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > LARGEST_BODY:
            if length <= READ_TO_THE_END:
                _read_away(request)
            return _refused(request, str(Reason.TOO_LARGE), TOO_LARGE)
        if not request.user.is_authenticated:
            return self.get_response(request)
        slot = _slot(request.user.pk)
        if slot is None:
            return _refused(request, "Two files are on their way already. Wait for them, then send this one.", TOO_MANY)
        try:
            _ = request.FILES  # reads the whole body; Django writes it to disk as it comes
        finally:
            cache.delete(slot)
        return self.get_response(request)


def _brings_a_file(request: HttpRequest) -> bool:
    if not (request.content_type or "").startswith("multipart/"):
        return False
    with suppress(Resolver404):
        return getattr(resolve(request.path_info).func, "takes_files", False)
    return False


def _slot(person_id: Any) -> str | None:  # noqa: ANN401 - a primary key
    """One of the person's places, taken; None when both are."""
    names = (f"upload:{person_id}:{number}" for number in range(AT_A_TIME))
    return next((name for name in names if cache.add(name, 1, LONGEST_SECONDS)), None)


def _read_away(request: HttpRequest) -> None:
    while request.read(PIECE):
        pass


def _refused(request: HttpRequest, words: str, status: int) -> HttpResponseBase:
    return render(request, "errors/upload.html", {"words": words}, status=status)
