"""The board report: what governors need of an audit on two pages of paper, from the same answers and signatures.

What is long is cut to a length and what is many to a number, so that it stays two pages; the report says what it left
out. A submitted audit is read from its frozen copy, another one from the answers as they are now.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import Truncator

from audits.answers.queries import rows_of
from audits.answers.types import AuditRow, by_section
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import LOW
from audits.signoff.copies import Copy, Receipt, frozen_copy
from audits.signoff.models import Signature
from audits.signoff.queries import MET, is_unsure
from audits.signoff.rules import ORDER

MOST_WEAK = 10  # lines of weak answers that surely fit, with everything else, on two pages
MOST_QUESTIONS = 3
LONGEST = 170  # characters of an indicator or an action
LONGEST_NAME = 60
LONGEST_TITLE = 75  # of a section: one line of its table


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in numbers. other: not checked, does not apply, or no answer."""

    title: str
    met: int
    partly: int
    missing: int
    other: int


@dataclass(frozen=True, slots=True)
class WeakLine:
    """An answer that is low, and what will be done about it."""

    code: str
    text: str
    level: str
    is_critical: bool
    action: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask at the meeting, and what a good answer names."""

    code: str
    about: str
    why: str
    good: str


@dataclass(frozen=True, slots=True)
class BoardReport:
    """Both pages. sha256: of the frozen copy it was made from, "" for one that is not submitted."""

    school: str
    urn: int
    cycle: str
    submitted_at: datetime | None
    version: int
    sha256: str
    met: int
    asked: int
    critical_low: Sequence[str]
    stated: int
    sections: Sequence[SectionLine]
    questions: Sequence[Question]
    weak: Sequence[WeakLine]
    weak_in_all: int
    signatures: Sequence[Receipt]

    @property
    def weak_left_out(self) -> int:
        """How many weak answers found no room."""
        return self.weak_in_all - len(self.weak)


def board_report(*, audit: Audit, most_weak: int = MOST_WEAK) -> BoardReport:
    """The report of one audit, at most `most_weak` weak answers long. Five queries at most."""
    copy = frozen_copy(audit_id=audit.pk)
    now = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
    rows = [row for chapter in copy.chapters for row in chapter.rows] if copy else now
    evidence = {row.indicator.code: row.indicator.evidence for row in now}
    weak = sorted((row for row in rows if row.level in LOW), key=_weakest_first)
    return BoardReport(
        school=copy.content["school"]["name"] if copy else audit.school.name,
        urn=copy.content["school"]["urn"] if copy else audit.school.urn,
        cycle=audit.cycle.name,
        submitted_at=copy.submitted_at if copy else None,
        version=copy.version if copy else 0,
        sha256=copy.sha256 if copy else "",
        met=sum(row.level in MET for row in rows),
        asked=len(rows),
        critical_low=[row.indicator.code for row in weak if row.indicator.is_critical],
        stated=sum(is_unsure(row) for row in rows),
        sections=section_lines(rows),
        questions=questions_to_ask(rows, weak, evidence),
        weak=[weak_line(row) for row in weak[:most_weak]],
        weak_in_all=len(weak),
        signatures=signatures_of(audit, copy),
    )


def section_lines(rows: Sequence[AuditRow]) -> list[SectionLine]:
    """Each section in numbers, in the framework's order."""
    lines = []
    for chapter in by_section(rows):
        levels = Counter(row.level for row in chapter.rows)
        met, partly, missing = sum(levels[level] for level in MET), levels["partly"], levels["not_in_place"]
        other = len(chapter.rows) - met - partly - missing
        lines.append(SectionLine(cut(chapter.section.title, LONGEST_TITLE), met, partly, missing, other))
    return lines


def questions_to_ask(rows: Sequence[AuditRow], weak: Sequence[AuditRow], evidence: Mapping[str, str]) -> list[Question]:
    """Three: what is weak first, critical before others; then what is only stated; then what is critical."""
    chosen: dict[str, Question] = {}
    reasons = (
        (weak, "It is not secure yet. What has been done since, and who checks it?"),
        ([row for row in rows if is_unsure(row)], "We say so, and nothing was shown. How does the school know?"),
        ([row for row in rows if row.indicator.is_critical], "It is critical. When was it last tested, and how?"),
    )
    for found, why in reasons:
        for row in found:
            code = row.indicator.code
            question = Question(code, cut(row.indicator.text), why, cut(evidence.get(code, "")))
            chosen.setdefault(code, question)
    return list(chosen.values())[:MOST_QUESTIONS]


def weak_line(row: AuditRow) -> WeakLine:
    """One weak answer, cut to its length."""
    facts, said = row.indicator, row.answer
    return WeakLine(
        code=facts.code,
        text=cut(facts.text),
        level=row.level,
        is_critical=facts.is_critical,
        action=cut(said.action) if said else "",
        owner=cut(said.action_owner, LONGEST_NAME) if said else "",
        due_on=said.action_due_on if said else None,
    )


def signatures_of(audit: Audit, copy: Copy | None) -> Sequence[Receipt]:
    """Who has signed so far, in order. One query where there is no copy."""
    if copy:
        return copy.signatures
    standing = {row.step: row for row in audit.signatures.filter(correction=None, fallen_at=None)}
    return [_receipt(standing[step]) for step in ORDER if step in standing]


def cut(text: str, length: int = LONGEST) -> str:
    """One paragraph of at most this many characters."""
    return Truncator(" ".join(text.split())).chars(length)


def _weakest_first(row: AuditRow) -> tuple[bool, bool]:
    return (not row.indicator.is_critical, row.level != "not_in_place")


def _receipt(signature: Signature) -> Receipt:
    return Receipt(
        step=signature.step,
        name=signature.signed_name,
        delegated_under=signature.delegated_under,
        declaration=signature.declaration,
        signed_at=signature.signed_at,
        board_met_on=signature.board_met_on,
        minute_reference=signature.minute_reference,
    )
