"""The independent scrutineer looks at the partnership's own days, overrides and complaints, and writes notes."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audits.moderation.models import SecondReading
from reports.complaints.models import Complaint
from reports.scrutiny import actions
from reports.scrutiny.models import ScrutinyNote
from tests.audits import insisting, review_stage
from tests.audits.test_answer_pages import words
from tests.reports.report_stage import report_at, step
from tests.reports.test_complaints import made
from tests.triage.stage import many, override, submitted

PAGE = "/p/eastmere/scrutiny/"
NOTE = {"topic": "timeliness", "school_id": "", "text": "Four letters took longer than promised. Why?", "read": "0"}


def written(cast, **changes) -> str:
    after = cast.client("scrutineer").post(f"{PAGE}notes/new/", NOTE | changes)
    assert after.status_code == 302, words(after)
    return after.headers["Location"]


def test_before_anything_happened_it_says_so(cast):
    before = words(cast.client("scrutineer").get(PAGE))
    assert "Keeping the promised days" in before
    assert "No band was overridden." in before
    assert "No school has complained." in before
    assert "You have written none." in before
    assert cast.client("scrutineer").get(f"{PAGE}?cycle=999999").status_code == 404
    assert cast.client("scrutineer").get(f"{PAGE}?cycle=x").status_code == 200


def test_it_counts_letters_rejections_and_complaints_and_quotes_reasons(cast):
    report_at(cast, "withdrawn")
    made(cast)
    page = words(cast.client("scrutineer").get(PAGE))
    assert "Letters sent 1" in page
    assert "Within the promise 1 of 1" in page
    assert "Recommendations sent 1" in page
    assert "Withdrawn 1" in page
    assert "A fact in it was wrong" in page
    assert "the feedback on our return, received" in page
    assert words(cast.client("lead").get(PAGE)).count("Complaints") == page.count("Complaints")


def test_an_override_stands_with_its_reason_and_name(cast):
    triage = submitted(cast)
    lower = "light" if triage.band != "light" else "standard"
    override(cast, cast.audit, lower, reason="I have seen their records this month.")
    page = words(cast.client("scrutineer").get(PAGE))
    assert "Now other than the rules proposed 1" in page
    assert "Of these, read less closely 1" in page
    assert "I have seen their records this month." in page
    assert ", by Lead" in page
    href = re.search(r'href="(/p/eastmere/triage/[^"]+)"', cast.client("scrutineer").get(PAGE).content.decode())[1]
    assert cast.client("scrutineer").get(href).status_code == 200
    cast.declare("lead", cast.here, conflict=True)
    assert "I have seen their records" not in words(cast.client("lead").get(PAGE))


def test_waived_second_readings_and_ended_cases_stand_with_their_reasons(cast):
    case = insisting.stopped(cast, insisting.started(cast))
    review = insisting.review_of(cast, case)
    review_stage.hand_in(cast, review)
    page = words(cast.client("scrutineer").get(PAGE))
    assert "Chosen to be read twice 1" in page
    assert "Waived 1" in page
    assert "Cases 1" in page
    assert "Stopped 1" in page
    assert "We had read an older version." in page
    with cast.as_("lead"):
        assert SecondReading.objects.get().waived_why in page


def test_a_note_from_the_first_word_to_the_answer(committed_cast, committed):
    cast = committed_cast
    place = written(cast, school_id=str(cast.here.pk))
    assert cast.client("lead").get(place).status_code == 404
    assert NOTE["text"] not in words(cast.client("lead").get(PAGE))
    changed = NOTE | {"text": "Five letters took longer. Why?", "read": "1"}
    assert cast.client("scrutineer").post(f"{place}change/", changed).status_code == 302
    again = cast.client("scrutineer").post(f"{place}change/", changed | {"text": "Six letters."})
    assert again.status_code == 409
    assert "Five letters took longer. Why?" in words(again)
    assert "Six letters." in again.content.decode()
    assert cast.client("lead").post(f"{place}answer/", {"words": "Illness."}).status_code == 404
    assert cast.client("scrutineer").post(f"{place}share/").status_code == 302
    assert cast.client("scrutineer").post(f"{place}share/").status_code == 409
    assert cast.client("scrutineer").post(f"{place}change/", changed | {"read": "2"}).status_code == 302
    assert "note of the scrutineer to answer" in words(cast.client("lead").get("/p/eastmere/"))
    assert "Waits for you" in words(cast.client("lead").get(PAGE))
    assert cast.client("scrutineer").post(f"{place}answer/", {"words": "Mine."}).status_code == 403
    assert cast.client("lead").post(f"{place}answer/", {"words": ""}).status_code == 422
    said = "Two readers were ill in October; a third began in November."
    assert cast.client("lead").post(f"{place}answer/", {"words": said}).status_code == 302
    for who in ("lead", "scrutineer"):
        page = words(cast.client(who).get(place))
        assert said in page
        assert "Five letters took longer. Why?" in page
    with committed.as_admin() as cursor:
        cursor.execute("SELECT arguments ->> 'template' FROM lscp.outbox_message WHERE task = 'notify.send'")
        assert {kind for (kind,) in cursor.fetchall()} == {"scrutiny_note_shared", "scrutiny_note_answered"}


def test_the_database_hides_drafts_and_keeps_what_was_shared(cast):
    key = {"note_id": int(written(cast).rstrip("/").rsplit("/", 1)[1])}
    with cast.as_("lead"):
        assert not ScrutinyNote.objects.exists()
    step(cast, "scrutineer", actions.share, **key)
    with cast.as_("lead"):
        assert ScrutinyNote.objects.count() == 1
    with cast.as_("scrutineer"), pytest.raises(DatabaseError), transaction.atomic():
        ScrutinyNote.objects.update(text="Another.")
    step(cast, "lead", actions.answer, words="So it was.", **key)
    with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
        ScrutinyNote.objects.update(answer="Another.")
    with cast.as_("elsewhere_scrutineer"):
        assert not ScrutinyNote.objects.exists()


def test_only_the_scrutineer_and_the_lead_look(cast):
    for who in ("reviewer", "visitor", "publisher", "analyst", "administrator"):
        assert cast.client(who).get(PAGE).status_code == 403
    assert cast.client("lead").get(f"{PAGE}notes/new/").status_code == 403


def test_a_child_in_the_words_stops_the_note(cast):
    after = cast.client("scrutineer").post(f"{PAGE}notes/new/", NOTE | {"text": "See NHS number 943 476 5919."})
    assert after.status_code == 422
    with cast.as_("scrutineer"):
        assert not ScrutinyNote.objects.exists()


def test_statements_do_not_grow_with_what_is_looked_at(cast):
    def counted() -> int:
        client = cast.client("scrutineer")
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    submitted(cast)
    made(cast)
    written(cast)
    few = counted()
    audits = many(cast, 200)
    override(cast, audits[0], "enhanced")
    with cast.as_("head"):
        first = Complaint.objects.get()
        dates = {"acknowledge_by": first.acknowledge_by, "answer_by": first.answer_by}
        Complaint.objects.bulk_create(
            Complaint(**first.owner, about="visit", said="x", wanted="y", made_by_id=1, **dates) for _ in range(200)
        )
    with cast.as_("scrutineer"):
        me = cast.people["scrutineer"].pk
        ScrutinyNote.objects.bulk_create(
            ScrutinyNote(tenant=cast.partnership, topic="other", text="x", written_by_id=me) for _ in range(200)
        )
    assert counted() <= few + 1  # one name more
    assert few <= 40
