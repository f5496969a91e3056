"""The parent's side: start the child, wait, and say in our own words what came of it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from lscp_portal.documents.assets import ROOT
from lscp_portal.documents.types import (
    THE_USUAL,
    DocumentWarning,
    Limits,
    Reason,
    Rendering,
    RenderRefused,
    RenderTimeout,
)

LONGEST_HTML = 5_000_000  # characters
REFUSED = 3
OUT_OF_TIME = frozenset({-signal.SIGXCPU, -signal.SIGKILL})


@dataclass(frozen=True, slots=True)
class _Pipes:
    """The child's three streams as files, so that the size limit counts for what it writes and no pipe can fill up."""

    html: IO[bytes]
    pdf: IO[bytes]
    account: IO[bytes]


def render_pdf(html: str, *, limits: Limits = THE_USUAL) -> bytes:
    """One PDF/UA-1 of a whole HTML document with `lang` and `title`; print.css is put before its own styles.

    The document is loaded from nowhere: only `data:image/` and `lscp-asset:` addresses exist. Takes about a second;
    hold no transaction open. Warns DocumentWarning when WeasyPrint had a remark. Raises RenderTimeout (more than
    30 processor seconds or 60 by the clock) and RenderRefused with its `reason`. Source: security.md 4.3, D13.
    """
    rendering = render(html, limits=limits)
    for remark in rendering.remarks:
        warnings.warn(remark, DocumentWarning, stacklevel=2)
    return rendering.pdf


def render(html: str, *, limits: Limits = THE_USUAL) -> Rendering:
    """As render_pdf, with WeasyPrint's remarks and the state of the network kept beside the bytes."""
    if len(html) > LONGEST_HTML:
        raise RenderRefused(Reason.TOO_LONG)
    with (
        tempfile.TemporaryDirectory(prefix="lscp-pdf-") as folder,
        tempfile.TemporaryFile() as source,
        tempfile.TemporaryFile() as pdf,
        tempfile.TemporaryFile() as account,
    ):
        source.write(html.encode("utf-8", "replace"))
        source.seek(0)
        pipes = _Pipes(source, pdf, account)
        return _understand(_run(Path(folder), pipes, limits), pipes)


def _run(folder: Path, pipes: _Pipes, limits: Limits) -> int:
    child = subprocess.Popen(  # noqa: S603 - a fixed command
        [sys.executable, "-P", "-m", "lscp_portal.documents.child", json.dumps(asdict(limits))],
        stdin=pipes.html,
        stdout=pipes.pdf,
        stderr=pipes.account,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        return child.wait(limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise RenderTimeout from None
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _environment(folder: Path) -> dict[str, str]:
    """No secret of ours: only what Python and fontconfig need. The font cache stays where it is warm."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "TZ": "UTC", "TMPDIR": str(folder)}


def _understand(status: int, pipes: _Pipes) -> Rendering:
    if status in OUT_OF_TIME:  # the kernel sends SIGXCPU, and SIGKILL at the hard limit
        raise RenderTimeout
    pipes.account.seek(0)
    last = pipes.account.read().strip().rpartition(b"\n")[2]
    if status not in (0, REFUSED) or not last.startswith(b"{"):
        raise RenderRefused(Reason.CRASHED)
    account = json.loads(last)
    if account["reason"]:
        raise RenderRefused(Reason[account["reason"]])
    pipes.pdf.seek(0)
    return Rendering(
        pdf=pipes.pdf.read(),
        pages=account["pages"],
        remarks=tuple(account["remarks"]),
        is_offline=account["offline"],
    )
