"""Response headers every page carries (docs/developer/security.md)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from lscp_portal.access.policies import is_public_address

CONTENT_SECURITY_POLICY = "; ".join(
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
        kept = "public, max-age=60" if is_public_address(request) and response.status_code < 400 else "private, no-store"  # noqa: PLR2004 - the first error
        headers.setdefault("Cache-Control", kept)
        return response
