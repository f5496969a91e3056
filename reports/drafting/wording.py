"""The first words of a report, made from the record. The author goes on from here."""

from datetime import date

from lscp_portal.ui.fields import in_words
from reports.drafting.types import AuditRecord, ReportWords, SectionLine

SECURE = 2


def first_words(record: AuditRecord) -> ReportWords:
    """Half a page for parents, what works well, what needs to improve, and what happens next, in plain English."""
    return ReportWords(
        summary="\n\n".join((_what_it_is(record), _what_was_found(record), _what_follows(record))),
        strengths=_strengths(record),
        improvements=_improvements(record),
        next_steps=_next_steps(record),
    )


def spoken(iso: str) -> str:
    """12 February 2027, from an ISO date; "" stays ""."""
    return in_words(date.fromisoformat(iso)) if iso else ""


def _what_it_is(record: AuditRecord) -> str:
    signed = f" on {spoken(record.submitted_on)}" if record.submitted_on else ""
    visit = f" A team visited the school on {spoken(record.visit.held_on)}." if record.visit else ""
    return (
        "Each year schools in this area tell the safeguarding partnership how they keep children safe. "
        f"{record.school_name} answered {record.coverage.answered} questions. "
        f"Its head and governors signed the answers{signed}. "
        f"A reviewer from outside the school read them.{visit}"
    )


def _what_was_found(record: AuditRecord) -> str:
    met, low = _well(record), _to_improve(record)
    if record.is_narrative_only:
        return "This is a small school, so this report gives no results section by section."
    if not low:
        return f"The reviewer found arrangements in place in all {len(met)} areas that were looked at."
    found = f"The reviewer found arrangements in place in {len(met)} of the {len(met) + len(low)} areas looked at."
    return f"{found} These need strengthening: {_listed(low)}."


def _what_follows(record: AuditRecord) -> str:
    number = len(record.recommendations)
    if not number:
        return "The partnership made no recommendations."
    things = "one recommendation" if number == 1 else f"{number} recommendations"
    return f"The partnership made {things}. The school’s governors check that the work is done."


def _strengths(record: AuditRecord) -> str:
    lines = _lines(record, _well(record))
    if record.visit:
        lines += [f"- Seen on the visit: {_first_lower(theme)}" for theme in record.visit.strengths]
    return "\n".join(lines) or "The reviewer named no area as a strength yet."


def _improvements(record: AuditRecord) -> str:
    lines = _lines(record, _to_improve(record))
    return "\n".join(lines) or "No area was found to need strengthening. The school keeps checking that it stays so."


def _lines(record: AuditRecord, sections: list[SectionLine]) -> list[str]:
    """One entry for each section, with its public words; a small school gets the titles alone."""
    if record.is_narrative_only:
        return [f"- {line.title}" for line in sections]
    return [f"- {line.title}: {_first_lower(line.result)}" for line in sections]


def _next_steps(record: AuditRecord) -> str:
    if not record.recommendations:
        return "The school carries on as planned. The partnership asks again in its next audit."
    last = spoken(max(line.due_on for line in record.recommendations))
    return (
        "The school has a plan for each recommendation, with somebody responsible and a date. "
        f"The last of them is due on {last}. Governors check the work. The partnership looks again in its next audit."
    )


def _well(record: AuditRecord) -> list[SectionLine]:
    return [line for line in record.sections if line.level is not None and line.level >= SECURE]


def _to_improve(record: AuditRecord) -> list[SectionLine]:
    return [line for line in record.sections if line.level is not None and line.level < SECURE]


def _listed(lines: list[SectionLine]) -> str:
    return "; ".join(_first_lower(line.title) for line in lines)


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]
