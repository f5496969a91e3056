"""Whoever does not belong to a place finds nothing there: 404 everywhere, as if it did not exist."""

import hashlib
import json
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audits.chasing.models import ChaseLetter, ChaseMatter, ChasePause, ChaseTask
from audits.clarification.models import ClarificationQuestion
from audits.corrections.models import Correction
from audits.cycles.models import CycleGroup
from audits.delegation.models import Assignment
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.extensions.models import ExtensionRequest
from audits.feedback.models import Feedback
from audits.frameworks.models import FrameworkComment
from audits.frameworks.references.models import ReferenceDocument
from audits.good_practice.actions import offer, write
from audits.good_practice.types import PracticeWords
from audits.governors.models import GovernorVisit
from audits.improvement.models import Improvement
from audits.review.models import Recommendation
from audits.signoff.models import FrozenCopy
from lscp_portal.accounts.models import PARTNERSHIP_ROLES, SCHOOL_ROLES, Invitation, Membership
from lscp_portal.tenancy.scope import area_scope, scope
from reports.areas.actions import freeze_summary
from reports.complaints.actions import make
from reports.complaints.types import ComplaintWords
from reports.drafting.actions import reply_to_correction, send_report, start_report
from reports.drafting.school_actions import answer_report, raise_correction
from reports.publication.actions import approve_report
from reports.schools.models import SavedView
from reports.scrutiny.actions import share
from reports.scrutiny.actions import write as write_note
from schools.changes.models import Proposal
from schools.handovers.models import Handover, HandoverItem
from schools.holidays.models import SchoolHoliday
from schools.links.models import SchoolLink
from schools.register.models import RegisterImport
from tests.audits import answering, asking, moderating, phrasing, review_stage
from tests.audits.delegating import delegated
from tests.audits.versions import a_version
from tests.browser.addresses import addresses
from tests.evidence.stage import clean_file
from tests.people import TRUST_UID
from tests.reports.report_stage import step, store
from tests.triage import stage as triage_stage
from tests.visits.visit_stage import visit_at

NOT_THERE, NOT_ALLOWED = 404, 405
THERE = {200, 302, 403, NOT_ALLOWED, 409}
ALLAUTH = "allauth."


@pytest.fixture
def record(cast):
    """The cast's school signed, reviewed, written to, visited and reported: argument name -> value."""
    file = clean_file(cast)
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    triage_stage.read(cast, cast.audit)
    review = review_stage.claim(cast, cast.audit)
    asking.wrote(cast, review)
    round_ = asking.sent(cast, review)
    asking.answered(cast, round_)
    review_stage.hand_in(cast, review, read_once=False)
    moderating.settle_waiting(cast)
    review_stage.draft(cast, cast.audit)
    review_stage.issue(cast, cast.audit)
    review_stage.acknowledge(cast, cast.audit)
    visit = visit_at(cast, "recorded")
    report, correction = a_report(cast)
    with cast.as_("lead"):
        summary = freeze_summary(actor=cast.actor("lead"), year=2026)
        imported = RegisterImport.objects.create(
            tenant=cast.partnership, file_name="edubasealldata.csv", sha256="0" * 64, rows_read=2, rows_of_area=2
        )
        change = Proposal.objects.create(
            tenant=cast.partnership, register_import=imported, urn=900001, school_name="Alder Lane", kind="changed",
            group="harmless", fields={"number_of_pupils": [210, 211]}, waiting_since=timezone.now(),
        )  # fmt: skip
        recommendation = Recommendation.objects.get(review=review)
        feedback = Feedback.objects.get(audit=cast.audit).pk
        holiday = SchoolHoliday.objects.create(
            tenant=cast.partnership, name="Half term", first_on=date(2027, 2, 15), last_on=date(2027, 2, 19),
            source="typed", added_by_id=1,
        )  # fmt: skip
        group = a_group(cast)
        view = SavedView.objects.create(
            tenant=cast.partnership, person_id=cast.people["lead"].pk, name="Late", is_shared=True
        )
    return {
        "view_id": view.pk, "second_id": moderating.again(cast).pk,
        "file_id": file.pk, "evidence_id": file.item_id, **handed_over(cast),
        "partnership": "eastmere", "urn": 900001, "year": 2026, "section": "LG", "code": "LG1",
        "school_id": cast.here.pk, "audit_id": cast.audit.pk, "cycle_id": cast.cycle.pk,
        "framework_id": cast.framework.pk, "survey": "staff", "item": "ST-1", "group": "levels",
        "audience": "staff", "kind": "yaml", "role": "link_governor", "trust": int(TRUST_UID),
        "document_id": a_document(cast), "comment_id": a_comment(cast),
        "holiday_id": holiday.pk, "group_id": group.pk, "request_id": asked_for_time(cast).pk, "change_id": change.pk,
        "import_id": imported.pk, "review_id": review.pk, "recommendation_id": recommendation.pk, "visit_id": visit.pk,
        "feedback_id": feedback,
        "report_id": report.pk, "correction_id": correction.pk, "summary_id": summary.pk,
        **chasing_rows(cast), "person_id": cast.people["dsl"].pk, "step": "before-3", "version": 0,
        "round_id": round_.pk, "question_id": first_question(cast), "number": 1, "correction_of_id": a_correction(cast),
        "membership_id": cast.memberships["visitor"].pk, "invitation_id": invited(cast).pk,
        "practice_id": a_practice(cast).pk, "complaint_id": a_complaint(cast).pk,
        "scrutiny_id": a_scrutiny_note(cast),
        "improvement_id": an_improvement(cast),
        **a_case(cast),
        "phrase_id": phrasing.a_comment(cast).pk,
        "assignment_id": a_part(cast).pk, "note_id": a_visit(cast).pk, "delegate_id": delegated(cast, "chair").pk,
    }  # fmt: skip


