"""What rendering gives back, and the ways in which it says no."""

import enum
from dataclasses import dataclass


class Reason(enum.StrEnum):
    """Why a document was refused, as a sentence for the person who looks after it. Holds no words of the document."""

    TOO_LONG = "The document is too long to be drawn."
    TOO_LARGE = "The finished PDF would be too large."
    OUT_OF_MEMORY = "Drawing the document needs more memory than is allowed."
    TOO_DEEP = "Parts of the document are nested too deeply."
    BLOCKED_ADDRESS = "The document asks for a file or an address that documents may not use."
    NO_TITLE = "The document has no title."
    NO_LANGUAGE = "The document does not say which language it is in."
    CANNOT_BE_DRAWN = "The document cannot be drawn."
    CRASHED = "The drawing process stopped without an answer."


class RenderRefused(Exception):
    """The document will not become a PDF, however often it is tried."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class RenderTimeout(Exception):
    """Drawing took too long, by the clock or by the processor. Trying again later may help."""


class DocumentWarning(UserWarning):
    """WeasyPrint remarked on a document. Fails every test; in production it is one line in the log."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one rendering may use. The defaults are the product's (security.md 4.3); tests ask for less."""

    wall_seconds: float = 60
    cpu_seconds: int = 30
    memory_bytes: int = 1_000_000_000
    file_bytes: int = 50_000_000


THE_USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Rendering:
    """A finished PDF. `remarks`: WeasyPrint's own, no words of the document. `is_offline`: it had no network at all."""

    pdf: bytes
    pages: int
    remarks: tuple[str, ...]
    is_offline: bool
