"""The tables of a test run from a kept dump: migrating takes half a minute of work for every process of every run.

Only on throw-away servers of our own, whose pg_dump fits. The dump's name holds everything that migrations are made of,
so a changed migration is never met by an old dump; `migrate` still runs after it and brings what it brings each time.
"""

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lscp_portal.ops.embedded.account import Account
from lscp_portal.ops.embedded.folders import postgres_binaries

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".run" / "test-database"
SOURCES = (
    "*/migrations/*.py",
    "lscp_portal/*/migrations/*.py",
    "lscp_portal/tenancy/**/*.py",
    "lscp_portal/tenancy/roles.sql",
    "requirements.lock",
)


def migrate_or_restore(admin: dict[str, str], name: str, migrate: Callable[[], None]) -> None:
    """Fill the empty database `name` as prepare_database left it. One process makes the dump, the others wait."""
    kept = KEPT / f"{_mark()}.sql"
    with _alone():
        if kept.exists():
            os.utime(kept)
            _restore(admin, name, kept)
        else:
            migrate()
            _keep(admin, name, kept)
            return
    migrate()


def _restore(admin: dict[str, str], name: str, kept: Path) -> None:
    afresh = ("--command=SET client_min_messages = warning", "--command=DROP SCHEMA lscp CASCADE", f"--file={kept}")
    _run("psql", admin, name, "--quiet", "--set=ON_ERROR_STOP=1", *afresh)


def _keep(admin: dict[str, str], name: str, kept: Path) -> None:
    """Written beside its place first: a run that is stopped leaves no half a dump. The five last used are kept."""
    new = kept.with_suffix(f".{os.getpid()}")
    _run("pg_dump", admin, name, f"--file={new}")
    new.rename(kept)
    newest_first = sorted(KEPT.glob("*.sql"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in newest_first[5:]:
        file.unlink()


def _mark() -> str:
    files = sorted(file for pattern in SOURCES for file in ROOT.glob(pattern))
    parts = [f"{file.relative_to(ROOT)}:{hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


@contextmanager
def _alone() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(program: str, admin: dict[str, str], name: str, *words: str) -> None:
    binary = postgres_binaries(Account(os.geteuid(), os.getegid(), borrowed=False)) / program
    where = [f"--host={admin['HOST']}", f"--username={admin['USER']}", f"--dbname={name}", "--no-password"]
    subprocess.run([binary, *where, *words], check=True, env={**os.environ, "PGPASSWORD": admin["PASSWORD"]},
                   stdout=subprocess.DEVNULL)  # fmt: skip
