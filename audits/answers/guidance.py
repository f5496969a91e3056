"""What stands beside each indicator while somebody answers: why, what good looks like, the law, and last time."""

from collections.abc import Iterable
from dataclasses import dataclass

from audits.answers.types import AuditRow
from audits.carrying.queries import carrying_of
from audits.carrying.rules import can_be_carried
from audits.carrying.types import Earlier, Origin
from audits.frameworks.queries import spelled_out
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import takes_answers
from audits.practice.queries import practice_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """Beside one indicator. why: the indicator's own words, else its section's.

    looks_like: "" where the framework says nothing of it; then the page has what RatingScale.good means.
    earlier: the school's last answer; offers: it can be carried forward now. origin: where the present answer came
    from when it was carried forward. common: sentences about what similar schools use, none below ten schools.
    """

    why: str
    looks_like: str
    evidence: str
    references: tuple[str, ...]
    earlier: Earlier | None
    offers: bool
    origin: Origin | None
    common: tuple[str, ...]


def guidance_for(
    *, audit: Audit, rows: Iterable[AuditRow], documents: dict[str, dict[str, str]], for_contributor: bool
) -> dict[str, Guidance]:
    """Code -> guidance, for some indicators of one audit. documents: of the framework. Five queries at most.

    for_contributor: who sees the reviewer's words on parts of their own only.
    """
    rows = list(rows)
    texts = {row.indicator.code: row.indicator.text for row in rows}
    carrying = carrying_of(audit=audit, texts=texts, for_contributor=for_contributor)
    common = practice_for(audit=audit, codes=texts)
    is_editable = takes_answers(audit)
    return {
        row.indicator.code: Guidance(
            why=row.indicator.why or row.section.why,
            looks_like=row.indicator.looks_like,
            evidence=row.indicator.evidence,
            references=tuple(spelled_out(one, documents) for one in row.indicator.references),
            earlier=(earlier := carrying.earlier.get(row.indicator.code)),
            offers=is_editable and can_be_carried(earlier, row.answer and row.answer.entry),
            origin=carrying.origins.get(row.indicator.code),
            common=common.get(row.indicator.code, ()),
        )
        for row in rows
    }
