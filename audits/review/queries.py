"""Reads for the reviewer's workspace. Every page is made of one reading: its number of queries does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.urls import reverse

from audits.answers.models import Answer
from audits.carrying.queries import earlier_answers
from audits.carrying.types import Earlier
from audits.clarification.queries import answered_codes
from audits.frameworks.models import Indicator
from audits.moderation.agreed import with_agreed
from audits.review.attention import attention, grouped
from audits.review.models import Recommendation, Review, Score
from audits.review.policies import may_score, may_take_back
from audits.review.rules import levels_for, next_unscored, result_of, steps_apart
from audits.review.transitions import REVIEW
from audits.review.types import (
    IndicatorPage,
    Line,
    Reading,
    RecommendationLine,
    SchoolAnswer,
    SectionReading,
    SidesPage,
    Workspace,
)
from audits.signoff.missing import Missing
from lscp_portal.accounts.models import Person
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.levels import NO_ANSWER
from lscp_portal.ui.types import LevelBar, LevelBars
from lscp_portal.workflow import Blocker
from schools.register.models import School


def reading_of(*, review_id: int) -> Reading:
    """One review whole: what was asked, what the school said, what the reader says. 8 queries.

    Raises Review.DoesNotExist.
    """
    return _reading(_review(review_id))


def _review(review_id: int) -> Review:
    """One review with its audit, cycle, school and the framework’s scale. One query. Raises Review.DoesNotExist."""
    rows = Review.objects.select_related("audit__cycle", "school")
    found: Review = rows.annotate(scale=F("audit__cycle__framework__settings__rating_scale")).get(pk=review_id)
    return found


def _reading(review: Review) -> Reading:
    """A review whole. 7 queries."""
    audit = review.audit
    sections = _sections(review)
    return Reading(
        review_id=review.pk,
        reviewer_id=review.reviewer_id,
        reader_name=Person.objects.filter(pk=review.reviewer_id).values_list("full_name", flat=True).first() or "",
        state=review.state,
        state_words=review.get_state_display(),
        submitted_at=review.submitted_at,
        audit_id=audit.pk,
        audit_state=audit.state,
        school_id=audit.school_id,
        school_name=review.school.name,
        urn=review.school.urn,
        cycle_name=audit.cycle.name,
        year=audit.cycle.year,
        mode=audit.mode,
        released_at=review.released_at,
        released_why=review.released_why,
        sections=sections,
        groups=grouped(line for section in sections for line in section.lines),
    )


def workspace(*, actor: Actor, review_id: int, by_section: bool = False) -> Workspace:
    """The overview: lines by what deserves attention, or by section. 15 queries at most."""
    review = _review(review_id)
    reading = _reading(review)
    return Workspace(
        reading=reading,
        by_section=by_section,
        next_code=next_unscored(reading.in_order),
        recommendations=recommendations_of(review_id=review_id),
        may_score=may_score(actor, reading) and reading.is_open,
        is_own=actor.person_id == reading.reviewer_id,
        may_take_back=may_take_back(actor, reading) and reading.is_open,
        offers=REVIEW.offers(review, actor),
    )


def links_to(blockers: Iterable[Blocker], *, slug: str, review_id: int) -> list[Missing]:
    """What is left before a review is handed in, each thing about one indicator with the way to the box it is about."""
    found = []
    for blocker in blockers:
        pages = [
            reverse("reviews:indicator", args=[slug, review_id, code.lower()]) for _section, code in blocker.places
        ]
        found.append(Missing(blocker.sentence, f"{pages[0]}#id_{blocker.field}" if pages else ""))
    return found


def indicator_page(*, actor: Actor, review_id: int, code: str) -> IndicatorPage:
    """One indicator beside the school's answer. 9 queries. Raises Review.DoesNotExist, LookupError (code not asked)."""
    review = _review(review_id)
    reading = _reading(review)
    lines = reading.in_order
    place = [line.code for line in lines].index(code) if any(line.code == code for line in lines) else None
    if place is None:
        raise LookupError(code)
    line = lines[place]
    allowed = levels_for(allow_na=line.allow_na)
    return IndicatorPage(
        reading=reading,
        section_title=next(section.title for section in reading.sections if line in section.lines),
        place=place + 1,
        line=line,
        levels=_levels(review.scale, allowed),
        can_agree=line.answer.level in allowed,
        can_score=may_score(actor, reading) and reading.is_open,
        previous_code=lines[place - 1].code if place else "",
        following_code=lines[place + 1].code if place + 1 < len(lines) else "",
        next_code=next_unscored(lines, after=code),
        recommendations=[row for row in recommendations_of(review_id=review_id) if row.code == code],
    )


def recommendations_of(*, review_id: int) -> list[RecommendationLine]:
    """The recommendations of one review that stand, in the order of writing. One query."""
    rows = Recommendation.objects.filter(review_id=review_id, removed_at=None).order_by("pk")
    names = ("pk", "indicator__code", "text", "help_from", "due_on", "issued_at")
    return [
        RecommendationLine(pk=pk, code=code or "", text=text, help_from=help_from, due_on=due_on, issued_at=issued_at)
        for pk, code, text, help_from, due_on, issued_at in rows.values_list(*names)
    ]


