"""What goes over the line while somebody works: requests and bytes, compressed as the proxy of a deployment does it."""

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Request

TEXTS = ("text/", "application/json", "image/svg")
LEVEL = 5


def as_by_proxy(application: Callable[..., Iterable[bytes]]) -> Callable[..., list[bytes]]:
    """The same application; texts are compressed on the way out (deploy/Caddyfile)."""

    def compressing(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        begun: list[Any] = []
        answer = application(environ, lambda *words, **_more: begun.append(words))
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        status, headers, *more = begun[-1]
        kind = dict(headers).get("Content-Type", "")
        if body and kind.startswith(TEXTS) and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = gzip.compress(body, LEVEL)
            headers = [(name, value) for name, value in headers if name != "Content-Length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start_response(status, headers, *more)
        return [body]

    return compressing


@dataclass
class Traffic:
    """Everything a page asks the server for."""

    page: Page
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("requestfinished", lambda request: self.requests.append(request))  # noqa: PLW0108 - it marks what it is given

    def start_again(self) -> None:
        self.requests.clear()

    @property
    def saves(self) -> int:
        """Requests that send an answer."""
        return sum("operation_id" in (one.post_data or "") for one in self.requests)

    @property
    def asked(self) -> int:
        """Requests that reach the application: styles and scripts are kept by the browser in production.

        Without those that say where somebody is: they come by the clock, so a slow machine has more of them.
        """
        return sum("/static/" not in one.url and not one.url.endswith("/here/") for one in self.requests)

    @property
    def received(self) -> int:
        """Bytes, headers included."""
        sizes = [one.sizes() for one in self.requests]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)

    @property
    def sent(self) -> int:
        """Bytes, headers included."""
        sizes = [one.sizes() for one in self.requests]
        return sum(size["requestBodySize"] + size["requestHeadersSize"] for size in sizes)
