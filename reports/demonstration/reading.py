"""The partnership's reading of a return, the letter about it, and the school's answer to that."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from django.urls import reverse

from audits.answers.models import Answer
from audits.answers.types import WORDING, Entry
from audits.feedback.actions import acknowledge_feedback, close_audit, issue_feedback, rate_feedback, save_draft
from audits.feedback.queries import issued_feedback
from audits.feedback.types import Words
from audits.lifecycle.models import Audit
from audits.review.actions import add_recommendation, claim_audit, hand_in_review
from audits.review.models import Review, Score
from audits.review.types import RecommendationEntry
from lscp_portal.accounts.models import Role
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from reports.demonstration import drawing, texts
from reports.demonstration.answering import questions_of
from reports.demonstration.clock import put_back
from reports.demonstration.drawing import ORDER, Setting
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage

MOST_RECOMMENDATIONS = 4
WORKDAYS_TO_DO = 60
SAID = (  # to a recommendation, in turn
    ("accept", ""),
    ("accept", ""),
    ("in_part", "We begin in the spring term: the training is booked for February."),
    ("accept", ""),
    ("reject", "We did this in October; the minutes of the board say so. It was not in our answer."),
)
RATED_WITH = ("", "", "The second recommendation repeats what we had begun.", "", "A page less would do.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One audit on the partnership's desk: who deals with it, and the school it is about."""

    audit_id: int
    school: Setting
    reviewer: Actor
    lead: Actor
    slug: str

    @property
    def chance(self) -> Random:
        """A lot for this school and year."""
        return self.school.chance("desk", self.school.years_ago)


def claim(stage: Stage, desk: Desk, at: datetime) -> int:
    """The reviewer takes the return; the review's id."""
    with stage.as_(desk.reviewer):
        review = claim_audit(actor=desk.reviewer, audit_id=desk.audit_id)
        put_back(review, claimed_at=at)
    return review.pk


def score(stage: Stage, desk: Desk, review_id: int, *, share: float, at: datetime) -> None:
    """The reader's levels for the first part of the audit, in one statement, and one event in the trail.

    score_indicator writes the same rows one by one; there are thousands.
    """
    with stage.as_(desk.reviewer):
        review = Review.objects.select_related("audit").get(pk=review_id)
        said = _answers(review.audit)
        asked = questions_of(review.audit)
        rows = []
        for question in asked[: round(len(asked) * share)]:
            level, comment = drawing.read(desk.school, question, said[question.id])
            words = {"level": level, "comment": comment, "scored_at": at, **review.owner}
            rows.append(Score(review=review, indicator_id=question.id, **words))
        Score.objects.bulk_create(rows)
        record(desk.reviewer, "demonstration.scored", review, scores=len(rows))


def _answers(audit: Audit) -> Mapping[int, Entry]:
    rows = Answer.objects.filter(audit=audit).values_list("indicator_id", *WORDING)
    return {row[0]: Entry(*row[1:]) for row in rows}


def recommend(stage: Stage, desk: Desk, review_id: int, given_on: date) -> None:
    """Up to four recommendations: in the sections read lowest, each with a source of help and a day."""
    with stage.as_(desk.reviewer):
        due_on = working_days_after(given_on, WORKDAYS_TO_DO)
        asked = questions_of(Audit.objects.get(pk=desk.audit_id))
        critical = frozenset(question.code for question in asked if question.is_critical)
        for advice in _advice(_levels_by_section(review_id), critical):
            entry = RecommendationEntry(text=advice.text, help_from=advice.help, due_on=due_on, code=advice.code)
            add_recommendation(actor=desk.reviewer, review_id=review_id, entry=entry)


