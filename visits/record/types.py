"""What the record of a visit takes in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEntry:
    """One observation as it was typed. theme: a value of Note.Theme; indicator_id: None for the theme as a whole."""

    theme: str
    text: str
    indicator_id: int | None = None
    is_strength: bool = False