def a_practice(cast):
    """Good practice that the school has offered."""
    said = PracticeWords(
        title="A card at the gate", codes=["LG1"], topics=["LG1"], what="A card.", works="They knew.", advice="",
        contact_role="Office", contact_email="office@school.lscp.test",
    )  # fmt: skip
    actor = cast.actor("dsl")
    with cast.as_("dsl"):
        return offer(actor=actor, practice_id=write(actor=actor, words=said).pk)


def a_complaint(cast):
    """What the school holds against the partnership."""
    said = ComplaintWords(about="visit", about_lead=False, said="It was late.", wanted="A word.")
    with cast.as_("head"):
        return make(actor=cast.actor("head"), words=said)


def a_scrutiny_note(cast):
    """What the scrutineer asks the lead, shared."""
    actor = cast.actor("scrutineer")
    with cast.as_("scrutineer"):
        note = write_note(actor=actor, topic="other", school_id=None, text="Who reads on Fridays?")
        return share(actor=actor, note_id=note.pk).pk


def an_improvement(cast):
    """What the school accepted of the letter."""
    with cast.as_("lead"):
        return Improvement.objects.get().pk


def a_case(cast):
    """A case about the quality of the return, and a step that waits for a second person."""
    with cast.as_("lead"):
        copy = FrozenCopy.objects.get(audit=cast.audit)
        case = PoorQualityCase.objects.create(
            audit=cast.audit, copy=copy, sha256=copy.sha256, rules_version=0, found=[], missing="LG2.", support="Ask.",
            started_by_id=1, signed_name="A lead", due_on=date(2026, 12, 1), **cast.audit.owner,
        )  # fmt: skip
        step = CaseStep.objects.create(
            case=case, addressee="authority", organisation="The council", reason="Late.", shared="The letter.",
            proposed_by_id=1, **cast.audit.owner,
        )  # fmt: skip
    return {"case_id": case.pk, "step_id": step.pk}


