"""`python -m lscp_portal.documents.child`: HTML on standard input, PDF on standard output, an account on errors.

Its only argument is a Limits as JSON; none means the defaults. The account is the last line of standard error, as JSON:
{"offline": bool, "remarks": [str], "pages": int, "reason": name of a Reason or null}.
"""

import errno
import hashlib
import io
import json
import logging
import sys
import warnings
from typing import Any

from lscp_portal.documents.limits import limit_this_process
from lscp_portal.documents.types import Limits, Reason, RenderRefused

DEEPEST = 5000  # frames; a normal report needs fewer than 200


class Remarks(logging.Handler):
    """Keeps WeasyPrint's messages as patterns, without their values: the values may be words of the document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.patterns: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg not in self.patterns:
            self.patterns.append(str(record.msg))


def draw(html: str) -> tuple[bytes, int]:
    """One PDF/UA-1 document and its number of pages. The same HTML gives the same bytes. Raises RenderRefused."""
    # WeasyPrint is loaded after the limits are set, so that they hold for it as well.
    import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # noqa: PLC0415

    from lscp_portal.documents.assets import load_assets, style_sheet  # noqa: PLC0415
    from lscp_portal.documents.fetcher import ClosedFetcher  # noqa: PLC0415
    from lscp_portal.documents.finisher import finish  # noqa: PLC0415

    assets = load_assets()
    fetcher, fonts, sheet = ClosedFetcher(assets), FontConfiguration(), style_sheet(assets)
    css = weasyprint.CSS(string=sheet, font_config=fonts, url_fetcher=fetcher)
    source = weasyprint.HTML(string=html, base_url=None, url_fetcher=fetcher)
    document = source.render(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")
    _insist_on(document.metadata)
    identifier = hashlib.sha256(f"{weasyprint.__version__}\0{sheet}\0{html}".encode()).hexdigest()[:32]
    pdf = io.BytesIO()
    document.write_pdf(pdf, finisher=finish, pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode())
    if fetcher.blocked:  # better no report than one with a hole in it
        raise RenderRefused(Reason.BLOCKED_ADDRESS)
    return pdf.getvalue(), len(document.pages)


def _insist_on(metadata: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    if not (metadata.title or "").strip():
        raise RenderRefused(Reason.NO_TITLE)
    if not (metadata.lang or "").strip():
        raise RenderRefused(Reason.NO_LANGUAGE)


def attempt(html: str) -> tuple[bytes, int] | Reason:
    """The PDF and its number of pages, or why there is none."""
    try:
        return draw(html)
    except RenderRefused as refused:
        return refused.reason
    except MemoryError:
        return Reason.OUT_OF_MEMORY
    except RecursionError:
        return Reason.TOO_DEEP
    except OSError as error:
        return Reason.TOO_LARGE if error.errno == errno.EFBIG else Reason.CANNOT_BE_DRAWN
    except Exception:  # noqa: BLE001 - hostile input breaks a layout engine in many ways; all of them mean no PDF
        return Reason.CANNOT_BE_DRAWN


def main() -> int:
    """Limit, read, draw, write; 0 when there is a PDF, 3 when the document was refused."""
    is_offline = limit_this_process(Limits(**json.loads(sys.argv[1])) if sys.argv[1:] else Limits())
    remarks = Remarks()
    logger = logging.getLogger("weasyprint")
    logger.handlers, logger.propagate = [remarks], False
    warnings.showwarning = lambda message, category, *_: remarks.patterns.append(f"{category.__name__}: {message}")
    sys.setrecursionlimit(DEEPEST)
    outcome = attempt(sys.stdin.buffer.read().decode("utf-8"))
    reason = outcome.name if isinstance(outcome, Reason) else None
    pages = 0
    if not isinstance(outcome, Reason):
        pdf, pages = outcome
        try:
            sys.stdout.buffer.write(pdf)
            sys.stdout.buffer.flush()
        except OSError:
            reason = Reason.TOO_LARGE.name
    account = {"offline": is_offline, "remarks": remarks.patterns, "pages": pages, "reason": reason}
    sys.stderr.write("\n" + json.dumps(account) + "\n")
    return 3 if reason else 0


if __name__ == "__main__":
    sys.exit(main())
