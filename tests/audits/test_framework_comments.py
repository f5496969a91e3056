"""A version out for comment: who reads it, who says what, until when, and what became of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.frameworks.models import Framework, FrameworkComment
from audits.frameworks.versions.actions import take_back
from tests.audits.outcomes_framework import MAY_COMMENT, MAY_NOT_COMMENT
from tests.audits.versions import a_version

TODAY = timezone.localdate
SAID = {"code": "LG1", "text": "Small schools have no such member."}
AT_SCHOOL = {"dsl", "head", "chair", "link_governor", "contributor"}


@pytest.fixture
def draft(cast):
    with cast.as_("lead"):
        return a_version(cast.actor("lead"), cast.framework, until=TODAY() + timedelta(days=14))


def address(draft, who):
    if who in AT_SCHOOL:
        return f"/s/900001/frameworks/{draft.pk}/"
    return f"/p/eastmere/frameworks/{draft.pk}/comments/"


@pytest.mark.parametrize("who", sorted(MAY_COMMENT | MAY_NOT_COMMENT))
def test_who_may_comment(cast, draft, who):
    client = cast.client(who)
    assert client.get(address(draft, who)).status_code == 200
    assert client.post(address(draft, who), SAID).status_code == (302 if who in MAY_COMMENT else 403)
    with cast.as_("lead"):
        assert FrameworkComment.objects.count() == (who in MAY_COMMENT)


def test_a_school_finds_it_on_its_first_page_reads_and_comments(cast, draft):
    dsl = cast.client("dsl")
    assert f"/s/900001/frameworks/{draft.pk}/" in dsl.get("/s/900001/").text
    page = dsl.get(address(draft, "dsl")).text
    assert "The board has a named member at senior level" in page
    assert dsl.post(address(draft, "dsl"), SAID, follow=True).status_code == 200
    assert SAID["text"] in dsl.get(address(draft, "dsl")).text
    seen = cast.client("lead").get(address(draft, "lead")).text
    assert SAID["text"] in seen
    assert "1 comment, from 1 school" in " ".join(seen.split())


def test_another_school_does_not_read_what_was_said(cast, draft):
    cast.client("dsl").post(address(draft, "dsl"), SAID)
    next_door = cast.client("next_door_dsl").get(f"/s/900002/frameworks/{draft.pk}/")
    assert next_door.status_code == 200
    assert SAID["text"] not in next_door.text


def test_an_answer_reaches_whoever_commented(cast, draft):
    cast.client("dsl").post(address(draft, "dsl"), SAID)
    with cast.as_("lead"):
        said = FrameworkComment.objects.get()
    lead = cast.client("lead")
    path = f"/p/eastmere/frameworks/comments/{said.pk}/reply/"
    assert SAID["text"] in lead.get(path).text
    assert lead.post(path, {"reply": ""}).status_code == 422
    assert lead.post(path, {"reply": "A link governor will do."}).status_code == 302
    assert "A link governor will do." in cast.client("head").get(address(draft, "head")).text
    assert cast.client("reviewer").get(path).status_code == 403


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "Write your comment"),
        ({"code": "ZZ9"}, "There is a problem"),
        ({"text": "Ask pupil Oliver Brown, born 3 May 2014."}, "child"),
    ],
)
def test_bad_comments_are_not_kept_and_not_lost(cast, draft, changes, words):
    refused = cast.client("dsl").post(address(draft, "dsl"), SAID | changes)
    assert refused.status_code == 422
    assert words in refused.text
    with cast.as_("lead"):
        assert not FrameworkComment.objects.exists()


def test_comments_close_after_the_last_day(cast, draft):
    dsl = cast.client("dsl")
    with cast.as_("lead"):
        Framework.objects.filter(pk=draft.pk).update(comments_until=TODAY() - timedelta(days=1))
    late = dsl.post(address(draft, "dsl"), SAID)
    assert late.status_code == 409
    assert "Comments closed on" in late.text
    assert SAID["text"] in late.text
    staff = cast.client("lead").post(address(draft, "lead"), SAID)
    assert (staff.status_code, SAID["text"] in staff.text) == (409, True)
    assert f"/frameworks/{draft.pk}/" not in dsl.get("/s/900001/").text


def test_a_draft_is_not_there_for_schools(cast, draft):
    with cast.as_("lead"):
        take_back(actor=cast.actor("lead"), framework_id=draft.pk)
    assert cast.client("dsl").get(address(draft, "dsl")).status_code == 404
    assert cast.client("dsl").get(f"/s/900001/frameworks/{cast.framework.pk}/").status_code == 404


def test_comments_leave_as_a_file_that_is_no_formula(cast, draft):
    cast.client("dsl").post(address(draft, "dsl"), SAID | {"text": "=1+1"})
    file = cast.client("analyst").get(address(draft, "lead") + "comments.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Part,School,Said by")
    assert "'=1+1" in lines[1]


def test_comments_ask_the_database_as_often_for_one_as_for_fifty(cast, draft):
    lead = cast.client("lead")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            lead.get(address(draft, "lead"))
        return len(asked)

    cast.client("dsl").post(address(draft, "dsl"), SAID)
    one = queries()
    with cast.as_("lead"):
        FrameworkComment.objects.bulk_create(
            FrameworkComment(
                tenant=cast.partnership, framework=draft, code="LG2", text="Fine.", said_by_id=cast.people["lead"].pk
            )
            for _number in range(50)
        )
    assert queries() == one <= 13