def chasing_rows(cast):
    """A reminder, a call to make and a pause."""
    owner = {"audit": cast.audit, "tenant": cast.partnership, "school": cast.here}
    person, day = cast.people["dsl"].pk, date(2026, 12, 1)
    with cast.as_("lead"):
        letter = ChaseLetter.objects.create(
            tenant=cast.partnership,
            cycle=cast.cycle,
            person_id=person,
            on_day=day,
            step="before-3",
            ladder_version=0,
            number=1,
        )
        ChaseMatter.objects.create(letter=letter, step="before-3", person_id=person, **owner)
        task = ChaseTask.objects.create(step="after-20-letter", channel="letter", ladder_version=0, due_on=day, **owner)
        pause = ChasePause.objects.create(until=day, reason="Flood", paused_by_id=1, **owner)
    return {"letter_id": letter.pk, "task_id": task.pk, "pause_id": pause.pk}


def handed_over(cast):
    """A paper that the cast's school has from an earlier one of the same partnership."""
    place = {"tenant": cast.partnership, "to_tenant": cast.partnership, "to_urn": 900001}
    with cast.as_("lead"):
        package = Handover.objects.create(
            **place, from_urn=900099, from_name="Alder Infants", from_school_id=cast.here.pk, reason="became",
            number=1, manifest=[], sha256="0" * 64,
        )  # fmt: skip
        content = json.dumps({"indicators": [], "signatures": []})
        paper = HandoverItem.objects.create(
            **place, handover=package, kind="copy", title="Full audit 2024", dated_on=date(2025, 1, 9),
            content=content, sha256=hashlib.sha256(content.encode()).hexdigest(),
        )  # fmt: skip
        SchoolLink.objects.create(
            tenant=cast.partnership, urn=900001, link_urn=900099, link_name="Alder Infants", direction="before",
            link_type="Predecessor", file_name="links.csv",
        )  # fmt: skip
    return {"handover_id": package.pk, "item_id": paper.pk}


def a_group(cast):
    """A group of the cycle that has not opened."""
    return CycleGroup.objects.create(
        tenant=cast.partnership, cycle=cast.cycle, name="Group 2", opens_on=date(2027, 2, 1),
        due_on=date(2027, 3, 1), position=1,
    )  # fmt: skip


def a_comment(cast):
    """What a member of staff once said of the framework."""
    with cast.as_("lead"):
        return FrameworkComment.objects.create(
            tenant=cast.partnership, framework=cast.framework, code="LG1", text="Clear.",
            said_by_id=cast.people["lead"].pk,
        ).pk  # fmt: skip


def out_for_comment(cast):
    """A version of the framework that schools may read and comment on."""
    lead = cast.actor("lead")
    with cast.as_("lead"):
        return a_version(lead, cast.framework, until=timezone.localdate() + timedelta(days=30)).pk


def asked_for_time(cast):
    """A school's request for more time, which waits."""
    with cast.as_("dsl"):
        return ExtensionRequest.objects.create(
            **cast.audit.owner, audit=cast.audit, reason="illness", words="Our deputy is ill.",
            wished_on=date(2027, 2, 1), asked_by_id=cast.people["dsl"].pk,
        )  # fmt: skip


def a_part(cast):
    """An indicator given to the school's contributor."""
    with cast.as_("dsl"):
        return Assignment.objects.create(
            **cast.audit.owner, audit=cast.audit, indicator=cast.indicators["LG1"], due_on=date(2027, 2, 1),
            person_id=cast.people["contributor"].pk, assigned_by_id=cast.people["dsl"].pk,
        )  # fmt: skip


def a_visit(cast):
    """What the head would see of a governor's visit: the head holds every role in these tests."""
    with cast.as_("head"):
        return GovernorVisit.objects.create(
            **cast.audit.owner, visited_on=date(2026, 11, 2), role="chair", sections=["LG"], looked_at="The log.",
            found="It is kept.", serves_as_evidence=True, written_by_id=cast.people["head"].pk,
        )  # fmt: skip


def a_report(cast):
    """Answered with one correction, approved, drawn."""
    report = step(cast, "lead", start_report, audit_id=cast.audit.pk)
    step(cast, "lead", send_report, report_id=report.pk)
    correction = step(cast, "head", raise_correction, report_id=report.pk, text="The policy is of 3 September.")
    step(cast, "head", answer_report, report_id=report.pk, comment="")
    words = {"accepted": True, "reply": "Thank you, it is put right."}
    step(cast, "lead", reply_to_correction, correction_id=correction.pk, **words)
    step(cast, "publisher", approve_report, report_id=report.pk)
    store(cast, report)
    return report, correction


