"""Every step of every record, by every role, in every state: allowed or refused, and refused with a sentence.

What a step needs besides (words, scores, days that have come) is tried where it belongs, with real records.
"""

import pytest
from django.core.exceptions import PermissionDenied

from audits.clarification.models import ClarificationRound
from audits.corrections.models import Correction
from audits.cycles.models import Cycle
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.evidence.models import EvidenceFile
from audits.extensions.models import ExtensionRequest
from audits.feedback.models import Feedback
from audits.frameworks.models import Framework
from audits.good_practice.models import GoodPractice
from audits.improvement.models import Improvement
from audits.lifecycle.models import Audit
from audits.moderation.models import SecondReading
from audits.review.models import Review
from audits.triage.models import TriageBand
from lscp_portal.accounts.models import PARTNERSHIP_ROLES, SCHOOL_ROLES
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Refused, Workflow
from reports.areas.models import AreaSummary
from reports.complaints.models import Complaint
from reports.drafting.models import Report
from reports.scrutiny.models import ScrutinyNote
from schools.changes.models import Proposal
from tests.every_step import CONFLICTED, STANDS, WHO
from visits.planning.models import Visit

HERE, NEXT_DOOR, NAMED, SOMEBODY = 1, 2, 7, 8
RECORDS = {
    "audit": (Audit, {"school_id": HERE}),
    "review": (Review, {"school_id": HERE, "reviewer_id": NAMED}),
    "feedback": (Feedback, {"school_id": HERE}),
    "clarification": (ClarificationRound, {"school_id": HERE}),
    "improvement": (Improvement, {"school_id": HERE, "source": "recommendation", "owner_id": NAMED, "hands": [NAMED]}),
    "second reading": (
        SecondReading,
        {"school_id": HERE, "reader_id": NAMED, "first_readers": [6], "second_readers": [NAMED]},
    ),
    "correction": (Correction, {"school_id": HERE}),
    "poor-quality case": (PoorQualityCase, {"school_id": HERE}),
    "step of a case": (CaseStep, {"school_id": HERE, "proposed_by_id": NAMED}),
    "extension_request": (ExtensionRequest, {"school_id": HERE}),
    "cycle": (Cycle, {}),
    "triage": (TriageBand, {"school_id": HERE}),
    "evidence_file": (EvidenceFile, {"school_id": HERE}),
    "framework": (Framework, {}),
    "visit": (Visit, {"school_id": HERE}),
    "report": (Report, {"school_id": HERE, "author_id": NAMED}),
    "area summary": (AreaSummary, {"frozen_by_id": NAMED}),
    "complaint": (Complaint, {"school_id": HERE}),
    "scrutiny note": (ScrutinyNote, {"written_by_id": NAMED}),
    "good practice": (GoodPractice, {"school_id": HERE, "checked_by_id": NAMED}),
    "register change": (Proposal, {}),
}
STEPS = [(name, step) for name, workflow in sorted(Workflow.registered.items()) for step in workflow.transitions]


def everybody() -> dict[str, Actor | None]:
    """One actor for each name of tests.every_step, the neighbours of the school, and a trust's lead."""
    people: dict[str, Actor | None] = {"the system": None}
    for role in sorted(SCHOOL_ROLES):
        people[role] = Actor(person_id=SOMEBODY, name="", tenant_id=1, school_id=HERE, roles=frozenset({role}))
        people[f"{role} of the next school"] = Actor(
            person_id=SOMEBODY, name="", tenant_id=1, school_id=NEXT_DOOR, roles=frozenset({role})
        )
    for role in sorted(PARTNERSHIP_ROLES):
        for stands in (*STANDS, *CONFLICTED):
            people[f"{role}:{stands}"] = Actor(
                person_id=NAMED if stands.startswith("own") else SOMEBODY, name="", tenant_id=1,
                roles=frozenset({role}),
                conflicts=frozenset({HERE} if stands.endswith("conflict") else ()),
                cleared=frozenset({HERE} if stands.endswith("cleared") else ()),
            )  # fmt: skip
    people["trust_lead"] = Actor(
        person_id=SOMEBODY, name="", tenant_id=0, roles=frozenset({"trust_lead"}), trust_uid="5020"
    )
    people["without a role"] = Actor(person_id=SOMEBODY, name="", tenant_id=1)
    return people


def record_of(name: str, state: str):
    """A record in memory: policies look at people and run no query."""
    model, fields = RECORDS[name]
    record = model(state=state, **fields)
    if name == "clarification":
        record.reader_id = NAMED
    if name == "complaint":
        record.involved = frozenset({NAMED})
    if name == "triage":
        record.readers = frozenset({NAMED})
    return record


def test_no_workflow_and_no_step_is_left_out():
    tried = {name: set(steps) for name, steps in WHO.items()}
    assert tried == {name: set(workflow.transitions) for name, workflow in Workflow.registered.items()}
    assert set().union(*(who for steps in WHO.values() for who in steps.values())) <= set(everybody())
    assert all(who for steps in WHO.values() for who in steps.values())


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_who_may_take_the_step(name, step):
    workflow = Workflow.registered[name]
    for state in workflow.turns:
        record = record_of(name, state)
        may = {who for who, actor in everybody().items() if _may(workflow, step, record, actor)}
        assert may == WHO[name][step], state


def _may(workflow: Workflow, step: str, record, actor: Actor | None) -> bool:
    """As `move` asks; the system (None) only where a table knows of it, as no view hands it on."""
    try:
        return workflow.transitions[step].may(actor, record)
    except AttributeError:
        assert actor is None
        return False


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_everybody_else_is_refused_and_the_record_stays(name, step):
    workflow = Workflow.registered[name]
    for state in workflow.turns:
        for who, actor in everybody().items():
            if actor is None or who in WHO[name][step]:
                continue
            record = record_of(name, state)
            with pytest.raises(PermissionDenied):
                workflow.move(step, record, actor)
            assert record.state == state


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_in_the_wrong_state_a_sentence_says_so_and_no_button_is_offered(name, step):
    workflow = Workflow.registered[name]
    actors = [actor for who, actor in everybody().items() if who in WHO[name][step]]
    for state in workflow.turns.keys() - workflow.transitions[step].sources:
        for actor in actors:
            record = record_of(name, state)
            with pytest.raises(Refused) as refused:
                workflow.move(step, record, actor)
            assert record.state == state
            (blocker,) = refused.value.blockers
            assert record.get_state_display().lower() in blocker.sentence
            assert blocker.sentence.endswith(".")
