"""The difference between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
_WORDS = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stay, go or come. kind: same, gone or new."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; where words are swapped, the old ones come first."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            _add(pieces, SAME, old[start:end])
        else:
            _add(pieces, GONE, old[start:end])
            _add(pieces, NEW, new[new_start:new_end])
    return tuple(_without_lonely_blanks(pieces))


def _add(pieces: list[Piece], kind: str, words: Sequence[str]) -> None:
    if words:
        pieces.append(Piece(kind, "".join(words)))


def _without_lonely_blanks(pieces: list[Piece]) -> list[Piece]:
    """Two changed words with only a blank between them read better as one change."""
    joined: list[Piece] = []
    gone, new = "", ""
    for number, piece in enumerate(pieces):
        is_blank = piece.kind == SAME and not piece.text.strip() and 0 < number < len(pieces) - 1
        if piece.kind == SAME and not (is_blank and (gone or new)):
            joined += _flushed(gone, new)
            gone, new = "", ""
            joined.append(piece)
        else:
            gone += piece.text if piece.kind != NEW else ""
            new += piece.text if piece.kind != GONE else ""
    return joined + _flushed(gone, new)


def _flushed(gone: str, new: str) -> list[Piece]:
    return [piece for piece in (Piece(GONE, gone), Piece(NEW, new)) if piece.text]
