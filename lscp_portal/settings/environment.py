"""Typed readers of environment variables: a bad value fails at start, with what was found and what is allowed."""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

DOCUMENTED_IN = "docs/operator/running.md"


def text(name: str, *, default: str | None = None) -> str:
    """The variable as it stands. Without a default it must be there and not be empty."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise ImproperlyConfigured(f"{name} is not set. Give it a value; {DOCUMENTED_IN} says which.")
    return value


def number(name: str, *, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number ({DOCUMENTED_IN}).") from None


def switch(name: str, *, default: bool) -> bool:
    """1 for yes, 0 for no."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be 0 or 1 ({DOCUMENTED_IN}).")
    return value == "1"


def words(name: str, *, default: str) -> list[str]:
    """A list, its parts separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def database(name: str) -> dict[str, Any]:
    """A Django database entry from `postgres://user:password@host:port/dbname` (or `?host=/socket/folder`)."""
    value = text(name)
    address = urlsplit(value)
    if address.scheme not in {"postgres", "postgresql"} or not address.username or not address.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must read postgres://user:password@host:port/dbname or "
            f"postgres://user:password@/dbname?host=/socket/folder ({DOCUMENTED_IN}).",
        )
    host = parse_qs(address.query).get("host", [address.hostname or ""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.strip("/")),
        "USER": unquote(address.username),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(host),
        "PORT": str(address.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # a pooler in transaction mode stands in front in production
        "ATOMIC_REQUESTS": False,  # the scope is the transaction (docs/developer/decisions/0002-one-scope.md)
    }
