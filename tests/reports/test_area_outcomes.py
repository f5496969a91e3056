"""The rights table of the area summary, tried row by row; the table is typed by hand."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError

from lscp_portal.accounts.models import Role
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from reports.areas.actions import freeze_summary, publish_summary
from reports.areas.models import AreaSummary
from reports.areas.policies import may_freeze, may_publish_area, may_see_area
from reports.areas.tidy import from_json, write_csv
from reports.areas.transitions import AREA_SUMMARY
from tests.reports.outcomes_area import FREEZE, NOBODY_AT_A_SCHOOL, NOBODY_AT_A_TRUST, PUBLISH, PUBLISHING, SEE


def freeze(cast, who="analyst"):
    actor = cast.actor(who)
    with cast.as_(who):
        return freeze_summary(actor=actor, year=2026)


def test_every_role_has_its_line():
    assert {role.value for role in Role} == SEE | NOBODY_AT_A_SCHOOL | NOBODY_AT_A_TRUST


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_who_may_see_freeze_and_publish(cast, role):
    actor = cast.actor(role)
    frozen_by_somebody_else = AreaSummary(frozen_by_id=0)
    assert may_see_area(actor) is (role in SEE)
    assert may_freeze(actor) is (role in FREEZE)
    assert may_publish_area(actor, frozen_by_somebody_else) is (role in PUBLISH)
    assert may_publish_area(actor, AreaSummary(frozen_by_id=actor.person_id)) is False


@pytest.mark.parametrize(("froze", "who", "state", "outcome"), PUBLISHING)
def test_who_may_publish_and_when(cast, froze, who, state, outcome):
    summary = freeze(cast, froze)
    if state == "published":
        actor = cast.actor("second_publisher")
        with cast.as_("second_publisher"):
            publish_summary(actor=actor, summary_id=summary.pk)
    actor = cast.actor(who)
    with cast.as_(who if who in SEE else "lead"):
        try:
            found = publish_summary(actor=actor, summary_id=summary.pk).state
        except (PermissionDenied, Refused) as problem:
            found = type(problem).__name__
    assert found == outcome


def test_every_transition_of_the_workflow_is_in_the_table():
    assert set(AREA_SUMMARY.transitions) == {"publish"}
    assert {outcome for *_rest, outcome in PUBLISHING} >= {"published", "PermissionDenied", "Refused"}


def test_what_is_frozen_is_the_rows_and_the_hash_of_their_file(cast):
    summary = freeze(cast)
    written = write_csv(from_json(summary.figures))
    assert summary.state == "submitted"
    assert summary.sha256 == hashlib.sha256(written.encode()).hexdigest()


def test_a_year_is_frozen_once_and_only_when_a_cycle_was_opened(cast):
    freeze(cast)
    with pytest.raises(Refused, match="frozen already"):
        freeze(cast, "lead")
    actor = cast.actor("analyst")
    with cast.as_("analyst"), pytest.raises(Refused, match="No cycle was opened in 2025 to 2026"):
        freeze_summary(actor=actor, year=2025)


def test_both_steps_leave_a_line_in_the_trail(cast):
    summary = freeze(cast)
    actor = cast.actor("lead")
    with cast.as_("lead"):
        publish_summary(actor=actor, summary_id=summary.pk)
        found = list(
            Event.objects.filter(kind__startswith="area_summary").order_by("pk").values_list("kind", "person_id")
        )
    people = cast.people
    assert found == [("area_summary.frozen", people["analyst"].pk), ("area_summary.published", people["lead"].pk)]


def test_the_database_refuses_other_figures_a_leap_and_the_same_person_twice(cast):
    summary = freeze(cast)
    with pytest.raises(ProgrammingError, match="frozen"), cast.as_("lead"):
        AreaSummary.objects.filter(pk=summary.pk).update(figures=[])
    with pytest.raises(IntegrityError, match="area_summary_published_by_somebody_else"), cast.as_("lead"):
        AreaSummary.objects.filter(pk=summary.pk).update(
            state="published", published_at="2026-12-01T00:00Z", published_by_id=cast.people["analyst"].pk
        )


def test_another_partnership_has_nothing_to_publish(cast):
    summary = freeze(cast)
    actor = cast.actor("elsewhere_lead")
    with cast.as_("elsewhere_lead"), pytest.raises(AreaSummary.DoesNotExist):
        publish_summary(actor=actor, summary_id=summary.pk)


def test_two_who_freeze_at_once_freeze_once(committed_cast):
    actors = {who: committed_cast.actor(who) for who in ("analyst", "lead")}

    def attempt(who):
        try:
            with committed_cast.as_(who):
                return freeze_summary(actor=actors[who], year=2026).state
        except Refused as refused:
            return refused.blockers[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, actors)) == ["frozen", "submitted"]
