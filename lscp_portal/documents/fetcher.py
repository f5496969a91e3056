"""What a document may load: preloaded assets by name and small pictures inside the document. Nothing else exists."""

from collections.abc import Mapping
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

LARGEST_PICTURE = 2_000_000  # characters of a data: address


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Reads neither disk nor network. It counts what it refused: WeasyPrint swallows errors in some places."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False, timeout=1)
        self.assets = assets
        self.blocked = 0

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - WeasyPrint has no types
        if url in self.assets:
            return URLFetcherResponse(url, self.assets[url], {"Content-Type": "font/woff2"})
        if url.startswith("data:image/") and len(url) < LARGEST_PICTURE:
            return super().fetch(url, headers)
        self.blocked += 1
        raise ValueError("blocked")
