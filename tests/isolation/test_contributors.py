"""What a contributor reads and writes beside answers, asked of the database itself (ADR 15)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audits.presence.models import Presence
from audits.signoff.models import GivenBack, Look
from tests.audits.last_year import ADVICE, REVIEWER, issue_letter, make_last_year
from tests.audits.test_answer_pages import words
from tests.audits.test_delegation import give
from tests.people import Cast


def present(cast: Cast, who: str, section: str, code: str = "") -> None:
    with cast.as_(who):
        Presence.objects.create(
            audit=cast.audit, person_id=cast.people[who].pk, section_code=section, code=code, **cast.audit.owner
        )


def codes_seen(cast: Cast) -> set[tuple[str, str]]:
    with cast.as_("contributor"):
        return set(Presence.objects.values_list("section_code", "code"))


def letter_lines(cast: Cast, who: str, *audits: int) -> list[tuple]:
    with cast.as_(who), connection.cursor() as cursor:
        cursor.execute("SELECT audit_id, line ->> 'code' FROM lscp.own_letter_lines(%s)", [list(audits)])
        return cursor.fetchall()


def test_looks_and_returns_are_not_theirs(cast):
    with cast.as_("head"):
        look = {"audit": cast.audit, "person_id": cast.people["head"].pk, "up_to": 1, **cast.audit.owner}
        Look.objects.create(**look)
        back = {
            "audit": cast.audit, "step": "head", "comment": "Look at CU1.", "codes": ["CU1"], "returned_by_id": 1,
            "returned_name": "Head", **cast.audit.owner,
        }  # fmt: skip
        GivenBack.objects.create(**back)
    give(cast)
    with cast.as_("contributor"):
        assert not Look.objects.exists()
        assert not GivenBack.objects.exists()
        for model, row in ((Look, look), (GivenBack, back)):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.create(**row)
    with cast.as_("deputy_dsl"):
        assert (Look.objects.count(), GivenBack.objects.count()) == (1, 1)


def test_they_see_who_is_in_a_section_of_theirs(cast):
    present(cast, "dsl", "LG", "LG2")
    present(cast, "deputy_dsl", "LG")
    present(cast, "link_governor", "CU", "CU1")
    assert codes_seen(cast) == set()
    give(cast, "LG")
    assert codes_seen(cast) == {("LG", "LG2"), ("LG", "")}


def test_of_one_indicator_they_see_who_is_at_it(cast):
    present(cast, "dsl", "LG", "LG1")
    present(cast, "deputy_dsl", "LG", "LG2")
    present(cast, "link_governor", "LG")
    give(cast, "LG1")
    assert codes_seen(cast) == {("LG", "LG1")}


def test_they_are_present_where_something_is_theirs_and_as_themselves(cast):
    give(cast, "LG1")
    for section, code in (("LG", "LG2"), ("LG", ""), ("CU", "CU1")):
        with pytest.raises(DatabaseError):
            present(cast, "contributor", section, code)
    present(cast, "contributor", "LG", "LG1")
    with cast.as_("contributor"), pytest.raises(DatabaseError), transaction.atomic():
        Presence.objects.create(
            audit=cast.audit, person_id=cast.people["dsl"].pk, section_code="LG", code="LG1", **cast.audit.owner
        )
    with cast.as_("contributor"), pytest.raises(DatabaseError), transaction.atomic():
        Presence.objects.update(section_code="CU", code="CU1")


@pytest.mark.parametrize(
    ("part", "path", "code", "status"),
    [("LG1", "lg", "LG1", 200), ("LG1", "lg", "", 404), ("LG1", "lg", "LG2", 404), ("LG", "lg", "", 200),
     ("LG", "cu", "CU1", 404), ("LG1", "cu", "LG1", 404)],
)  # fmt: skip
def test_the_page_asks_the_same(cast, part, path, code, status):
    give(cast, part)
    assert cast.client("contributor").post(f"/s/900001/audit/{path}/here/", {"code": code}).status_code == status


def test_what_the_reviewer_said_is_shown_of_their_parts_and_of_no_other(cast):
    last = make_last_year(cast)
    issue_letter(cast, last)
    assert letter_lines(cast, "contributor", last.pk) == []
    give(cast, "LG1")
    page = words(cast.client("contributor").get("/s/900001/audit/lg/lg1/"))
    assert "The reviewer said: Partly in place" in page
    assert REVIEWER in page
    assert ADVICE in page
    assert letter_lines(cast, "contributor", last.pk) == [(last.pk, "LG1")]
    assert letter_lines(cast, "contributor", cast.audit.pk) == []
    assert cast.client("contributor").get("/s/900001/feedback/").status_code in {403, 404}


def test_an_ended_part_and_another_one_show_nothing_of_the_letter(cast):
    last = make_last_year(cast)
    issue_letter(cast, last)
    give(cast, "CU1")
    assert letter_lines(cast, "contributor", last.pk) == []
    part = give(cast, "LG1")
    with cast.as_("dsl"):
        type(part).objects.filter(pk=part.pk).update(ended_at=timezone.now(), ended_by_id=1)
    assert letter_lines(cast, "contributor", last.pk) == []


def test_the_function_leaves_the_scope_as_it_was(cast):
    last = make_last_year(cast)
    issue_letter(cast, last)
    give(cast, "LG1")
    with cast.as_("contributor"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lscp.own_letter_lines(%s)", [[last.pk]])
        cursor.execute("SELECT current_setting('app.migrating', true), (SELECT count(*) FROM lscp.audits_feedback)")
        assert cursor.fetchone() == ("", 0)