def first_question(cast):
    """Asked, and answered."""
    with cast.as_("lead"):
        return ClarificationQuestion.objects.get(audit=cast.audit, number=1).pk


def a_correction(cast):
    """The school may correct an answer."""
    with cast.as_("dsl"):
        row = Correction.objects.create(
            **cast.audit.owner, audit=cast.audit, codes=["LG1"], reason="A slip.",
            asked_by_id=cast.people["dsl"].pk,
        )  # fmt: skip
    with cast.as_("lead"):
        by = {"answered_by_id": cast.people["lead"].pk, "answered_at": timezone.now()}
        Correction.objects.filter(pk=row.pk).update(state="granted", **by)
    return row.pk


def a_document(cast):
    """One of the register of references that came with the framework."""
    with scope(area_scope(cast.partnership.pk)):
        return ReferenceDocument.objects.get(key="EYFS").pk


def invited(cast, school=None):
    """An open invitation."""
    place = {"school_id": school.pk, "school_urn": school.urn, "school_name": school.name} if school else {}
    with scope(area_scope(cast.partnership.pk)):
        return Invitation.objects.create(
            tenant=cast.partnership, email="guest@people.lscp.test", full_name="Gwen Guest",
            role="contributor" if school else "reviewer", expires_at=timezone.now() + timedelta(days=7), **place,
        )  # fmt: skip


def with_every_role(cast, who):
    """A browser of `who`, who now holds every role there is in her place: what she gets 404 for, nobody there gets."""
    first = cast.memberships[who]
    Membership.objects.bulk_create(
        Membership(
            person=first.person, tenant_id=first.tenant_id, role=role, starts_on=date(2025, 9, 1),
            school_id=first.school_id, school_urn=first.school_urn, school_name=first.school_name,
        )
        for role in (SCHOOL_ROLES if first.school_id else PARTNERSHIP_ROLES) - {first.role}
    )  # fmt: skip
    return cast.client(who)


def status_of(client, path):
    """Of a GET; a file is read to its end, so that it is closed."""
    response = client.get(path)
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def outcomes(client, paths):
    """By address: (status of GET, status of POST)."""
    return {path: (client.get(path).status_code, client.post(path).status_code) for path in paths}


def found_something(statuses):
    """Anything but “not there”; “not that method” is fine where the other method says “not there”."""
    return set(statuses) - {NOT_THERE, NOT_ALLOWED} or set(statuses) == {NOT_ALLOWED}


@pytest.fixture
def personal():
    """The addresses below /p/, /s/ and /t/."""
    return [one for one in addresses() if one.is_of_partnership or one.is_of_school or one.is_of_trust]


def test_there_are_addresses_to_look_at(personal):
    assert len([one for one in personal if one.is_of_partnership]) > 40
    assert len([one for one in personal if one.is_of_school]) > 20


def test_the_rows_are_really_there_for_those_who_belong(cast, record, personal):
    staff, school = with_every_role(cast, "lead"), with_every_role(cast, "dsl")
    school_record = record | of_the_school(cast, cast.here, "head")
    statuses = {
        one.with_values(record): status_of(staff, one.with_values(record)) for one in personal if one.is_of_partnership
    } | {
        one.with_values(school_record): status_of(school, one.with_values(school_record))
        for one in personal
        if one.is_of_school
    }
    assert {path: status for path, status in statuses.items() if status not in THERE} == {}


def of_the_school(cast, school, who):
    """What differs where the place is a school: its people, its invitations, and the framework it may read."""
    return {
        "membership_id": cast.memberships[who].pk,
        "invitation_id": invited(cast, school).pk,
        "framework_id": out_for_comment(cast),
    }