def asked_codes(*, review_id: int) -> list[tuple[str, str]]:
    """Code and text of every indicator asked, in order; for the choice of what a recommendation is about. 2 queries."""
    asked = Review.objects.values_list("audit__indicator_ids", flat=True).get(pk=review_id)
    return list(Indicator.objects.filter(pk__in=asked).order_by("position").values_list("code", "text"))


def audit_of_review(*, review_id: int) -> int:
    """The id of the audit a review is of. One query. Raises Review.DoesNotExist."""
    key: int = Review.objects.values_list("audit_id", flat=True).get(pk=review_id)
    return key


def handed_in_review(*, audit_id: int) -> int | None:
    """The id of the review that was handed in for this audit, if any. One query."""
    found = Review.objects.filter(audit_id=audit_id, state=Review.State.SUBMITTED)
    key: int | None = found.values_list("pk", flat=True).first()
    return key


def school_name(*, school_id: int) -> str:
    """The name of one school of this area. One query. Raises School.DoesNotExist."""
    name: str = School.objects.values_list("name", flat=True).get(pk=school_id)
    return name


def sides_page(*, review_id: int) -> SidesPage:
    """Self-rating and review beside each other, by section and indicator, with levels that were agreed. 9 queries."""
    first = reading_of(review_id=review_id)
    reading = with_agreed(first)
    both = zip(first.lines, reading.lines, strict=True)
    apart = [steps_apart(line.answer.level, line.level) for line in reading.lines]
    return SidesPage(
        reading=reading,
        overruled=[(own.code, own.level) for own, agreed in both if own.level != agreed.level],
        chart=_chart(reading),
        lower=sum(step is not None and step < 0 for step in apart),
        higher=sum(step is not None and step > 0 for step in apart),
        same=sum(step == 0 for step in apart),
    )


def _sections(review: Review) -> tuple[SectionReading, ...]:
    """6 queries."""
    found = Indicator.objects.filter(pk__in=review.audit.indicator_ids).select_related("section")
    indicators = list(found.order_by("position"))
    earlier = earlier_answers(audit=review.audit, texts={row.code: row.text for row in indicators})
    answers = {row.indicator_id: row for row in Answer.objects.filter(audit_id=review.audit_id)}
    scores = {row.indicator_id: row for row in Score.objects.filter(review_id=review.pk)}
    answered = answered_codes(audit_id=review.audit_id)
    grouped: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for indicator in indicators:
        before, asked = earlier.get(indicator.code), indicator.code in answered
        line = _line(indicator, answers.get(indicator.pk), scores.get(indicator.pk), before, is_answered=asked)
        grouped[indicator.section.code, indicator.section.title].append(line)
    return tuple(_section(code, title, lines) for (code, title), lines in grouped.items())


def _section(code: str, title: str, lines: list[Line]) -> SectionReading:
    return SectionReading(
        code=code,
        title=title,
        lines=tuple(lines),
        own=result_of((line.code, line.answer.level, line.is_critical) for line in lines),
        review=result_of((line.code, line.level, line.is_critical) for line in lines),
    )


def _line(
    indicator: Indicator, answer: Answer | None, score: Score | None, earlier: Earlier | None, *, is_answered: bool
) -> Line:
    said = said_of(answer)
    return Line(
        indicator_id=indicator.pk,
        code=indicator.code,
        text=indicator.text,
        evidence=indicator.evidence,
        is_critical=indicator.is_critical,
        allow_na=indicator.allow_na,
        answer=said,
        earlier=earlier,
        level=score.level if score else "",
        comment=score.comment if score else "",
        private_note=score.private_note if score else "",
        revision=score.revision if score else 0,
        scored_at=score.scored_at if score else None,
        checked=frozenset(score.checked if score else ()),
        attention=attention(said, is_critical=indicator.is_critical, earlier=earlier, is_answered=is_answered),
    )


def said_of(answer: Answer | None) -> SchoolAnswer:
    """What a school answered, as pages of readers show it. No query."""
    if answer is None:
        return SchoolAnswer()
    return SchoolAnswer(
        level=answer.level,
        strength=answer.strength,
        strength_words=answer.get_strength_display() or "",
        how_we_know=answer.how_we_know,
        action=answer.action,
        action_owner=answer.action_owner,
        action_due_on=answer.action_due_on,
    )


def _levels(scale: Mapping[str, Any], allowed: list[str]) -> list[tuple[str, str, str]]:
    """Key, word and meaning of the allowed levels, in the words of the framework."""
    words = {row["key"]: (row["label"], row["meaning"]) for row in (*scale["levels"], *scale["special"])}
    return [(key, *words[key]) for key in allowed]


def levels_in_words(scale: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Key, word and meaning of every level that a reader may give, best first. No query."""
    return _levels(scale, levels_for(allow_na=True))


def _chart(reading: Reading) -> LevelBars:
    rows = []
    for section in reading.sections:
        rows += [
            LevelBar(f"{section.code}: the school", _counts(line.answer.level for line in section.lines)),
            LevelBar(f"{section.code}: the review", _counts(line.level for line in section.lines)),
        ]
    return LevelBars("How the school and the review see each section", rows)


def _counts(levels: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for level in levels:
        counts[level or NO_ANSWER.key] += 1
    return dict(counts)
