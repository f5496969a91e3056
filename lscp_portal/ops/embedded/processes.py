"""Is that process alive, is it ours, and will it end when we do."""

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_libc = ctypes.CDLL(None)


def is_alive(pid: int) -> bool:
    """Whether a process of that number runs. A dead one that its parent has not collected (a zombie) does not count."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        if PROC.joinpath("self").exists():
            return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def is_process_of(pid: int, argument: Path) -> bool:
    """Whether that number is a living process started with this argument: numbers are used again."""
    if not is_alive(pid):
        return False
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return not PROC.joinpath("self").exists()
    return os.fsencode(argument) in words


def end_process(pid: int, number: signal.Signals, *, seconds: float) -> None:
    """Ask a process to end, wait that long, then end it."""
    for chosen, patience in ((number, seconds), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, chosen)
        if wait_until(lambda: not is_alive(pid), seconds=patience):
            return


def wait_until(condition: Callable[[], bool], *, seconds: float, every: float = 0.02) -> bool:
    """Whether the condition came true within that time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


def die_with_parent() -> None:
    """Run in a new process before its program starts: SIGTERM as soon as we are gone, also after kill -9."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def shut_down_fast_with_parent() -> None:
    """The same for PostgreSQL, where SIGTERM would wait for every client and SIGINT does not."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGINT)
