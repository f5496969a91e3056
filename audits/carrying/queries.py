"""Earlier answers beside the present ones, with what the review said, and where an answer came from."""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection
from django.utils import timezone

from audits.answers.models import Answer
from audits.answers.types import WORDING, Entry
from audits.carrying.models import CarriedForward
from audits.carrying.rules import saw_less
from audits.carrying.types import Advice, Carrying, Earlier, Origin
from audits.feedback.models import Feedback
from audits.feedback.types import Letter, LetterLine
from audits.frameworks.models import Framework
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from lscp_portal.accounts.queries import GONE, names_of

Lines = dict[tuple[int, str], tuple[LetterLine | None, tuple[Advice, ...]]]  # by audit and code
FACTS = ("pk", "audit_id", "audit__cycle__name", "audit__submitted_at", "indicator__code", "indicator__text")


def carrying_of(*, audit: Audit, texts: Mapping[str, str], for_contributor: bool = False) -> Carrying:
    """What is known from earlier audits about these indicators. texts: code -> how it reads now.

    Four queries at most, however many indicators. Only in a school's scope.
    """
    earlier = earlier_answers(audit=audit, texts=texts, for_contributor=for_contributor)
    return Carrying(earlier=earlier, origins=origins_of(audit=audit, codes=texts))


def earlier_answers(*, audit: Audit, texts: Mapping[str, str], for_contributor: bool = False) -> dict[str, Earlier]:
    """Code -> the latest answer in an earlier audit that was submitted. Two queries.

    for_contributor: who does not see letters, but what the reviewer said about parts of their own.

    Codes are permanent in a series of frameworks: a new meaning has a new code, and so nothing to carry. The latest is
    looked for by indicator, since a light year asks only some.
    """
    found = (
        Answer.objects.filter(
            audit__school_id=audit.school_id,
            audit__state__in=SUBMITTED,
            audit__cycle__opens_on__lt=audit.cycle.opens_on,
            audit__cycle__framework__upstream__in=Framework.objects.filter(pk=audit.cycle.framework_id).values(
                "upstream"
            ),
            indicator__code__in=list(texts),
        )
        .exclude(level="")
        .order_by("indicator__code", "-audit__cycle__opens_on", "-pk")
        .distinct("indicator__code")
    )
    rows = list(found.values_list(*FACTS, *WORDING))
    said = own_lines({row[1] for row in rows}) if for_contributor else _lines({row[1] for row in rows})
    return {row[4]: _earlier(row[: len(FACTS)], Entry(*row[len(FACTS) :]), texts, said) for row in rows}


def origins_of(*, audit: Audit, codes: Iterable[str]) -> dict[str, Origin]:
    """Code -> where this audit's answer was carried forward from. Two queries; one when nothing was."""
    found = CarriedForward.objects.filter(answer__audit=audit, answer__indicator__code__in=list(codes))
    rows = list(found.select_related("answer__indicator").order_by("answer_revision"))
    people = names_of({row.carried_by_id for row in rows}) if rows else {}
    return {
        row.answer.indicator.code: Origin(
            cycle=row.cycle_name,
            by=people.get(row.carried_by_id, GONE),
            at=row.carried_at,
            is_changed=row.answer.revision != row.answer_revision,
        )
        for row in rows
    }


def carried_in_review(*, review_id: int) -> dict[str, str]:
    """Code -> for the reviewer, in words, which answers were carried forward and from where. One query."""
    found = CarriedForward.objects.filter(answer__audit__reviews=review_id)
    rows = found.select_related("answer__indicator").order_by("answer_revision")
    return {
        row.answer.indicator.code: (
            f"Carried forward from {row.cycle_name}: the school said on {timezone.localtime(row.carried_at):%-d %B %Y} "
            "that it is still true"
            if row.answer.revision == row.answer_revision
            else f"Begun from the answer in {row.cycle_name}, and changed by the school"
        )
        for row in rows
    }


def own_lines(audit_ids: set[int]) -> Lines:
    """What letters say about the indicators that were given to whoever asks; the database picks them. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_id, line, advice FROM lscp.own_letter_lines(%s)", [list(audit_ids)])
        rows = cursor.fetchall()
    return {
        (audit_id, (found := json.loads(line))["code"]): (
            LetterLine(**found),
            tuple(_advice(row["text"], row["help_from"], row["due_on"]) for row in json.loads(advice)),
        )
        for audit_id, line, advice in rows
    }


def _earlier(
    facts: tuple[int, int, str, object, str, str], said: Entry, texts: Mapping[str, str], lines: Lines,
) -> Earlier:  # fmt: skip
    answer_id, audit_id, cycle, submitted_at, code, text = facts
    line, advice = lines.get((audit_id, code), (None, ()))
    review_level = line.review if line else ""
    return Earlier(
        answer_id=answer_id,
        audit_id=audit_id,
        cycle=cycle,
        submitted_on=timezone.localtime(submitted_at).date(),  # type: ignore[arg-type]
        said=said,
        old_text=text if text != texts[code] else "",
        review_level=review_level,
        review_comment=line.comment if line else "",
        advice=advice,
        reviewer_saw_less=saw_less(said=said.level, seen=review_level),
    )


def _lines(audit_ids: set[int]) -> Lines:
    """What the letters say about every indicator they name. One query."""
    sent = Feedback.objects.filter(audit_id__in=audit_ids).exclude(state=Feedback.State.DRAFT)
    found: Lines = {}
    for audit_id, content in sent.values_list("audit_id", "content"):
        letter = Letter.of(content)
        lines = {line.code: line for section in letter.sections for line in section.lines}
        asked = {row.code for row in letter.recommendations} - {""}
        for code in {*lines, *asked}:
            advice = tuple(
                Advice(text=row.text, help_from=row.help_from, due_on=row.due_on)
                for row in letter.recommendations
                if row.code == code
            )
            found[audit_id, code] = (lines.get(code), advice)
    return found


def _advice(text: str, help_from: str, due_on: str) -> Advice:
    return Advice(text=text, help_from=help_from, due_on=date.fromisoformat(due_on))
