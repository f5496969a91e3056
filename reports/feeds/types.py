"""What a person's calendar holds."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One day in a calendar. uid: the same for the same matter, for ever. path: where it is looked at in the portal."""

    uid: str
    on: date
    title: str
    words: str
    path: str
    is_cancelled: bool = False
