"""Parts of an audit given to people: who gives, what a contributor sees, what is late, and who is reminded."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given as for_all
from hypothesis import strategies as st

from audits.answers.models import Answer
from audits.delegation import actions
from audits.delegation.models import Assignment, AssignmentReminder
from audits.delegation.reminding import remind
from audits.delegation.rules import MOST, reminds_today
from audits.delegation.types import Given
from audits.lifecycle.models import Audit
from audits.signoff.models import Signature
from audits.trusts.models import CentralAnswer
from lscp_portal.accounts.acceptance import accept
from lscp_portal.accounts.links import token_of
from lscp_portal.accounts.models import Invitation, Membership
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.workflow import Refused
from tests.audits import review_stage as stage
from tests.audits.answering import LOW, SECURE, address, save, send, typed
from tests.audits.last_year import SAID, make_last_year
from tests.audits.test_answer_pages import words

AUDIT, BOARD = "/s/900001/audit/", "/s/900001/audit/contributors/"
TODAY = timezone.localdate


def give(cast, code="LG", who="contributor", by="dsl", days=10, **more):
    """A part for somebody, until a day."""
    to = more or {"person_id": cast.people[who].pk}
    with cast.as_(by):
        due_on = TODAY() + timedelta(days=days)
        return actions.give(
            actor=cast.actor(by), audit_id=cast.audit.pk, given=Given(code=code, due_on=due_on, **to)
        )  # fmt: skip


def form(cast, **changes):
    """What a browser sends to give a part away."""
    due_on = TODAY() + timedelta(days=10)
    said = {
        "code": "LG", "who": f"person-{cast.people['contributor'].pk}", "full_name": "", "email": "", "words": "",
        "due_on_day": due_on.day, "due_on_month": due_on.month, "due_on_year": due_on.year,
    }  # fmt: skip
    return said | changes


@pytest.mark.parametrize("by", ["dsl", "deputy_dsl"])
def test_the_dsl_gives_a_section_on_a_form_and_sees_how_far_it_is(cast, by):
    browser = cast.client(by)
    assert "Nothing is given to anybody yet" in words(browser.get(BOARD))
    after = browser.post(f"{BOARD}give/", form(cast, words="Ask the office for the log."))
    assert (after.status_code, after.headers["Location"]) == (302, BOARD)
    save(cast, "contributor", "LG1", LOW)
    page = words(browser.get(BOARD))
    for said in ("LG is given away. They get an e-mail.", "Contributor", "1 of 4 answered", "CU: Culture"):
        assert said in page
    with scope(area_scope(cast.partnership.pk)):
        assert Assignment.objects.get().words == "Ask the office for the log."


@pytest.mark.parametrize("by", ["head", "chair", "link_governor", "contributor", "next_door_dsl"])
def test_nobody_else_gives_anything(cast, by):
    assert cast.client(by).post(f"{BOARD}give/", form(cast)).status_code in {403, 404}
    with pytest.raises((PermissionDenied, Audit.DoesNotExist)):
        give(cast, by=by)


def test_a_contributor_sees_what_is_theirs_and_nothing_else(cast):
    save(cast, "dsl", "CU1", SECURE)
    browser = cast.client("contributor")
    assert "Nothing is given to you now" in words(browser.get(AUDIT))
    give(cast)
    give(cast, "DS1", days=2)
    page = words(browser.get(AUDIT))
    assert page.index("DS1") < page.index("LG: Leadership")  # the most pressing first
    assert "CU1" not in page
    assert browser.get(f"{AUDIT}lg/").status_code == browser.get(address("DS1")).status_code == 200
    assert "DS2" not in words(browser.get(f"{AUDIT}ds/"))
    for hidden in (
        f"{AUDIT}cu/", address("CU1"), address("DS2"), f"{AUDIT}all/", f"{AUDIT}profile/", f"{AUDIT}sign/", BOARD,
        "/s/900001/feedback/", "/s/900001/visits/", "/s/900001/reports/", f"{AUDIT}earlier/{cast.audit.pk}/",
        "/s/900001/before/",
    ):  # fmt: skip
        assert browser.get(hidden).status_code in {403, 404}, hidden
    navigation = browser.get(AUDIT).content.decode().split("<main")[0]
    assert "Feedback" not in navigation


def test_a_contributor_saves_what_is_theirs_and_goes_on_to_the_next_of_theirs(cast):
    give(cast, "LG6")
    give(cast, "PP1")
    browser = cast.client("contributor")
    after = send(browser, "LG6", typed(cast, SECURE))
    assert after.headers["Location"] == address("PP1")
    assert send(browser, "PP1", typed(cast, SECURE)).headers["Location"] == AUDIT
    assert send(browser, "CU1", typed(cast, SECURE)).status_code == 403
    with cast.as_("dsl"):
        assert Answer.objects.count() == 2


def test_the_database_itself_shows_and_takes_no_more(cast):
    make_last_year(cast)
    save(cast, "dsl", "CU1", SECURE)
    stage_of(cast)
    give(cast, "LG1")
    with cast.as_("contributor"):
        assert {row.indicator.code for row in Answer.objects.select_related("indicator")} == {"LG1"}  # last year's
        assert not Signature.objects.exists()
        assert Assignment.objects.count() == 1
    row = (
        "INSERT INTO audits_answer (tenant_id, school_id, audit_id, indicator_id, level, how_we_know, action, "
        "action_owner, revision, saved_by_id) VALUES (%s, %s, %s, %s, 'secure', 'x', '', '', 1, 1)"
    )
    owner = [cast.partnership.pk, cast.here.pk, cast.audit.pk]
    attempt(cast, row, [*owner, cast.indicators["LG1"].pk])
    for code in ("LG2", "CU2"):
        with pytest.raises(DatabaseError):
            attempt(cast, row, [*owner, cast.indicators[code].pk])
    with pytest.raises(DatabaseError):
        attempt(
            cast,
            "INSERT INTO audits_assignment (tenant_id, school_id, audit_id, indicator_id, person_id, due_on, words, "
            "assigned_by_id) VALUES (%s, %s, %s, %s, %s, now(), '', 1)",
            [*owner, cast.indicators["LG2"].pk, cast.people["contributor"].pk],
        )


def test_a_second_role_opens_the_whole(cast):
    save(cast, "dsl", "CU1", SECURE)
    there = cast.memberships["contributor"]
    Membership.objects.create(
        person=there.person, tenant=there.tenant, school_id=there.school_id, school_urn=900001,
        school_name=there.school_name, role="link_governor", starts_on="2025-09-01",
    )  # fmt: skip
    assert cast.client("contributor").get(address("CU1")).status_code == 200


def test_last_years_answer_comes_with_the_part(cast):
    make_last_year(cast)
    give(cast, "LG1")
    assert SAID in words(cast.client("contributor").get(address("LG1")))


def test_taking_a_part_back_closes_it_and_keeps_the_answer(cast):
    part = give(cast, "LG1")
    save(cast, "contributor", "LG1", SECURE)
    dsl = cast.client("dsl")
    assert dsl.post(f"{BOARD}{part.pk}/end/").status_code == 302
    assert dsl.post(f"{BOARD}{part.pk}/end/").status_code == 302
    assert cast.client("contributor").get(address("LG1")).status_code == 404
    assert send(cast.client("contributor"), "LG1", typed(cast, LOW, read=1)).status_code == 403
    with cast.as_("contributor"):
        assert not Answer.objects.exists()
    page = words(dsl.get(BOARD))
    assert "What was taken back" in page
    with cast.as_("dsl"):
        assert Answer.objects.get().level == "secure"


def test_a_newcomer_is_invited_and_finds_the_part_after_accepting(cast):
    browser = cast.client("dsl")
    missing = browser.post(f"{BOARD}give/", form(cast, who="new"))
    assert missing.status_code == 422
    assert "Enter their full name" in words(missing)
    said = form(cast, who="new", full_name="Robin Vale", email="robin.vale@school.lscp.test")
    assert browser.post(f"{BOARD}give/", said).status_code == 302
    assert "Has not accepted the invitation yet" in words(browser.get(BOARD))
    again = browser.post(f"{BOARD}give/", said | {"code": "DS1"})
    assert again.status_code == 409
    assert "is invited as Contributor already" in words(again)
    invitation = Invitation.objects.get(email="robin.vale@school.lscp.test")
    assert browser.post(f"{BOARD}give/", form(cast, code="DS1", who=f"invitation-{invitation.pk}")).status_code == 302
    person = cast.people["elsewhere_contributor"]
    Invitation.objects.filter(pk=invitation.pk).update(email=person.email)
    invitation.refresh_from_db()
    accept(token=token_of(invitation), person=person)
    newcomer = cast.client("elsewhere_contributor")
    assert "DS1" in words(newcomer.get(AUDIT))
    assert newcomer.get(address("LG1")).status_code == 200
    assert newcomer.get(address("CU1")).status_code == 404


def test_what_is_late_or_stuck_is_said(cast):
    part = give(cast, "LG1")
    give(cast, "DS1", who="link_governor")
    with cast.as_("dsl"):
        Assignment.objects.filter(pk=part.pk).update(due_on=TODAY() - timedelta(days=2))
    Membership.objects.filter(pk=cast.memberships["link_governor"].pk).update(ends_on="2026-01-01")
    page = words(cast.client("dsl").get(BOARD))
    assert "1 part is late." in page
    assert "Does not work here any more" in page


@pytest.mark.parametrize(("days", "why"), [(-1, "The day must be today or later"), (40, "The whole audit is due on")])
def test_a_day_that_does_not_fit_is_refused(cast, days, why):
    with pytest.raises(Refused, match=why):
        give(cast, days=days)


def test_one_part_has_one_person_and_a_day_can_be_moved(cast):
    part = give(cast)
    with pytest.raises(Refused, match="LG is given to Contributor already"):
        give(cast, who="link_governor")
    day = TODAY() + timedelta(days=20)
    data = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    assert cast.client("dsl").post(f"{BOARD}{part.pk}/", data).status_code == 302
    assert cast.client("head").post(f"{BOARD}{part.pk}/", data).status_code == 403
    with cast.as_("dsl"):
        assert Assignment.objects.get().due_on == day


def test_a_signed_audit_gives_nothing_away(cast):
    with cast.as_("dsl"):
        for state in ("in_progress", "internal_check"):
            Audit.objects.filter(pk=cast.audit.pk).update(state=state)
    with pytest.raises(Refused, match="the audit takes no answers"):
        give(cast)
    assert "nothing can be given away" in words(cast.client("dsl").get(BOARD))


def test_who_gets_a_part_gets_one_letter_and_the_giver_none(committed, committed_cast):
    give(committed_cast)
    give(committed_cast, "DS1", who="dsl")
    assert told(committed, "part_given") == 1


def test_the_board_takes_the_same_statements_for_one_part_and_for_ten(cast, django_assert_max_num_queries):
    for code in ("LG1", "LG2", "LG3", "LG6", "CU1", "CU2", "PP1", "PP6", "DS1", "DS2"):
        give(cast, code)
    dsl, contributor = cast.client("dsl"), cast.client("contributor")
    with django_assert_max_num_queries(18):
        assert dsl.get(BOARD).status_code == 200
    with django_assert_max_num_queries(18):
        assert contributor.get(AUDIT).status_code == 200


def told(database, template):
    """How many letters of this kind wait in the outbox, which no scope reads."""
    with database.as_admin() as cursor:
        cursor.execute("SELECT count(*) FROM lscp.outbox_message WHERE arguments ->> 'template' = %s", [template])
        return cursor.fetchone()[0]


def test_a_reminder_goes_out_once_before_the_day_and_once_after_it_and_not_when_done(committed, committed_cast):
    cast = committed_cast
    monday = date(2027, 1, 11)
    part = give(cast, "LG1")
    give(cast, "DS1")
    with cast.as_("dsl"):
        Assignment.objects.filter(audit=cast.audit).update(due_on=monday + timedelta(days=1))
    with scope(area_scope(cast.partnership.pk)):
        Audit.objects.filter(pk=cast.audit.pk).update(due_on=date(2027, 3, 1))
    sent = []
    for day in (0, 0, 1, 2, 3, 30):
        with scope(area_scope(cast.partnership.pk)):
            sent.append(remind(day=monday + timedelta(days=day)))
    assert sent == [1, 0, 0, 1, 0, 0]  # both parts in one letter
    assert told(committed, "part_due") == 2
    with scope(area_scope(cast.partnership.pk)):
        assert AssignmentReminder.objects.count() == 2
    save(cast, "contributor", "LG1", SECURE)
    save(cast, "contributor", "DS1", SECURE)
    with cast.as_("dsl"):
        Assignment.objects.filter(pk=part.pk).update(due_on=monday + timedelta(days=7))
    with scope(area_scope(cast.partnership.pk)):
        assert remind(day=monday + timedelta(days=7)) == 0


DAYS = st.dates(min_value=date(2026, 9, 1), max_value=date(2027, 7, 31))


@for_all(DAYS, st.lists(st.integers(-20, 20), max_size=6))
def test_whatever_the_days_nobody_gets_more_than_two_for_one_day_nor_more_than_four(due_on, offsets):
    reminded: set[date] = set()
    sent = 0
    for number in range(-20, 21):
        today = due_on + timedelta(days=number)
        if reminds_today(due_on, reminded, today=today):
            reminded.add(today)
            sent += 1
    assert sent == 2
    before = {due_on + timedelta(days=one) for one in offsets}
    days = [due_on + timedelta(days=number) for number in range(9)]
    assert not (len(before) >= MOST and any(reminds_today(due_on, before, today=day) for day in days))


def stage_of(cast):
    """Another school's audit has signatures and answers, which nobody here sees anyway."""
    stage.submit(cast, cast.next_door_audit, "next_door_dsl")
    with scope(area_scope(cast.partnership.pk)):
        assert not CentralAnswer.objects.exists()


def attempt(cast, sql, arguments):
    """As the contributor, past all Python."""
    with cast.as_("contributor"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, arguments)
