"""Opening a cycle: who is asked, what, and that it takes as long for a county as for a village."""

import threading
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.cycles.actions import invite_missing, open_cycle, plan_cycle
from audits.cycles.asking import what_opening_would_do, without_audit
from audits.cycles.models import Cycle
from audits.cycles.queries import cycle_page
from audits.cycles.types import AuditFilter
from audits.frameworks.applicability import NeedsAPerson, indicators_for, profile_of
from audits.frameworks.models import Indicator
from audits.frameworks.queries import catalogue
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Membership, Person
from lscp_portal.tenancy.scope import scope
from lscp_portal.workflow import Refused
from schools.register.models import School
from schools.register.synthetic import invented_establishments
from tests.audits.planning import make_area, plan_of
from tests.schools.importing import take

UNTOLD = {
    "TypeOfEstablishment (name)": "Institution funded by other government department",
    "EstablishmentTypeGroup (name)": "Other types",
}


@pytest.fixture
def area(db):
    return make_area("marshwick", "903")


def fill(area, number, la_code="903", first_urn=900301):
    """Import `number` schools that would be asked."""
    rows = [
        row
        for row in invented_establishments(number * 2, {la_code: "Somewhere"}, first_urn=first_urn)
        if row.get("EstablishmentStatus (name)", "Open").startswith("Open") and not is_untold(row)
    ]
    take(area.partnership, *rows[:number])


def is_untold(row):
    rules = catalogue()[-1].setting_model.rules
    return isinstance(profile_of({"TypeOfEstablishment (name)": "", **row}, rules), NeedsAPerson)


def opened(area, **changes):
    with scope(area.scope):
        cycle = plan_cycle(actor=area.lead, plan=plan_of(area.framework, **changes))
        return cycle, open_cycle(actor=area.lead, cycle_id=cycle.pk)


@pytest.mark.parametrize(("mode", "sections"), [("full", ()), ("core", ()), ("deep_dive", ("LG", "OS"))])
def test_each_school_is_asked_what_the_framework_says_of_its_kind(area, mode, sections):
    rows = list(invented_establishments(120, {"903": "Marshwick"}, first_urn=900301))
    take(area.partnership, *rows)
    cycle, _opening = opened(area, mode=mode, section_codes=sections)
    definition, compared = catalogue()[-1], 0
    with scope(area.scope):
        codes = dict(Indicator.objects.filter(framework=area.framework).values_list("pk", "code"))
        asked = {audit.school_id: audit for audit in Audit.objects.filter(cycle=cycle)}
        for school in School.objects.all():
            profile = profile_of(school.gias_profile, definition.setting_model.rules)
            if isinstance(profile, NeedsAPerson) or not school.is_open:
                assert school.pk not in asked
                continue
            expected = indicators_for(
                profile=profile, indicators=definition.indicators, mode=definition.modes[mode], sections=sections
            )
            audit = asked[school.pk]
            assert [codes[pk] for pk in audit.indicator_ids] == [indicator.code for indicator in expected]
            assert (audit.governance, set(audit.features)) == (profile.governance, profile.features)
            assert (audit.state, audit.due_on) == ("invited", cycle.due_on)
            compared += 1
    assert compared > 90
    if sections:
        assert all(codes[pk][:2] in sections for audit in asked.values() for pk in audit.indicator_ids)


def test_a_full_audit_asks_about_a_hundred_and_a_light_one_about_fifty_five(area):
    fill(area, 200)
    sizes = {}
    for mode in ("full", "core"):
        _cycle, opening = opened(area, mode=mode)
        sizes[mode] = (opening.fewest_indicators, opening.most_indicators)
    print(f"indicators asked: {sizes}")
    assert sizes["full"][0] >= 90
    assert sizes["full"][1] <= 105
    assert sizes["core"][0] >= 50
    assert sizes["core"][1] <= 60


def test_what_is_shown_before_is_what_happens(area):
    fill(area, 40)
    take(area.partnership, {"URN": "909001", "LA (code)": "903", "EstablishmentName": "Untold School", **UNTOLD})
    with scope(area.scope):
        cycle = plan_cycle(actor=area.lead, plan=plan_of(area.framework))
        expected = what_opening_would_do(Cycle.objects.select_related("framework").get(pk=cycle.pk))
        assert open_cycle(actor=area.lead, cycle_id=cycle.pk) == expected
        assert expected.invited == Audit.objects.filter(cycle=cycle).count() == 40
        assert [row.name for row in expected.left_out] == ["Untold School"]


def test_schools_in_which_nobody_would_hear_of_it_are_counted_before_and_after(area):
    fill(area, 3)
    with scope(area.scope):
        reached = School.objects.order_by("urn").first()
    make_staff(area, [reached])
    with scope(area.scope):
        cycle = plan_cycle(actor=area.lead, plan=plan_of(area.framework))
        assert cycle_page(actor=area.lead, cycle_id=cycle.pk, wanted=AuditFilter()).plan.untold == 2
        assert open_cycle(actor=area.lead, cycle_id=cycle.pk).untold == 2


