"""The frozen copy, read back: its hash is worked out again every time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Window

from audits.answers.types import WORDING, AuditRow, Given, IndicatorFacts, SectionHead, SectionRows, by_section
from audits.evidence.types import thawed
from audits.signoff.freezing import sha256_of
from audits.signoff.models import FrozenCopy, Signature, signer_in_words


@dataclass(frozen=True, slots=True)
class Receipt:
    """One signature as the copy holds it."""

    step: str
    name: str
    delegated_under: str
    declaration: str
    signed_at: datetime
    board_met_on: date | None
    minute_reference: str

    @property
    def title(self) -> str:
        """Whose signature it is by office."""
        return str(Signature.Step(self.step).label)

    @property
    def signer(self) -> str:
        """Who signed; a delegate with for whom, and under what."""
        return signer_in_words(self.name, step=self.step, delegated_under=self.delegated_under)


@dataclass(frozen=True, slots=True)
class Copy:
    """What was submitted. versions: how many of this audit there are.

    text: the exact characters that sha256 is of. is_intact: they still are.
    """

    audit_id: int
    version: int
    versions: int
    text: str
    sha256: str
    is_intact: bool
    content: Mapping[str, Any]

    @property
    def submitted_at(self) -> datetime:
        """When the chair signed."""
        return datetime.fromisoformat(self.content["submitted_at"])

    @property
    def other_versions(self) -> Sequence[int]:
        """The versions there are besides this one."""
        return [number for number in range(1, self.versions + 1) if number != self.version]

    def file_name(self, ending: str) -> str:
        """“audit-900001-2026-version-2.pdf”; the version where there are several."""
        version = f"-version-{self.version}" if self.versions > 1 else ""
        return f"audit-{self.content['school']['urn']}-{self.content['cycle']['year']}{version}.{ending}"

    @property
    def signatures(self) -> Sequence[Receipt]:
        """Who signed, in order."""
        return [receipt_of(signature) for signature in self.content["signatures"]]

    @property
    def chapters(self) -> Sequence[SectionRows]:
        """The answers, section by section."""
        return by_section(row_of(place, row) for place, row in enumerate(self.content["indicators"], start=1))


def copies_of(*, audit_id: int) -> list[Copy]:
    """Every frozen copy of an audit, the latest first, each hash checked. One query."""
    kept = list(FrozenCopy.objects.filter(audit_id=audit_id).order_by("-version"))
    return [_read_back(row, versions=len(kept)) for row in kept]


def frozen_copy(*, audit_id: int, version: int | None = None) -> Copy | None:
    """One frozen copy of an audit, its hash checked; the latest where no version is asked for. One query.

    None before it is submitted, and where there is no such version.
    """
    kept = FrozenCopy.objects.filter(audit_id=audit_id).annotate(versions=Window(Count("pk"))).order_by("-version")
    found = next((row for row in kept if version in {None, row.version}), None)
    return _read_back(found, versions=found.versions) if found else None


def _read_back(row: FrozenCopy, *, versions: int) -> Copy:
    return Copy(
        audit_id=row.audit_id,
        version=row.version,
        versions=versions,
        text=row.content,
        sha256=row.sha256,
        is_intact=sha256_of(row.content) == row.sha256,
        content=json.loads(row.content),
    )


def receipt_of(signature: Mapping[str, Any]) -> Receipt:
    """A signature of the copy."""
    return Receipt(
        step=signature["step"],
        name=signature["name"],
        delegated_under=signature.get("delegated_under", ""),  # as below
        declaration=signature["declaration"],
        signed_at=datetime.fromisoformat(signature["signed_at"]),
        board_met_on=day_of(signature["board_met_on"]),
        minute_reference=signature.get("minute_reference", ""),  # copies of before have none
    )


def row_of(position: int, row: Mapping[str, Any]) -> AuditRow:
    """An indicator of the copy with its answer. What the copy does not hold is blank."""
    section = SectionHead(row["section"]["code"], row["section"]["title"], why="", position=0)
    facts = IndicatorFacts(
        id=0,
        code=row["code"],
        position=position,
        tier=row["tier"],
        is_critical=row["is_critical"],
        allow_na=True,
        text=row["text"],
        evidence="",
        references=(),
    )
    said = row["answer"]
    evidence = thawed(row["code"], row.get("evidence", []))  # copies older than this have none
    if said is None:
        return AuditRow(section, facts, None, evidence)
    words = {name: said[name] for name in WORDING} | {"action_due_on": day_of(said["action_due_on"])}
    saved_at = datetime.fromisoformat(said["saved_at"])
    given = Given(**words, id=0, revision=said["revision"], saved_at=saved_at, saved_by_id=0)
    return AuditRow(section, facts, given, evidence)


def day_of(text: str | None) -> date | None:
    """A day of the copy."""
    return date.fromisoformat(text) if text else None