def _levels_by_section(review_id: int) -> dict[str, dict[str, int]]:
    """Section code -> indicator code -> level, 0 to 3, where the reader gave one."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows = Score.objects.filter(review_id=review_id, level__in=ORDER)
    for section, code, level in rows.values_list("indicator__section__code", "indicator__code", "level"):
        found[section][code] = [str(one) for one in ORDER].index(level)
    return found


def _advice(levels: Mapping[str, Mapping[str, int]], critical: frozenset[str]) -> Sequence[texts.Advice]:
    """What to recommend: critical points read as low first, then other low ones; one where all is well."""
    here = {code: level for codes in levels.values() for code, level in codes.items()}
    written = [advice for section in levels for advice in texts.of_sections()[section].recommend if advice.code in here]
    low = [advice for advice in written if here[advice.code] <= 1]
    missing = [code for code in here if here[code] <= 1 and code in critical and code not in {one.code for one in low}]
    urgent = [_what_to_do(code) for code in missing]
    return [*urgent, *sorted(low, key=lambda advice: advice.code not in critical)][:MOST_RECOMMENDATIONS] or written[:1]


def _what_to_do(code: str) -> texts.Advice:
    """A recommendation out of the action that fits a gap."""
    return texts.Advice(text=texts.of_indicators()[code].do, help=texts.ADVISER, code=code)


def hand_in(stage: Stage, desk: Desk, review_id: int, at: datetime) -> None:
    """The reading is finished."""
    with stage.as_(desk.reviewer):
        put_back(hand_in_review(actor=desk.reviewer, review_id=review_id), submitted_at=at)


def draft_letter(stage: Stage, desk: Desk, review_id: int) -> None:
    """The lead writes the words of the letter."""
    with stage.as_(desk.lead):
        levels = _levels_by_section(review_id)
        is_poor = any(level == 0 for codes in levels.values() for level in codes.values())
        opening = desk.chance.choice(texts.letter("poor_openings" if is_poor and _many_low(levels) else "openings"))
        words = Words(opening=opening, strengths=_strengths(levels, desk.chance))
        save_draft(actor=desk.lead, audit_id=desk.audit_id, words=words, read="")


def _many_low(levels: Mapping[str, Mapping[str, int]]) -> bool:
    found = [level for codes in levels.values() for level in codes.values()]
    return sum(level <= 1 for level in found) * 3 > len(found)


def best_sections(levels: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Section codes, the one with the highest levels first."""
    return sorted(levels, key=lambda code: -sum(levels[code].values()) / len(levels[code]))


def _strengths(levels: Mapping[str, Mapping[str, int]], chance: Random) -> str:
    """Three sentences about the best sections, one a paragraph."""
    lines = (chance.choice(texts.of_sections()[code].strengths) for code in best_sections(levels)[:3])
    return "\n\n".join(lines)


def issue(stage: Stage, desk: Desk) -> None:
    """The letter goes to the school, with its recommendations."""
    with stage.as_(desk.lead):
        issue_feedback(actor=desk.lead, audit_id=desk.audit_id)


def acknowledge(stage: Stage, desk: Desk, school: Crew) -> None:
    """The head or the chair answers in the school's own words."""
    who = school.one(desk.chance.choice(["head", "chair"]))
    with stage.as_(who):
        acknowledge_feedback(
            actor=who,
            audit_id=desk.audit_id,
            words=desk.chance.choice(texts.letter("acknowledgements")),
            answers=_said_to_each(desk),
            address=reverse("feedback:letter", args=[desk.slug, desk.audit_id]),
        )


def _said_to_each(desk: Desk) -> dict[int, tuple[str, str]]:
    """Most are accepted; now and then one in part or not at all, with a reason."""
    issued = issued_feedback(audit_id=desk.audit_id)
    return {row.pk: SAID[row.pk % len(SAID)] for row, _none in issued.asked} if issued else {}


def rate(stage: Stage, desk: Desk, school: Crew) -> None:
    """The safeguarding lead says how much the letter helped; two schools of three do."""
    if desk.audit_id % 3 == 0:
        return
    dsl = school.one(Role.DSL)
    words = RATED_WITH[desk.audit_id % len(RATED_WITH)]
    fair, useful = ("partly" if words else "yes"), ("no" if "repeats" in words else "yes")
    said = {"is_clear": "yes", "is_fair": fair, "is_useful": useful, "words": words}
    with stage.as_(dsl):
        rate_feedback(actor=dsl, audit_id=desk.audit_id, rating=said)


def close(stage: Stage, desk: Desk) -> None:
    """The lead closes the audit; what is still open is carried forward."""
    with stage.as_(desk.lead):
        close_audit(actor=desk.lead, audit_id=desk.audit_id, carry=True)