def test_a_school_of_unknown_kind_is_left_out_until_the_register_is_clear(area):
    fill(area, 3)
    untold = {"URN": "909001", "LA (code)": "903", "EstablishmentName": "Untold School"}
    take(area.partnership, {**untold, **UNTOLD})
    cycle, opening = opened(area)
    assert opening.left_out[0].reason.startswith("No rule says what governance the school has")
    with scope(area.scope):
        cycle = Cycle.objects.select_related("framework").get(pk=cycle.pk)
        assert [row.can_be_invited for row in without_audit(cycle)] == [False]
        assert invite_missing(actor=area.lead, cycle_id=cycle.pk).invited == 0
    take(area.partnership, untold)
    with scope(area.scope):
        assert [row.can_be_invited for row in without_audit(cycle)] == [True]
        assert invite_missing(actor=area.lead, cycle_id=cycle.pk).invited == 1
        assert without_audit(cycle) == []
        assert Audit.objects.filter(cycle=cycle).count() == 4


def test_closed_proposed_and_moved_schools_are_not_asked(area):
    fill(area, 5)
    with scope(area.scope):
        schools = list(School.objects.order_by("urn"))
        changes = ({"status": "closed"}, {"status": "proposed"}, {"left_area_on": "2026-11-01"}, {"status": "closing"})
        for school, change in zip(schools, changes, strict=False):
            School.objects.filter(pk=school.pk).update(**change)
    cycle, opening = opened(area)
    assert opening.invited == 2
    with scope(area.scope):
        asked = Audit.objects.filter(cycle=cycle).values_list("school__status", flat=True)
        assert sorted(asked) == ["closing", "open"]


def test_safeguarding_leads_and_heads_get_one_e_mail_each(committed):
    area = make_area("marshwick", "903")
    fill(area, 2)
    with scope(area.scope):
        schools = list(School.objects.order_by("urn"))
    people = make_staff(area, schools)
    cycle, _opening = opened(area)
    with committed.as_admin() as cursor:  # scopes and the portal's login may not read the outbox
        cursor.execute("SELECT key, arguments FROM lscp.outbox_message WHERE task = 'notify.send'")
        sent = cursor.fetchall()
    assert sorted(key for key, _facts in sent) == sorted(
        f"audit_opened:opened:{cycle.pk}:{school.pk}:{people[school.pk, role].pk}"
        for school in schools
        for role in ("dsl", "head")
    )
    assert all(facts["path"] == f"/s/{school.urn}/audit/" for school in schools for _key, facts in sent
               if facts["facts"]["school_id"] == school.pk)  # fmt: skip


def test_two_clicks_on_open_make_one_audit_a_school(committed):
    area = make_area("marshwick", "903")
    fill(area, 20)
    with scope(area.scope):
        cycle = plan_cycle(actor=area.lead, plan=plan_of(area.framework))
    together, outcomes = threading.Barrier(2), []

    def click():
        try:
            with scope(area.scope):
                together.wait(timeout=10)
                outcomes.append(open_cycle(actor=area.lead, cycle_id=cycle.pk).invited)
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(map(str, outcomes)) == ["20", "refused"]
    with scope(area.scope):
        assert Audit.objects.filter(cycle=cycle).count() == 20


def make_staff(area, schools):
    """A DSL, a head and a chair for each school."""
    people = {
        (school.pk, role): Person(
            email=f"{role}@{school.urn}.lscp.test", full_name=f"{role} {school.urn}", password="!"
        )
        for school in schools
        for role in ("dsl", "head", "chair")
    }
    Person.objects.bulk_create(people.values())
    Membership.objects.bulk_create(
        Membership(
            person=person, tenant=area.partnership, role=role, starts_on="2025-09-01", school_id=school.pk,
            school_urn=school.urn, school_name=school.name,
        )
        for school in schools
        for (pk, role), person in people.items()
        if pk == school.pk
    )  # fmt: skip
    return people


def measured(area, number, la_code, first_urn):
    """Open a cycle for `number` schools, each with its people: how many statements, how many seconds."""
    fill(area, number, la_code, first_urn)
    with scope(area.scope):
        schools = list(School.objects.all())
    make_staff(area, schools)
    with scope(area.scope):
        cycle = plan_cycle(actor=area.lead, plan=plan_of(area.framework))
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            assert open_cycle(actor=area.lead, cycle_id=cycle.pk).invited == number
            seconds = time.perf_counter() - began
    statements = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len(statements), seconds


def test_opening_takes_the_same_statements_for_5_schools_as_for_500(area):
    other = make_area("farfield", "904")
    few, quick = measured(area, 5, "903", 900301)
    many, slow = measured(other, 500, "904", 950001)
    print(f"opening for 5 schools: {few} statements, {quick:.2f} s; for 500: {many} statements, {slow:.2f} s")
    assert few == many == 12
