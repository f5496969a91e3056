"""What a case of a hostile file is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from lscp_portal.files.types import Reason


@dataclass(frozen=True)
class Kept:
    """The right verdict on a file that is kept: its bytes hold none of `without`, and it is shown as `shown`."""

    without: tuple[bytes, ...] = ()
    shown: str = ""


class Case(NamedTuple):
    """name: as the sender's computer says it; content: made when it is needed where it is large."""

    name: str
    content: bytes | Callable[[], bytes]
    verdict: Reason | Kept

    def made(self) -> bytes:
        """Its bytes."""
        return self.content() if callable(self.content) else self.content


def cases(rows: dict[str, tuple[str, bytes | Callable[[], bytes], Reason | Kept]]) -> dict[str, Case]:
    """Rows of (name ending, content, verdict)."""
    return {what: Case(f"policy.{ending}", content, verdict) for what, (ending, content, verdict) in rows.items()}
