"""Who is written to about questions, and what the worker does day by day."""

import pytest
from django.utils import timezone

from audits.clarification.rules import reminder_day
from audits.clarification.tasks import look_after_questions
from audits.clarification.telling import remind, tell_asker
from lscp_portal.outbox.worker import scope_of
from tests.audits import asking
from tests.audits import review_stage as stage


def letters(committed, template: str) -> list[tuple[int, str, int | None]]:
    """(to whom, where it leads, by whom) of the letters of one kind that are asked for."""
    with committed.as_admin() as cursor:
        cursor.execute("SELECT arguments FROM lscp.outbox_message WHERE task = 'notify.send'")
        asked = [arguments for (arguments,) in cursor.fetchall() if arguments["template"] == template]
    return [(one["person_id"], one["path"], one["by"]) for one in asked]


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def people(cast, *who: str) -> set[int]:
    return {cast.people[name].pk for name in who}


def test_lead_and_deputy_are_asked_and_no_letter_to_a_school_names_its_reader(cast, committed):
    review = asking.being_read(cast)
    asked = asking.asked(cast, review)
    asking.withdrawn(cast, review, 1)
    place = f"/s/900001/audit/questions/{asked.pk}/"
    for template in ("questions_sent", "question_withdrawn"):
        found = letters(committed, template)
        assert {person for person, _path, _by in found} == people(cast, "dsl", "deputy_dsl")
        assert {(path, by) for _person, path, by in found} == {(place, None)}


def test_the_answers_are_told_to_the_head_and_by_the_worker_to_whoever_reads(cast, committed):
    asked = asking.answered(cast, asking.asked(cast, asking.being_read(cast)))
    found = letters(committed, "questions_answered")
    assert {person for person, _path, _by in found} == people(cast, "head")
    for _twice in range(2):
        with cast.as_("lead"):
            tell_asker(round_id=asked.pk, by=cast.people["dsl"].pk)
    found = letters(committed, "questions_answered")
    assert len(found) == 2
    (to_reader,) = [path for person, path, _by in found if person == cast.people["reviewer"].pk]
    assert to_reader.startswith("/p/eastmere/reviews/")


def test_a_school_is_reminded_once_before_the_day(cast, committed):
    asked = asking.asked(cast, asking.being_read(cast))
    day = reminder_day(asked.due_on, closed=())
    with cast.as_("lead"):
        assert remind(day=timezone.localdate()) == 0
    for on in (day, day, asked.due_on):
        with cast.as_("lead"):
            remind(day=on)
    found = letters(committed, "questions_due")
    assert {person for person, _path, _by in found} == people(cast, "dsl", "deputy_dsl")
    assert len(found) == 2


def test_when_the_day_has_passed_it_is_kept_and_the_review_can_go_on(cast):
    review = asking.being_read(cast)
    asked = asking.asked(cast, review)
    here = scope_of(cast.partnership.pk)
    look_after_questions(here, day=timezone.localdate().isoformat())
    assert asking.standing(cast, asked) == "sent"
    with asking.after_its_day(asked):
        for _twice in range(2):
            look_after_questions(here, day=timezone.localdate().isoformat())
        assert asking.standing(cast, asked) == "lapsed"
        stage.hand_in(cast, review)
    assert asking.standing(cast, asked) == "closed"
