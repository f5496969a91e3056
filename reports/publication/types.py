"""What leaves the publication feature: an edition as the public may see it, and its bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models


class WithdrawalReason(models.TextChoices):
    """Why a published report is taken back, in the sentence the public reads."""

    FACT_WRONG = "fact_wrong", "A fact in it was wrong and is being corrected."
    PERSON_IDENTIFIED = "person_identified", "Somebody could have been recognised from it."
    COMPLAINT = "complaint", "A complaint about it is being looked into."
    SERIOUS_INCIDENT = "serious_incident", "It rests while an incident is being looked into."
    SCHOOL_CLOSED = "school_closed", "The school has closed or changed so much that it no longer fits."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEdition:
    """One published version. summary: as document.half_page makes it; year: in which the academic year begins."""

    id: int
    tenant_id: int
    number: int
    year: int
    kind: str
    urn: int
    school_name: str
    summary: Mapping[str, Any]
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str

    @property
    def is_withdrawn(self) -> bool:
        """Its bytes are no longer shown; the address answers 410 with the date and the kind of reason."""
        return self.withdrawn_at is not None

    @property
    def address(self) -> str:
        """Where anybody reads it; the same plus `.pdf` is the PDF."""
        return public_address(urn=self.urn, year=self.year, kind=self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """The stored bytes of one edition in one format. `pages`: of the PDF; None for the web page."""

    content: bytes
    sha256: str
    bytes_long: int
    pages: int | None
    stored_at: datetime


def public_address(*, urn: int, year: int, kind: str) -> str:
    """/reports/900012/2026-full/ : a path, because the public site may run in another process than the portal."""
    return f"/reports/{urn}/{year}-{kind}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """What the worker draws for one edition. html: the fragment; document: a whole document around it, for the PDF."""

    edition_id: int
    html: str
    document: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stored file that is missing or changed. how: in words, such as "is missing"."""

    tenant_id: int
    edition_id: int
    file_format: str
    how: str
