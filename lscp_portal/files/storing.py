"""Where uploaded bytes lie: STORAGES["evidence"], a folder outside the web root or an S3-compatible store."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

WAITING, KEPT = "waiting", "kept"  # sent and not looked at yet: quarantine; made anew and clean
PIECE = 65_536


class StoreAway(Exception):
    """The storage does not answer, is full, or breaks off. Trying again later may help."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was stored."""

    size: int
    sha256: str


def store() -> Storage:
    """The private storage. Nothing in it has an address of its own."""
    return storages["evidence"]


def new_key() -> str:
    """128 random bits. The only name that bytes have there."""
    return secrets.token_hex(16)


def keep(content: IO[bytes], *, folder: str, key: str) -> Measured:
    """Store the bytes under this key; bytes that were there before give way. Raises StoreAway."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    with _told_apart():
        store().save(path_of(folder, key), File(content, name=key))
    return Measured(size, digest.hexdigest())


def fetch(target: IO[bytes], *, folder: str, key: str) -> None:
    """Copy the stored bytes into a real file, and go to its beginning. Raises FileNotFoundError, StoreAway."""
    with _told_apart(), store().open(path_of(folder, key)) as stored:
        for piece in stored.chunks(PIECE):
            target.write(piece)
    target.flush()
    target.seek(0)


def forget(*, folder: str, key: str) -> None:
    """Throw the bytes away; nothing happens when they are gone already. Raises StoreAway."""
    with _told_apart():
        store().delete(path_of(folder, key))


def stored_keys(folder: str) -> Iterator[str]:
    """The keys of all bytes there. Raises StoreAway."""
    with _told_apart():
        for letters in _listed(folder)[0]:
            yield from _listed(f"{folder}/{letters}")[1]


def stored_at(*, folder: str, key: str) -> datetime:
    """When they were stored. Raises FileNotFoundError, StoreAway."""
    with _told_apart():
        found: datetime = store().get_modified_time(path_of(folder, key))
    return found


def path_of(folder: str, key: str) -> str:
    """Inside the storage. Two letters first, so that no folder grows without end."""
    return f"{folder}/{key[:2]}/{key}"


def _listed(path: str) -> tuple[list[str], list[str]]:
    try:
        folders, names = store().listdir(path)
    except FileNotFoundError:  # a folder into which nothing was ever put
        return [], []
    return folders, names


@contextmanager
def _told_apart() -> Iterator[None]:
    """Whatever a storage raises is one error; that the bytes are not there is another."""
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as problem:
        raise StoreAway(type(problem).__name__) from problem
