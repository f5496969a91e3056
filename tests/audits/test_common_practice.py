"""What similar schools commonly use as evidence: ten schools or nothing, in steps of five, counted at night."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from audits.answers.models import Answer
from audits.lifecycle.models import Audit
from audits.practice.counting import count_practice, shown
from audits.practice.models import CommonPractice
from lscp_portal.tenancy.scope import area_scope, school_scope, scope
from tests.audits.test_answer_pages import words
from tests.people import make_audit, make_school

LG1 = "/s/900001/audit/lg/lg1/"


def submitted(cast, number, *, strength=2, level="secure", first=910000, **fields):
    """So many schools that submitted this answer to LG1."""
    with scope(area_scope(cast.partnership.pk)):
        made = []
        for place in range(number):
            school = make_school(cast.partnership, first + place, f"School {first + place}", "ZZ1 1AA", **fields)
            made.append((school, make_audit(cast.cycle, school, ("LG1",))))
    for school, audit in made:
        with scope(school_scope(cast.partnership.pk, school.pk)):
            Answer.objects.create(
                audit=audit, indicator=cast.indicators["LG1"], level=level, strength=strength, how_we_know="Seen.",
                revision=1, saved_by_id=1, **audit.owner,
            )  # fmt: skip
            for state in ("in_progress", "internal_check", "head_signed", "submitted"):
                extra = {"submitted_at": "2026-10-01T12:00Z"} if state == "submitted" else {}
                Audit.objects.filter(pk=audit.pk).update(state=state, **extra)


def counted(cast):
    with scope(area_scope(cast.partnership.pk)):
        return count_practice(tenant_id=cast.partnership.pk)


@pytest.mark.parametrize(("schools", "said"), [(9, ""), (10, "At least 10"), (14, "At least 10"), (15, "At least 15")])
def test_ten_schools_or_nothing_and_in_steps_of_five(cast, schools, said):
    submitted(cast, schools)
    counted(cast)
    page = words(cast.client("dsl").get(LG1))
    assert ("What schools like yours use" in page) is bool(said)
    assert said in page
    if said:
        assert f"{said} have tested it" in page
        assert "School 91" not in page


def test_other_phases_other_partnerships_and_low_answers_do_not_count(cast):
    submitted(cast, 8)
    submitted(cast, 12, first=920000, phase="Secondary")
    submitted(cast, 12, first=930000, level="partly")
    submitted(cast, 12, first=950000, phase="Not applicable")
    assert counted(cast) == 1  # the secondary schools among themselves
    assert "What schools like yours use" not in words(cast.client("dsl").get(LG1))
    assert "What schools like yours use" not in words(cast.client("elsewhere_dsl").get("/s/900050/audit/lg/lg1/"))


def test_returns_that_are_not_in_do_not_count(cast):
    submitted(cast, 9)
    with scope(area_scope(cast.partnership.pk)):
        school = make_school(cast.partnership, 940000, "Tenth School", "ZZ1 1AA")
        audit = make_audit(cast.cycle, school, ("LG1",))
    with scope(school_scope(cast.partnership.pk, school.pk)):
        Answer.objects.create(
            audit=audit, indicator=cast.indicators["LG1"], level="secure", strength=2, how_we_know="Seen.", revision=1,
            saved_by_id=1, **audit.owner,
        )  # fmt: skip
    assert counted(cast) == 0


def test_a_number_that_falls_below_ten_is_taken_away(cast):
    submitted(cast, 10)
    assert counted(cast) == 1
    assert counted(cast) == 1
    with scope(area_scope(cast.partnership.pk)):
        cast.here.__class__.objects.filter(urn=910000).update(phase="Secondary")
    assert counted(cast) == 0
    assert "What schools like yours use" not in words(cast.client("dsl").get(LG1))


def test_the_database_shows_a_school_nothing_below_ten(cast):
    with scope(area_scope(cast.partnership.pk)):
        CommonPractice.objects.create(
            tenant=cast.partnership, upstream="x", code="LG1", phase="Primary", strength=2, at_least=0
        )  # fmt: skip
    with cast.as_("dsl"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audits_commonpractice")
        assert cursor.fetchone() == (0,)


@given(st.integers(0, 500))
def test_what_is_shown_is_never_more_than_there_is_and_never_tells_one_from_the_next(schools):
    assert shown(schools) <= schools
    assert shown(schools) % 5 == 0
    assert shown(schools) == 0 or shown(schools) >= 10
    assert schools - shown(schools) < 5 or shown(schools) == 0
