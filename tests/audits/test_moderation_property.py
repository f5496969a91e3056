"""Nobody moderates a return that they read: over random teams, declarations and histories of one return."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.moderation.models import SecondReading
from audits.moderation.transitions import SECOND_READING
from audits.moderation.types import PRIORITY
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Refused

HERE = 1
TEAM = st.lists(
    st.builds(
        Actor,
        person_id=st.integers(1, 5),
        name=st.just(""),
        tenant_id=st.just(1),
        roles=st.frozensets(st.sampled_from(["lead", "reviewer", "scrutineer", "visitor", "administrator"])),
        conflicts=st.sampled_from([frozenset(), frozenset(), frozenset({HERE})]),
        cleared=st.sampled_from([frozenset(), frozenset({HERE}), frozenset({HERE})]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda actor: actor.person_id,
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["claim", "give_back", "recall", "hand_in", "settle", "waive"]), st.integers(0, 5)),
    max_size=25,
)


def moves(second: SecondReading, step: str, actor: Actor, without: frozenset[str]) -> bool:
    """One step as the actions take it; whether it was taken. without: steps whose rules ask the database."""
    row = SECOND_READING.transitions[step]
    SECOND_READING.transitions[step] = replace(row, rules=() if step in without else row.rules)
    try:
        SECOND_READING.move(step, second, actor)
    except (PermissionDenied, Refused):
        return False
    finally:
        SECOND_READING.transitions[step] = row
    return True


@settings(max_examples=300, deadline=None)
@given(team=TEAM, first=st.lists(st.integers(1, 5), min_size=1, max_size=2), steps=STEPS, is_priority=st.booleans())
def test_nobody_moderates_a_return_they_read(team, first, steps, is_priority):
    second = SecondReading(
        school_id=HERE, first_readers=first, second_readers=[], state="waiting", waived_why="Nobody is there.",
        reasons=[{"key": PRIORITY, "words": ""}] if is_priority else [],
    )  # fmt: skip
    have_read = set(first)
    for step, place in steps:
        actor = team[place % len(team)]
        if not moves(second, step, actor, frozenset({"claim", "hand_in", "settle"})):
            continue
        if step == "claim":
            assert actor.person_id not in first
            assert not actor.roles & {"lead", "scrutineer"}
            second.reader_id = actor.person_id
            second.second_readers = sorted({*second.second_readers, actor.person_id})
            have_read.add(actor.person_id)
        elif step in {"give_back", "recall"}:
            second.reader_id = None
        elif step in {"settle", "waive"}:
            assert actor.person_id not in have_read
        if step == "waive":
            assert not is_priority
        assert HERE not in actor.conflicts
