"""The one function that opens a letter to a contributor: whose lines it gives, and that it leaves nothing open."""

import pytest
from django.db import DatabaseError, connection, transaction

from audits.frameworks.actions import keep_parts, publish_unchanged
from audits.frameworks.models import Framework
from audits.frameworks.queries import catalogue
from tests.audits.last_year import issue_letter, make_last_year
from tests.audits.test_delegation import give
from tests.isolation.test_contributors import letter_lines
from tests.people import Cast

CALL = "SELECT count(*) FROM lscp.own_letter_lines(%s)"
LEFT = "SELECT current_setting('app.migrating', true), (SELECT count(*) FROM lscp.audits_feedback)"


def another_series(cast: Cast) -> Framework:
    """A framework with the same codes that is no version of the cast's."""
    definition = catalogue()[-1]
    with cast.as_("lead"):
        framework = Framework.objects.create(
            tenant=cast.partnership, upstream="another-series", upstream_version="1", version="1", title="Another",
            subtitle="", academic_year="2025/26", settings=dict(definition.settings), sha256=definition.sha256,
        )  # fmt: skip
        keep_parts(framework, definition)
        publish_unchanged(framework, None)
    return framework


def test_a_code_of_another_series_is_another_question(cast):
    last = make_last_year(cast, framework=another_series(cast))
    issue_letter(cast, last)
    give(cast, "LG1")
    assert letter_lines(cast, "contributor", last.pk) == []


def test_lines_are_given_by_part_and_school_not_by_role(cast):
    last = make_last_year(cast)
    issue_letter(cast, last)
    give(cast, "LG1")
    assert letter_lines(cast, "contributor", last.pk) == [(last.pk, "LG1")]
    assert letter_lines(cast, "contributor") == []
    for who in ("dsl", "head", "next_door_dsl", "elsewhere_dsl"):
        assert letter_lines(cast, who, last.pk) == []


@pytest.mark.parametrize("who", ["lead", "reviewer"])
def test_no_other_scope_may_call_it(cast, who):
    with cast.as_(who), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(CALL, [[cast.audit.pk]])


@pytest.mark.parametrize("before", ["", "off"])
def test_the_setting_is_put_back_as_it_was(cast, before):
    with cast.as_("contributor"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.migrating', %s, true)", [before])
        cursor.execute(CALL, [[cast.audit.pk]])
        cursor.execute(LEFT)
        assert cursor.fetchone() == (before, 0)


def test_an_error_in_it_leaves_nothing_open(cast):
    last = make_last_year(cast)
    issue_letter(cast, last)
    give(cast, "LG1")
    with cast.as_("contributor"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', 'nobody', true)")
        with pytest.raises(DatabaseError, match="nobody"), transaction.atomic():
            cursor.execute(CALL, [[last.pk]])
        cursor.execute("SELECT coalesce(current_setting('app.migrating', true), '')")
        assert cursor.fetchone() == ("",)
