"""When a return is of poor quality: plain functions over frozen facts. They propose; nothing starts by itself.

Source: domain.md 7.2. Evidence of strength 0 on more than a third of core; copied text over sections or from another
school; sign-off by someone without authority; contradiction with voice or partner data not explained; critical
answered without evidence.
"""

from collections.abc import Sequence

from audits.escalation.types import CopyFacts, Criterion, Limits
from audits.lifecycle.rules import listed

NOT_COLLECTED = "Not collected yet, so nothing can be said of it."


def criteria(facts: CopyFacts, limits: Limits) -> tuple[Criterion, ...]:
    """Every criterion, met or not, always in this order."""
    return (
        weak_evidence(facts, limits),
        copied(facts, limits),
        signed_without_authority(facts),
        Criterion("voice", "What children, parents and staff say contradicts it", None, NOT_COLLECTED),
        Criterion("partners", "What partners know contradicts it", None, NOT_COLLECTED),
        critical_without_evidence(facts),
    )


def weak_evidence(facts: CopyFacts, limits: Limits) -> Criterion:
    """Core answers that rest on somebody's word alone: more than a third, by default."""
    part, whole = len(facts.unproven), len(facts.core)
    sentence = (
        f"{part} of {whole} core answers rest on what somebody says, or on nothing."
        if part
        else "Every core answer rests on a document or record at least."
    )
    is_met = is_over(part, whole, per_cent=limits.weak_evidence)
    return Criterion("weak_evidence", "Too much of core rests on words alone", is_met, sentence, facts.unproven)


def copied(facts: CopyFacts, limits: Limits) -> Criterion:
    """Text that stands in another section, or in another school's return, nearly word for word. It names no school."""
    title = "Copied text"
    if facts.copied is None:
        return Criterion(
            "copied", title, None, "The texts of this version have not been compared yet. Look again soon."
        )
    number = len(facts.copied)
    answers = "1 answer stands" if number == 1 else f"{number} answers stand"
    sentence = (
        f"{answers} nearly word for word in another section, or in another school’s return. "
        "That says nothing of who wrote it first."
        if number
        else "No answer stands nearly word for word in another section or return."
    )
    return Criterion("copied", title, 0 < number >= limits.copied, sentence, facts.copied)


def signed_without_authority(facts: CopyFacts) -> Criterion:
    """Somebody signed for an office that was not theirs that day, and that nobody had given them."""
    without = [one for one in facts.signers if not one.has_authority]
    sentence = (
        " ".join(f"{one.name} signed as {one.office.lower()} without that role on the day." for one in without)
        if without
        else "Everybody who signed had the role, or a delegation, on the day."
    )
    return Criterion("authority", "Signed without authority", bool(without), sentence)


def critical_without_evidence(facts: CopyFacts) -> Criterion:
    """One is enough: these are the indicators that must be right."""
    codes = facts.critical_unproven
    sentence = (
        f"Answered without any evidence: {listed(list(codes))}."
        if codes
        else "Every critical answer says what it rests on."
    )
    return Criterion("critical", "Critical indicators answered without evidence", bool(codes), sentence, codes)


def is_over(part: int, whole: int, *, per_cent: int) -> bool:
    """Whether a share is over a limit in whole per cent. 34 is exactly “more than a third”, which no per cent can say.

    So each limit counts from two thirds of a point below it: 34 from 33⅓, and that itself is not over.
    """
    return 300 * part > (3 * per_cent - 2) * whole


def met(found: Sequence[Criterion]) -> list[Criterion]:
    """Those that are met."""
    return [one for one in found if one.is_met]
