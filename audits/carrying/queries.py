"""Earlier answers beside the present ones, with what the review said, and where an answer came from."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from audits.answers.models import Answer
from audits.answers.types import WORDING, Entry
from audits.carrying.models import CarriedForward
from audits.carrying.types import Advice, Carrying, Earlier, Origin
from audits.feedback.models import Feedback
from audits.feedback.types import Letter, LetterLine
from audits.frameworks.models import Framework
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from lscp_portal.accounts.queries import names_of

SOMEBODY = "somebody who has left"
FACTS = ("pk", "audit_id", "audit__cycle__name", "audit__submitted_at", "indicator__code", "indicator__text")


def carrying_of(*, audit: Audit, texts: Mapping[str, str]) -> Carrying:
    """What is known from earlier audits about these indicators. texts: code -> how it reads now.

    Four queries at most, however many indicators. Only in a school's scope.
    """
    return Carrying(earlier=earlier_answers(audit=audit, texts=texts), origins=origins_of(audit=audit, codes=texts))


def earlier_answers(*, audit: Audit, texts: Mapping[str, str]) -> dict[str, Earlier]:
    """Code -> the latest answer in an earlier audit that was submitted. Two queries.

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
    letters = _letters({row[1] for row in rows})
    return {row[4]: _earlier(row[: len(FACTS)], Entry(*row[len(FACTS) :]), texts, letters) for row in rows}


def origins_of(*, audit: Audit, codes: Iterable[str]) -> dict[str, Origin]:
    """Code -> where this audit's answer was carried forward from. Two queries; one when nothing was."""
    found = CarriedForward.objects.filter(answer__audit=audit, answer__indicator__code__in=list(codes))
    rows = list(found.select_related("answer__indicator").order_by("answer_revision"))
    people = names_of({row.carried_by_id for row in rows}) if rows else {}
    return {
        row.answer.indicator.code: Origin(
            cycle=row.cycle_name,
            by=people.get(row.carried_by_id, SOMEBODY),
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


def _earlier(
    facts: tuple[int, int, str, object, str, str], said: Entry, texts: Mapping[str, str], letters: Mapping[int, Letter],
) -> Earlier:  # fmt: skip
    answer_id, audit_id, cycle, submitted_at, code, text = facts
    letter = letters.get(audit_id)
    line = _line(letter, code)
    return Earlier(
        answer_id=answer_id,
        audit_id=audit_id,
        cycle=cycle,
        submitted_on=timezone.localtime(submitted_at).date(),  # type: ignore[arg-type]
        said=said,
        old_text=text if text != texts[code] else "",
        review_level=line.review if line else "",
        review_comment=line.comment if line else "",
        advice=tuple(
            Advice(text=row.text, help_from=row.help_from, due_on=row.due_on)
            for row in (letter.recommendations if letter else ())
            if row.code == code
        ),
    )


def _letters(audit_ids: set[int]) -> dict[int, Letter]:
    """Audit id -> the letter the school was sent. One query."""
    sent = Feedback.objects.filter(audit_id__in=audit_ids).exclude(state=Feedback.State.DRAFT)
    return {audit_id: Letter.of(content) for audit_id, content in sent.values_list("audit_id", "content")}


def _line(letter: Letter | None, code: str) -> LetterLine | None:
    lines = (line for section in (letter.sections if letter else ()) for line in section.lines)
    return next((line for line in lines if line.code == code), None)
