"""Response headers every page carries (docs/developer/security.md)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from lscp_portal.access.policies import is_public_address

FIRST_ERROR = 400
LOGOUT = "/accounts/logout/"
CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
    ),
)


class HeadersMiddleware:
    """No inline code, no foreign origin, and no copy of a personal page in any cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add what the view did not set."""
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        for_anybody = is_public_address(request) and response.status_code < FIRST_ERROR
        if request.path_info == LOGOUT and request.method == "POST" and response.status_code < FIRST_ERROR:
            headers["Clear-Site-Data"] = '"cache", "storage"'  # drafts on the device go with the session (ADR 14)
        headers.setdefault("Cache-Control", "public, max-age=60" if for_anybody else "private, no-store")
        return response