@pytest.mark.parametrize("who", ["elsewhere_lead", "next_door_dsl", "elsewhere_dsl"])
def test_nothing_of_a_foreign_place_answers(cast, record, personal, who):
    client = with_every_role(cast, who)
    record |= of_the_school(cast, cast.here, "head")
    found = outcomes(client, [one.with_values(record) for one in personal])
    assert {path: both for path, both in found.items() if both != (NOT_THERE, NOT_THERE)} == {}


def test_staff_of_the_partnership_are_strangers_in_its_schools(cast, record, personal):
    client = with_every_role(cast, "lead")
    record |= of_the_school(cast, cast.here, "head")
    found = outcomes(client, [one.with_values(record) for one in personal if one.is_of_school])
    assert {path: both for path, both in found.items() if both != (NOT_THERE, NOT_THERE)} == {}


def test_people_of_its_schools_are_strangers_in_the_partnership(cast, record, personal):
    client = with_every_role(cast, "head")
    found = outcomes(client, [one.with_values(record) for one in personal if one.is_of_partnership])
    assert {path: both for path, both in found.items() if both != (NOT_THERE, NOT_THERE)} == {}


def test_rows_of_another_partnership_are_not_there_at_home(cast, record, personal):
    client = with_every_role(cast, "elsewhere_lead")
    at_home = record | {"partnership": "harrowfold"}
    found = outcomes(client, [one.with_values(at_home) for one in personal if one.is_of_partnership and one.rows])
    assert {path: both for path, both in found.items() if found_something(both)} == {}


@pytest.mark.parametrize(("who", "urn"), [("next_door_dsl", 900002), ("elsewhere_dsl", 900050)])
def test_rows_of_another_school_are_not_there_at_home(cast, record, personal, who, urn):
    client = with_every_role(cast, who)
    at_home = record | of_the_school(cast, cast.here, "head") | {"urn": urn}
    shared = {"framework_id"} if who == "next_door_dsl" else set()  # what is out for comment is for every school here
    of_rows = [one for one in personal if one.is_of_school and set(one.rows) - shared]
    found = outcomes(client, [one.with_values(at_home) for one in of_rows])
    assert {path: both for path, both in found.items() if found_something(both)} == {}


@pytest.mark.parametrize(("who", "urn"), [("next_door_dsl", 900002), ("elsewhere_dsl", 900050)])
def test_a_foreign_audit_in_a_form_is_not_there(cast, who, urn):
    """Answers and signatures name their audit in a hidden field, which anybody can change."""
    client = with_every_role(cast, who)
    answer = answering.typed(cast, answering.SECURE, operation=uuid.uuid4())
    assert client.post(f"/s/{urn}/audit/lg/lg1/", answer).status_code == NOT_THERE
    signature = {"audit": cast.audit.pk, "step": "dsl", "agreed": "on", "comment": "Please change it."}
    assert client.post(f"/s/{urn}/audit/sign/", signature).status_code == NOT_THERE
    assert client.post(f"/s/{urn}/audit/sign/return/", signature | {"step": "head"}).status_code == NOT_THERE


def test_whoever_is_not_signed_in_is_asked_to(cast, record, personal):
    found = outcomes(Client(), [one.with_values(record) for one in personal])
    assert {path: both for path, both in found.items() if both != (302, 401)} == {}


def test_signing_in_leads_back_to_where_somebody_wanted_to_go(cast):
    answer = Client().get("/s/900001/audit/?from=letter")
    assert answer["Location"] == "/accounts/login/?next=/s/900001/audit/%3Ffrom%3Dletter"


def test_every_view_says_who_may_see_it_or_why_anybody_may():
    silent = [
        one.route
        for one in addresses()
        if not one.view.__module__.startswith(ALLAUTH)
        and not hasattr(one.view, "policy")
        and not getattr(one.view, "public_because", "")
    ]
    assert silent == []


def test_only_addresses_below_a_place_name_rows(personal):
    """Whatever is addressed by a number alone has to be below a place, where the scope decides who sees it.

    Or it is for everybody, and the public scope shows what is published and nothing else.
    """
    private = [one for one in addresses() if not hasattr(one.view, "public_because")]
    loose = [one.route for one in private if one.rows and one not in personal]
    assert loose == []
