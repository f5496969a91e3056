"""One indicator over the years: a line as long as its code lives, and a break where its meaning changed."""

from itertools import pairwise

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audits.frameworks.editor.indicator_actions import replace_indicator
from audits.frameworks.editor.types import IndicatorEntry
from audits.frameworks.models import Indicator
from audits.frameworks.versions.actions import publish_version
from audits.trends.queries import indicator_page, line_of
from tests.audits import answering
from tests.audits.versions import a_draft

CODES = st.text("ABC", min_size=1, max_size=2)


def submitted(cast):
    """The cast's school has handed in."""
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)


def test_levels_of_handed_in_audits_are_counted_by_year(cast):
    with cast.as_("lead"):
        page = indicator_page(framework_id=cast.framework.pk, code="LG1")
        assert page.runs[0].chart is None
    submitted(cast)
    with cast.as_("lead"):
        page = indicator_page(framework_id=cast.framework.pk, code="LG1")
        [run] = page.runs
        assert [bar.label for bar in run.chart.rows] == ["2026/27"]
        assert sum(run.chart.rows[0].counts.values()) == 1
        without = indicator_page(framework_id=cast.framework.pk, code="LG1", without_schools=[cast.here.pk])
        assert without.runs[0].chart is None


def test_a_changed_meaning_breaks_the_line(cast):
    submitted(cast)
    lead = cast.actor("lead")
    with cast.as_("lead"):
        draft = a_draft(lead, cast.framework)
        old = Indicator.objects.get(framework=draft, code="LG1")
        replace_indicator(
            actor=lead, framework_id=draft.pk, code="LG1", read=old.revision, new_code="LGL1",
            entry=IndicatorEntry.of(old),
        )  # fmt: skip
        publish_version(
            actor=lead, framework_id=draft.pk, change_note="LG1 asks for more now.", unconsulted_because="Agreed."
        )
        page = indicator_page(framework_id=draft.pk, code="LGL1")
    new, before = page.runs
    assert (new.code, new.chart) == ("LGL1", None)
    assert before.code == "LG1"
    assert [bar.label for bar in before.chart.rows] == ["2026/27"]
    words = cast.client("reviewer").get(f"/p/eastmere/frameworks/{draft.pk}/indicators/LGL1/").text
    assert "Academic year</th>" in words
    assert "The meaning changed here" in words
    assert "No school has handed in an answer to LGL1 yet." in words


def test_it_asks_the_database_as_often_for_few_as_for_many(cast):
    submitted(cast)
    with cast.as_("lead"):
        draft = a_draft(cast.actor("lead"), cast.framework)
    client = cast.client("reviewer")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/p/eastmere/frameworks/{draft.pk}/indicators/LG1/").status_code == 200
        return len(asked)

    many = queries()
    with cast.as_("lead"):
        Indicator.objects.filter(framework=draft).exclude(section__code="LG").update(removed_at=timezone.now())
        for number in range(5):
            a_draft(cast.actor("lead"), cast.framework, f"2026.1-{number}")
    assert queries() == many <= 13


def test_the_page_is_not_there_for_an_unknown_code(cast):
    assert cast.client("lead").get(f"/p/eastmere/frameworks/{cast.framework.pk}/indicators/ZZ9/").status_code == 404


@given(st.dictionaries(CODES, CODES), CODES)
def test_going_back_ends_and_names_nothing_twice(replaces, code):
    line = line_of(code, replaces)
    assert line[0] == code
    assert len(line) == len(set(line))
    assert all(replaces[later] == earlier for later, earlier in pairwise(line))
