"""Versions of a framework: who may do what in which state, for good once published, and rolled over to a new year."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from audits.frameworks.editor.indicator_actions import NewCode, add_indicator, replace_indicator
from audits.frameworks.editor.types import IndicatorEntry
from audits.frameworks.models import Framework, Indicator
from audits.frameworks.versions import actions
from audits.frameworks.versions.continuity import continues
from lscp_portal.workflow import Refused
from tests.audits.outcomes_framework import MAY, OUTCOMES, STATES
from tests.audits.versions import a_draft

SOON = timezone.localdate() + timedelta(days=21)
ACTS = {
    "consult": lambda actor, pk: actions.send_for_comment(actor=actor, framework_id=pk, until=SOON),
    "take_back": lambda actor, pk: actions.take_back(actor=actor, framework_id=pk),
    "publish": lambda actor, pk: actions.publish_version(
        actor=actor, framework_id=pk, change_note="Clearer words.", unconsulted_because="A misprint."
    ),
    "retire": lambda actor, pk: actions.retire_version(actor=actor, framework_id=pk),
}
ROADS = {
    "draft": (),
    "consulted": ("consult",),
    "published": ("publish",),
    "retired": ("publish", "retire"),
}


def brought_to(cast, state):
    """A version in this state, by the real road."""
    lead = cast.actor("lead")
    draft = a_draft(lead, cast.framework)
    for act in ROADS[state]:
        ACTS[act](lead, draft.pk)
    return Framework.objects.get(pk=draft.pk)


def close_comments(framework):
    """Its last day for comments was yesterday."""
    Framework.objects.filter(pk=framework.pk).update(comments_until=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_what_becomes_of_a_version(cast, act, state):
    with cast.as_("lead"):
        version = brought_to(cast, state)
        if (act, state) == ("publish", "consulted"):
            close_comments(version)
        expected = OUTCOMES.get((act, state))
        if expected is None:
            with pytest.raises(Refused):
                ACTS[act](cast.actor("lead"), version.pk)
        else:
            ACTS[act](cast.actor("lead"), version.pk)
        assert Framework.objects.get(pk=version.pk).state == (expected or state)


@pytest.mark.parametrize("who", ["lead", "administrator", "reviewer", "visitor", "publisher", "analyst", "scrutineer"])
@pytest.mark.parametrize("act", ACTS)
def test_who_may_bring_it_on(cast, act, who):
    state = next(state for name, state in OUTCOMES if name == act)
    with cast.as_("lead"):
        version = brought_to(cast, state)
        if (act, state) == ("publish", "consulted"):
            close_comments(version)
    actor = cast.actor(who)
    with cast.as_(who):
        if who in MAY[act]:
            ACTS[act](actor, version.pk)
        else:
            with pytest.raises(PermissionDenied):
                ACTS[act](actor, version.pk)


def test_comments_stay_open_until_the_day_that_was_promised(cast):
    with cast.as_("lead"):
        version = brought_to(cast, "consulted")
        with pytest.raises(Refused, match="Comments are open until"):
            ACTS["publish"](cast.actor("lead"), version.pk)


def test_a_published_version_does_not_change_whatever_the_code_does(cast):
    with cast.as_("lead"):
        version = brought_to(cast, "published")
        for change in (
            lambda: Framework.objects.filter(pk=version.pk).update(title="Another"),
            lambda: Framework.objects.filter(pk=version.pk).update(state="draft"),
            lambda: Indicator.objects.filter(framework=version, code="LG1").update(text="Another"),
            lambda: Indicator.objects.filter(framework=version, code="LG1").update(removed_at=timezone.now()),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_schools_are_told_once_each_and_only_those_who_answer(committed_cast, committed):
    cast = committed_cast
    with cast.as_("lead"):
        version = brought_to(cast, "consulted")
    with committed.as_admin() as cursor:
        cursor.execute("SELECT arguments FROM lscp.outbox_message WHERE task = 'notify.send'")
        sent = [row for (row,) in cursor.fetchall() if row["template"] == "framework_comments"]
    here = [row for row in sent if row["path"] == f"/s/900001/frameworks/{version.pk}/"]
    assert sorted(row["person_id"] for row in here) == sorted(cast.people[who].pk for who in ("dsl", "head", "chair"))
    assert len(sent) == len({(row["person_id"], row["path"]) for row in sent})


def test_rolling_over_keeps_codes_and_a_changed_meaning_gets_a_new_one(cast):
    lead = cast.actor("lead")
    client = cast.client("lead")
    address = f"/p/eastmere/frameworks/{cast.framework.pk}/roll-over/"
    page = client.get(address)
    assert 'value="2027/28"' in page.text
    form = {
        "version": "2027.1-east", "title": "Framework", "subtitle": "For our area", "academic_year": "2027/28",
        "read": 0,
        **dict(zip(("effective_from_day", "effective_from_month", "effective_from_year"), (1, 9, 2027), strict=True)),
        **dict(zip(("effective_to_day", "effective_to_month", "effective_to_year"), (31, 8, 2028), strict=True)),
    }  # fmt: skip
    done = client.post(address, form)
    assert done.status_code == 302, done.text
    with cast.as_("lead"):
        draft = Framework.objects.get(version="2027.1-east")
        codes = set(Indicator.objects.filter(framework=draft).values_list("code", flat=True))
        assert codes == set(Indicator.objects.filter(framework=cast.framework).values_list("code", flat=True))
        old = Indicator.objects.get(framework=draft, code="LG2")
        replace_indicator(
            actor=lead, framework_id=draft.pk, code="LG2", read=old.revision, new_code="LGL1",
            entry=IndicatorEntry.of(old),
        )  # fmt: skip
        assert Indicator.objects.get(framework=draft, code="LGL1").replaces == "LG2"
        assert not continues("LG2", older=cast.framework.pk, newer=draft.pk)
        assert continues("LG1", older=cast.framework.pk, newer=draft.pk)
        add_indicator(
            actor=lead, framework_id=draft.pk, where=NewCode("LG", "LGL2"), entry=IndicatorEntry.of(old)
        )  # fmt: skip
        assert not continues("LGL2", older=cast.framework.pk, newer=draft.pk)


def test_only_a_published_version_can_be_asked(cast):
    client = cast.client("lead")
    with cast.as_("lead"):
        version = brought_to(cast, "draft")
    assert version.version not in client.get("/p/eastmere/cycles/plan/").text
    with cast.as_("lead"):
        ACTS["publish"](cast.actor("lead"), version.pk)
    assert version.version in client.get("/p/eastmere/cycles/plan/").text
