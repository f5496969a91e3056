"""What crosses the layers of escalation: facts of a signed copy, and criteria with what they rest on. All frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature under the copy. has_authority: the role, or a delegation, covered the day of signing."""

    office: str
    name: str
    has_authority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFacts:
    """What the criteria rest on, all of one signed copy. Codes are of indicators, in the framework's order.

    core: core answers with a level; unproven: those of them with strength “stated” or none. critical_unproven: critical
    answers with a level that rest on nothing: strength “stated” or none, and no piece of evidence described. copied:
    answers that stand elsewhere too, None where the texts of this copy have not been compared yet.
    """

    core: tuple[str, ...]
    unproven: tuple[str, ...]
    critical_unproven: tuple[str, ...]
    copied: tuple[str, ...] | None
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on a criterion is met, by the partnership's rules (version 0: the default).

    weak_evidence: whole per cent, of which 34 is “more than a third”. copied: answers.
    """

    version: int
    weak_evidence: int
    copied: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: met, not met, or None where it cannot be seen. codes: the places, answers that it rests on."""

    key: str
    title: str
    is_met: bool | None
    sentence: str
    codes: tuple[str, ...] = ()

    @property
    def standing(self) -> str:
        """For a table. Not “met”: a reader takes “not met” for a fault."""
        return {True: "Found", False: "Not found", None: "Cannot be told yet"}[self.is_met]

    def as_kept(self) -> dict[str, Any]:
        """JSON-ready."""
        return {**asdict(self), "codes": list(self.codes)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """A criterion back from what as_kept made."""
        return cls(**{**kept, "codes": tuple(kept["codes"])})


def criteria_of(kept: Sequence[Mapping[str, Any]] | None) -> list[Criterion]:
    """A list of criteria back from JSON; [] for None."""
    return [Criterion.of(row) for row in kept or ()]


def codes_of(criteria: Sequence[Criterion]) -> list[str]:
    """The answers that the criteria which are met rest on, each once."""
    return list(dict.fromkeys(code for one in criteria if one.is_met for code in one.codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a lead writes about a step. addressee: a key of CaseStep.To. out_of_order_why: "" where it is in order."""

    addressee: str
    organisation: str
    reason: str
    shared: str
    out_of_order_why: str = ""
