"""Random passwords of a data folder, made once and kept in a file that only its owner reads."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def unguessable() -> str:
    """256 random bits that need no quoting in an address."""
    return secrets.token_urlsafe(32)


def kept_secret(home: Path, name: str, *, make: Callable[[], str] = unguessable) -> str:
    """The password of that name in `home`/secrets.json; a new one is made and kept when there is none."""
    path = home / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if name not in kept:
        kept[name] = make()
        new = path.with_suffix(".new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(kept, file, indent=2)
        new.rename(path)
    return kept[name]
