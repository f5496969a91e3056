"""Where uploaded bytes lie: STORAGES["evidence"], a folder outside the web root or an S3-compatible store."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

WAITING, KEPT = "waiting", "kept"  # sent and not looked at yet: quarantine; made anew and clean
PIECE = 65_536


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
    """Store the bytes under this key; bytes that were there before give way."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        digest.update(piece)
        size += len(piece)
    content.seek(0)
    store().save(path_of(folder, key), File(content, name=key))
    return Measured(size, digest.hexdigest())


def fetch(target: IO[bytes], *, folder: str, key: str) -> None:
    """Copy the stored bytes into a real file, and go to its beginning. Raises FileNotFoundError."""
    with store().open(path_of(folder, key)) as stored:
        for piece in stored.chunks(PIECE):
            target.write(piece)
    target.flush()
    target.seek(0)


def forget(*, folder: str, key: str) -> None:
    """Throw the bytes away; nothing happens when they are gone already."""
    store().delete(path_of(folder, key))


def path_of(folder: str, key: str) -> str:
    """Inside the storage. Two letters first, so that no folder grows without end."""
    return f"{folder}/{key[:2]}/{key}"
