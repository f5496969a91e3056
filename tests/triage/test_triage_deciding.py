"""Confirming and overriding: every who and every state, by hand-typed tables; and what the database refuses."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from audits.review.models import Review
from audits.triage.actions import confirm_band, override_band
from audits.triage.models import RandomSample, TriageBand, TriageDecision, TriageReading
from audits.triage.policies import may_decide
from audits.triage.transitions import TRIAGE
from lscp_portal.accounts.models import PARTNERSHIP_ROLES, SCHOOL_ROLES
from lscp_portal.workflow import Refused
from tests.audits.review_stage import attempt
from tests.triage import stage
from tests.triage.outcomes import CONFIRM, NEVER, NEVER_AT_SCHOOL, OVERRIDE


def at(cast, who, state) -> TriageBand:
    """A band in this state, and `who` ready to try."""
    stage.submitted(cast)
    if state == "confirmed":
        stage.confirm(cast, cast.audit)
    if state == "overridden":
        stage.override(cast, cast.audit, "light")
    if who == "the lead, in conflict":
        cast.declare("lead", cast.here, conflict=True)
    if who == "the lead, who read the return":
        with cast.as_("lead"):
            Review.objects.create(audit=cast.audit, reviewer_id=cast.people["lead"].pk, **cast.audit.owner)
    return stage.band_of(cast, cast.audit)


@pytest.mark.parametrize(("who", "state", "outcome"), CONFIRM)
def test_who_may_confirm_and_when(cast, who, state, outcome):
    read = at(cast, who, state).reading_id
    assert attempt(cast, "lead", confirm_band, audit_id=cast.audit.pk, read=read) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), OVERRIDE)
def test_who_may_override_and_when(cast, who, state, outcome):
    triage = at(cast, who, state)
    typed = {"read": triage.reading_id, "band": "priority", "reason": "I know it."}
    assert attempt(cast, "lead", override_band, audit_id=cast.audit.pk, **typed) == outcome


def test_nobody_else_decides_in_any_state(cast):
    """The actions refuse staff; people of schools cannot lock the row at all, and the policy says no as well."""
    stage.submitted(cast)
    steps = (lambda: None, lambda: stage.confirm(cast, cast.audit), lambda: stage.override(cast, cast.audit, "light"))
    for step in steps:
        step()
        triage = stage.band_of(cast, cast.audit)
        triage.readers = frozenset()
        about = {"audit_id": cast.audit.pk, "read": triage.reading_id}
        for who in NEVER:
            assert attempt(cast, who, confirm_band, **about) is PermissionDenied, who
            words = {"band": "priority", "reason": "I know it."}
            assert attempt(cast, who, override_band, **about, **words) is PermissionDenied, who
        assert not any(may_decide(cast.actor(who), triage) for who in NEVER_AT_SCHOOL)
    assert set(NEVER) | {"lead"} >= set(PARTNERSHIP_ROLES)
    assert set(NEVER_AT_SCHOOL) == set(SCHOOL_ROLES)


def test_every_transition_and_every_state_has_typed_outcomes():
    assert TRIAGE.transitions.keys() == {"confirm", "override"}
    for table in (CONFIRM, OVERRIDE):
        assert {state for _who, state, _outcome in table} == set(TriageBand.State.values)


def test_a_reader_who_gave_the_return_back_may_decide(cast):
    at(cast, "the lead, who read the return", "proposed")
    with cast.as_("lead"):
        Review.objects.update(state="released")
    assert stage.confirm(cast, cast.audit).state == "confirmed"


def test_an_override_needs_another_band_and_a_reason(cast):
    band = stage.submitted(cast).band
    for to, reason in ((band, "Because."), ("light", "  ")):
        with pytest.raises(Refused):
            stage.override(cast, cast.audit, to, reason=reason)
    assert stage.band_of(cast, cast.audit).state == "proposed"


def test_who_read_an_older_proposal_is_told(cast):
    old = stage.submitted(cast).reading_id
    stage.read(cast, cast.audit, "rules:1")
    actor = cast.actor("lead")
    with cast.as_("lead"), pytest.raises(Refused, match="has changed since"):
        confirm_band(actor=actor, audit_id=cast.audit.pk, read=old)


def test_every_decision_is_kept_with_its_reason(cast):
    stage.submitted(cast)
    stage.confirm(cast, cast.audit, reason="Spoken with the head.")
    stage.override(cast, cast.audit, "priority", reason="A governor called.")
    stage.override(cast, cast.audit, "light", reason="It was another school.")
    with cast.as_("lead"):
        kept = list(TriageDecision.objects.order_by("pk").values_list("was", "band", "is_confirmation", "reason"))
    assert [row[1:] for row in kept] == [
        (kept[0][0], True, "Spoken with the head."),
        ("priority", False, "A governor called."),
        ("light", False, "It was another school."),
    ]


@pytest.mark.parametrize("model", [TriageReading, TriageDecision, RandomSample])
def test_what_was_read_decided_and_drawn_is_never_changed(database, cast, model):
    stage.submitted(cast)
    stage.override(cast, cast.audit, "light")
    table = model._meta.db_table
    if model is RandomSample:
        with cast.as_("lead"):
            RandomSample.objects.create(
                tenant=cast.partnership, cycle=cast.cycle, seed="0" * 64, method="sha256-1", percent=10,
                frame=[900001], drawn=[900001], drawn_by_id=1,
            )  # fmt: skip
    for statement in (f"UPDATE {table} SET tenant_id = tenant_id", f"DELETE FROM {table}"):
        with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_database_refuses_a_state_that_no_arrow_leads_to(cast):
    stage.submitted(cast)
    stage.confirm(cast, cast.audit)
    with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
        TriageBand.objects.update(state="proposed", decided_at=None)
