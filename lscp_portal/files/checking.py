"""The parent's side of a check: start the limited child, wait, and say what came of it."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO

from lscp_portal.documents.types import Limits
from lscp_portal.files.types import LARGEST_FILE, FileRefused, Kind, Reason

ROOT = Path(__file__).resolve().parents[2]
LARGEST_COPY = 25_000_000  # what the virus scanner reads of one file, so that it can be scanned again
THE_USUAL = Limits(wall_seconds=30, cpu_seconds=10, memory_bytes=512_000_000, file_bytes=LARGEST_COPY)
ANSWERED = (0, 3)


def clean_copy(source: IO[bytes], *, kind: Kind, target: IO[bytes], limits: Limits = THE_USUAL) -> None:
    """Look through `source` and write it anew into `target`, both real files, at their beginnings.

    The child has no network, little memory and little time. Takes up to half a minute; hold no transaction open. Raises
    FileRefused. Source: security.md 4.1.
    """
    size = os.fstat(source.fileno()).st_size
    if size == 0:
        raise FileRefused(Reason.EMPTY)
    if size > LARGEST_FILE:
        raise FileRefused(Reason.TOO_LARGE)
    with tempfile.TemporaryDirectory(prefix="lscp-file-") as folder, tempfile.TemporaryFile() as account:
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command
                [sys.executable, "-P", "-m", "lscp_portal.files.child", kind.name, json.dumps(asdict(limits))],
                stdin=source,
                stdout=target,
                stderr=account,
                cwd=folder,
                env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "TMPDIR": folder},
                start_new_session=True,
                check=False,
                timeout=limits.wall_seconds,
            )
        except subprocess.TimeoutExpired:
            raise FileRefused(Reason.TOO_HEAVY) from None
        if reason := _reason_of(done.returncode, account):
            raise FileRefused(reason)


def _reason_of(status: int, account: IO[bytes]) -> Reason | None:
    """A child that ended otherwise than by its own word was stopped at a limit."""
    account.seek(0)
    last = account.read().strip().rpartition(b"\n")[2]
    if status not in ANSWERED or not last.startswith(b"{"):
        return Reason.TOO_HEAVY
    name = json.loads(last)["reason"]
    return Reason[name] if name else None
