"""Reads for the second reader's pages and for settling. Each page has a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from audits.answers.models import Answer
from audits.carrying.queries import earlier_answers
from audits.clarification.queries import rounds_of
from audits.evidence.queries import evidence_of
from audits.feedback.policies import may_issue
from audits.frameworks.models import Indicator
from audits.moderation.listing import WAITS_FOR_FIRST
from audits.moderation.models import AgreedScore, SecondReading, SecondScore
from audits.moderation.pairs import pairs_of
from audits.moderation.policies import may_moderate
from audits.moderation.transitions import SECOND_READING
from audits.moderation.types import (
    AgainLine,
    AgainPage,
    AgainSection,
    AgreedWord,
    Difference,
    DisagreementRule,
    Pair,
    SecondCover,
    SettlePage,
)
from audits.review.models import Score
from audits.review.policies import may_read_review
from audits.review.queries import levels_in_words, said_of
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor

S = SecondReading.State
SEEN = frozenset({S.HANDED_IN, S.AGREED})


def cover_of_second(*, actor: Actor, second_id: int) -> SecondCover:
    """The outside of a second reading. One query. Raises SecondReading.DoesNotExist."""
    second = _second(second_id)
    return SecondCover(
        second_id=second.pk,
        audit_id=second.audit_id,
        school_id=second.school_id,
        school_name=second.school.name,
        urn=second.school.urn,
        cycle_name=second.audit.cycle.name,
        asked=len(second.audit.indicator_ids),
        state=second.state,
        is_mine=second.state == S.CLAIMED and second.reader_id == actor.person_id,
        in_the_way=_in_the_way(second),
    )


def again_page(*, actor: Actor, second_id: int) -> AgainPage:
    """A second reading with everything the school said, and nothing of the first reader. Fourteen queries at most.

    Raises SecondReading.DoesNotExist.
    """
    second = _second(second_id)
    mine = {row.indicator_id: row for row in SecondScore.objects.filter(second=second, reader_id=actor.person_id)}
    asked = [one for sent in rounds_of(audit_id=second.audit_id, today=timezone.localdate()) for one in sent.questions]
    answers = {row.indicator_id: row for row in Answer.objects.filter(audit_id=second.audit_id)}
    files = evidence_of(audit_id=second.audit_id)
    rows = Indicator.objects.filter(pk__in=second.audit.indicator_ids).select_related("section").order_by("position")
    indicators = list(rows)
    earlier = earlier_answers(audit=second.audit, texts={row.code: row.text for row in indicators})
    by_section: defaultdict[tuple[str, str], list[AgainLine]] = defaultdict(list)
    for indicator in indicators:
        line = _again(indicator, answers.get(indicator.pk), mine.get(indicator.pk))
        line = replace(
            line,
            earlier=earlier.get(line.code),
            files=files.get(line.code, ()),
            questions=[one for one in asked if one.code == line.code],
        )
        by_section[indicator.section.code, indicator.section.title].append(line)
    return AgainPage(
        second_id=second.pk,
        audit_id=second.audit_id,
        school_name=second.school.name,
        urn=second.school.urn,
        cycle_name=second.audit.cycle.name,
        sections=[AgainSection(code=code, title=title, lines=lines) for (code, title), lines in by_section.items()],
        questions=[one for one in asked if not one.code],
        levels=levels_in_words(second.audit.cycle.framework.settings["rating_scale"]),
    )


def settle_page(*, actor: Actor, second_id: int) -> SettlePage:
    """A second reading as it is settled, with both readings once both are in. Thirteen queries at most.

    Raises SecondReading.DoesNotExist.
    """
    second = _second(second_id)
    said = AgreedScore.objects.filter(second=second, at__gte=second.handed_in_at or second.chosen_at)
    agreed = list(said.order_by("-pk"))
    people = {
        *second.readers, *(row.by_id for row in agreed),
        *filter(None, (second.agreed_by_id, second.waived_by_id)),
    }  # fmt: skip
    names = names_of(people)
    pairs = pairs_of(second) if second.state in SEEN else []
    is_open = second.state == S.HANDED_IN
    return SettlePage(
        second_id=second.pk,
        audit_id=second.audit_id,
        school_id=second.school_id,
        first_review_id=second.first_id,
        school_name=second.school.name,
        urn=second.school.urn,
        cycle_name=second.audit.cycle.name,
        state=second.state,
        state_words=WAITS_FOR_FIRST if second.waits_for_first else second.get_state_display(),
        is_priority=second.is_priority,
        is_outside=second.is_outside,
        reasons=[reason["words"] for reason in second.reasons],
        rule=DisagreementRule.of(second.rule),
        chosen_at=second.chosen_at,
        first_reader=", ".join(names.get(person, GONE) for person in second.first_readers),
        second_reader=_name(names, second.reader_id),
        handed_in_at=second.handed_in_at,
        ended_at=second.ended_at,
        moderator=_name(names, second.agreed_by_id),
        waived_by=_name(names, second.waived_by_id),
        waived_why=second.waived_why,
        differences=_differences(second, pairs, agreed, names) if second.disagreeing else (),
        levels=levels_in_words(second.audit.cycle.framework.settings["rating_scale"]),
        every=_every(pairs),
        in_the_way=_in_the_way(second),
        same=sum(pair.first == pair.second for pair in pairs),
        near=sum(pair.first != pair.second for pair in pairs) - len(second.disagreeing),
        offers=SECOND_READING.offers(second, actor),
        may_agree=is_open and may_moderate(actor, second),
        may_open_first=second.state != S.CLAIMED and may_read_review(actor, second.first),
        may_write_letter=second.state in {S.AGREED, S.WAIVED} and may_issue(actor, second),
    )


def audit_of_second(*, second_id: int) -> int:
    """The audit of a second reading. One query. Raises SecondReading.DoesNotExist."""
    found: int = SecondReading.objects.values_list("audit_id", flat=True).get(pk=second_id)
    return found


def _in_the_way(second: SecondReading) -> list[str]:
    """Why nobody can take what waits, in sentences. One query, where it waits."""
    if second.state != S.WAITING:
        return []
    return [blocker.sentence for blocker in SECOND_READING.blockers("claim", second)]


def _every(pairs: Sequence[Pair]) -> list[tuple[str, str, str]]:
    """Both levels of each indicator. One query."""
    codes = dict(Indicator.objects.filter(pk__in=[pair.indicator_id for pair in pairs]).values_list("pk", "code"))
    return [(codes[pair.indicator_id], pair.first, pair.second) for pair in pairs]


def _second(second_id: int) -> SecondReading:
    rows = SecondReading.objects.select_related("audit__cycle__framework", "school", "first")
    found: SecondReading = rows.get(pk=second_id)
    return found


def _again(indicator: Indicator, answer: Answer | None, mine: SecondScore | None) -> AgainLine:
    return AgainLine(
        indicator_id=indicator.pk,
        code=indicator.code,
        text=indicator.text,
        evidence=indicator.evidence,
        is_critical=indicator.is_critical,
        allow_na=indicator.allow_na,
        answer=said_of(answer),
        earlier=None,
        files=(),
        questions=(),
        level=mine.level if mine else "",
        comment=mine.comment if mine else "",
        revision=mine.revision if mine else 0,
    )


def _differences(
    second: SecondReading, pairs: Sequence[Pair], agreed: Sequence[AgreedScore], names: Mapping[int, str]
) -> list[Difference]:
    """In the framework's order. Four queries."""
    wanted = second.disagreeing
    both = {pair.indicator_id: pair for pair in pairs}
    own = dict(Answer.objects.filter(audit=second.audit_id, indicator__in=wanted).values_list("indicator_id", "level"))
    first = dict(Score.objects.filter(review=second.first_id).values_list("indicator_id", "comment"))
    again = SecondScore.objects.filter(second=second, reader_id=second.reader_id)
    comments = dict(again.values_list("indicator_id", "comment"))
    words: defaultdict[int, list[AgreedWord]] = defaultdict(list)
    for row in agreed:
        words[row.indicator_id].append(
            AgreedWord(level=row.level, reason=row.reason, comment=row.comment, by=_name(names, row.by_id), at=row.at)
        )
    return [
        Difference(
            indicator_id=row.pk,
            code=row.code,
            text=row.text,
            is_critical=row.is_critical,
            allow_na=row.allow_na,
            own=own.get(row.pk, ""),
            first=both[row.pk].first,
            first_comment=first.get(row.pk, ""),
            second=both[row.pk].second,
            second_comment=comments.get(row.pk, ""),
            words=words[row.pk],
        )
        for row in Indicator.objects.filter(pk__in=wanted).order_by("position")
    ]


def _name(names: Mapping[int, str], person: int | None) -> str:
    return names.get(person, GONE) if person else ""
