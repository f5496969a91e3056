"""The folder that a demonstration keeps its data in: whose it is, who uses it now, what was done already."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DEFAULT = CHECKOUT / ".run" / "demo"
MARK = "this-folder-belongs-to-lscp-portal"
LOCK = "in-use"


class FolderRefused(RuntimeError):
    """The folder is not ours to use. The message says what to do."""


class DataFolder:
    """One demonstration's data. Opening it makes the folder; `lock` before using it."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise FolderRefused(
                f"{self.path} cannot be made ({problem.strerror}). Choose another with --data."
            ) from None
        if not os.access(self.path, os.W_OK):
            raise FolderRefused(f"{self.path} belongs to somebody else. Choose another folder with --data.")
        if not self._mark.exists() and any(self.path.iterdir()):
            raise FolderRefused(f"{self.path} holds other files. Choose an empty or a new folder with --data.")
        self._mark.touch()
        self.logs = self.path / "logs"
        self.logs.mkdir(mode=0o700, exist_ok=True)

    @property
    def _mark(self) -> Path:
        return self.path / MARK

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep the folder for us. The lock goes with the process, however it ends. Raises FolderRefused."""
        with (self.path / LOCK).open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FolderRefused(
                    f"A demonstration already uses {self.path}: {self.kept('address') or 'it is just starting'}. "
                    "Stop it with Ctrl-C where it runs, or choose another folder with --data.",
                ) from None
            yield

    def empty(self) -> None:
        """Remove everything that was kept, also the servers' data where it lies elsewhere."""
        if elsewhere := self.kept("servers"):
            shutil.rmtree(elsewhere, ignore_errors=True)
        for entry in self.path.iterdir():
            if entry.name in {MARK, LOCK}:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        self.logs.mkdir(mode=0o700)

    def keep(self, name: str, value: str) -> None:
        """Remember a value for the next start."""
        (self.path / f"{name}.kept").write_text(value)

    def kept(self, name: str) -> str:
        """What was remembered; empty when nothing was."""
        path = self.path / f"{name}.kept"
        return path.read_text() if path.exists() else ""

    def keep_environment(self, environment: dict[str, str]) -> None:
        """Remember our own variables, for `./run manage` beside a running demonstration."""
        ours = {name: value for name, value in environment.items() if name.startswith(("LSCP_", "DJANGO_"))}
        with os.fdopen(os.open(self._environment, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(ours, file)

    def kept_environment(self) -> dict[str, str]:
        """Our environment with the remembered variables in it."""
        return {**os.environ, **json.loads(self._environment.read_text())}

    @property
    def _environment(self) -> Path:
        return self.path / "environment.json"


def fingerprint(*paths: Path, pattern: str = "*.py") -> str:
    """A hash over the names and contents of the files under those folders: when it is the same, so is the work."""
    found = hashlib.sha256()
    for path in sorted(file for folder in paths for file in folder.rglob(pattern) if file.is_file()):
        found.update(str(path.relative_to(CHECKOUT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
