"""Every who and every state of an improvement, by hand-typed tables, with real records."""

import pytest

from audits.improvement.actions import agree, say_done
from audits.improvement.checking import send_back, verify, withdraw
from audits.improvement.models import Improvement
from tests.audits import improving
from tests.audits import review_stage as stage
from tests.audits.outcomes_improvement import AGREE, SAY_DONE, VERIFY, WITHDRAW

CRITICAL, OTHER = "LG1", "LG2"


@pytest.fixture
def work(cast):
    """About something that is not critical, asked for in a letter."""
    mark(cast)
    return improving.asked_for(cast, OTHER)


def mark(cast) -> None:
    """Which indicators are critical, whatever the shipped framework says."""
    with cast.as_("lead"):
        for code, is_critical in ((CRITICAL, True), (OTHER, False)):
            assert cast.indicators[code].is_critical is is_critical


def attempt(cast, who, action, work: Improvement, **more):
    return stage.attempt(cast, who, action, improvement_id=work.pk, **more)


@pytest.mark.parametrize(("who", "state", "outcome"), AGREE)
def test_who_may_agree(cast, work, who, state, outcome):
    improving.brought_to(cast, work, state)
    assert attempt(cast, who, agree, work, plan=improving.plan_for(cast, work)) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), SAY_DONE)
def test_who_may_say_done(cast, work, who, state, outcome):
    improving.brought_to(cast, work, state)
    assert attempt(cast, who, say_done, work, evidence=improving.SHOWN) == outcome


@pytest.mark.parametrize(("who", "kind", "state", "outcome"), VERIFY)
def test_who_may_verify_or_send_back(cast, who, kind, state, outcome):
    work = improving.own(cast, owner="deputy_dsl", code=CRITICAL if kind == "critical" else OTHER)
    assert work.is_critical is (kind == "critical")
    for role in ("reviewer", "visitor"):
        cast.declare(role, cast.here)
    improving.brought_to(cast, work, state, verifier="reviewer" if kind == "critical" else "chair")
    back = attempt(cast, who, send_back, work, words="") if outcome == "verified" else None
    assert attempt(cast, who, verify, work, words=improving.SEEN) == outcome
    if back is not None:
        assert back.__name__ == "Refused"  # the same people may, and have to say what is missing


@pytest.mark.parametrize(("who", "source", "state", "outcome"), WITHDRAW)
def test_who_may_withdraw(cast, who, source, state, outcome):
    work = improving.own(cast, owner="deputy_dsl") if source == "own" else improving.asked_for(cast, OTHER)
    improving.brought_to(cast, work, state)
    assert attempt(cast, who, withdraw, work, words="No longer needed.") == outcome
