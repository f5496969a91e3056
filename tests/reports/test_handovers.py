"""A school's record goes on: to the school it became, and to the partnership it moved to. What is private stays."""

import io
import json
import re

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import reports.handovers.tasks  # noqa: F401 - its messages are known once it is imported
from audits.review.models import Score
from audits.signoff.freezing import sha256_of
from lscp_portal.accounts.models import InterestDeclaration, Membership
from lscp_portal.outbox.worker import handlers, scope_of
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.workflow import Refused
from reports.handovers.actions import accept_handover, carry_over, follow_up, hand_over_moved
from reports.handovers.rules import is_whole, manifest_text
from schools.changes.actions import decide
from schools.changes.importing import import_for_review
from schools.changes.models import Proposal
from schools.changes.types import Decision
from schools.handovers.models import Handover, HandoverItem
from schools.handovers.queries import received_papers
from schools.links.models import SchoolLink
from schools.register.extract import read_extract
from schools.register.models import School
from tests.audits import answering
from tests.audits.review_stage import COMMENT
from tests.people import make_partnership
from tests.reports import handover_stage as stage
from tests.reports.report_stage import attempt
from tests.schools.importing import extract
from tests.visits.visit_stage import visit_at
from visits.record.models import Note


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def kinds(cast, who, *urns):
    with cast.as_(who):
        return sorted(line.kind for line in received_papers(*urns))


@pytest.fixture
def moved(cast):
    """The school has a letter and a report, has moved to Harrowfold, and is in its register."""
    stage.with_a_record(cast)
    handover = stage.moves_out(cast)
    stage.moves_in(cast)
    cast.handover = handover
    return cast


def accept(cast, who="elsewhere_administrator"):
    return attempt(cast, who, accept_handover, handover_id=cast.handover.pk)


def test_a_move_gives_the_record_with_the_hash_of_every_paper(moved):
    with moved.as_("lead"):
        items = list(HandoverItem.objects.order_by("kind"))
        assert [item.kind for item in items] == ["letter", "report"]
        assert all(sha256_of(item.content) == item.sha256 for item in items)
        assert {paper["sha256"] for paper in moved.handover.manifest} == {item.sha256 for item in items}
        assert moved.handover.number == 1


def test_a_signed_copy_goes_as_the_very_text_that_was_signed(cast):
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    stage.moves_out(cast)
    with cast.as_("lead"):
        [copy] = HandoverItem.objects.filter(kind="copy")
        frozen = cast.audit.frozen_copies.get()
        assert (copy.content, copy.sha256) == (frozen.content, frozen.sha256)


def test_answers_not_handed_in_go_too_and_say_so(cast):
    answering.save(cast, "dsl", "LG1", answering.SECURE)
    stage.moves_out(cast)
    with cast.as_("lead"):
        [paper] = HandoverItem.objects.all()
        assert (paper.kind, paper.title) == ("answers", "Full audit 2026, not handed in")
        said = [row["answer"]["how_we_know"] for row in json.loads(paper.content)["indicators"] if row["answer"]]
        assert said == [answering.SECURE.how_we_know]


def test_answers_not_handed_in_are_read_by_the_school_alone(cast):
    answering.save(cast, "dsl", "LG1", answering.SECURE)
    cast.handover = stage.moves_out(cast)
    stage.moves_in(cast)
    accept(cast)
    with cast.as_("elsewhere_lead"):
        [paper] = HandoverItem.received.all()
    lead, dsl = cast.client("elsewhere_lead"), cast.client("dsl")
    assert lead.get(f"/p/harrowfold/schools/handovers/papers/{paper.pk}/").status_code == 404
    assert lead.get(f"/p/harrowfold/schools/handovers/papers/{paper.pk}.json").status_code == 404
    assert answering.SECURE.how_we_know in words(dsl.get(f"/s/900001/before/{paper.pk}/"))


def test_notes_of_reviewers_and_visitors_never_travel(moved):
    visit_at(moved, "recorded")
    with moved.as_("lead"):
        assert Note.objects.update(text="Private: ask the police about the coach.")
        assert Score.objects.update(comment="Private: written after the letter went out.")
        follow_up()
        everything = " ".join(HandoverItem.objects.values_list("content", flat=True))
    assert "Private" not in everything
    assert "coach" not in everything
    assert COMMENT in everything  # what the school read in its letter


@pytest.mark.parametrize(
    ("who", "outcome"),
    [
        ("elsewhere_administrator", Handover), ("elsewhere_lead", Handover), ("elsewhere_reviewer", PermissionDenied),
        ("elsewhere_analyst", PermissionDenied), ("elsewhere_head", PermissionDenied),
    ],
)  # fmt: skip
def test_who_may_accept(moved, who, outcome):
    found = accept(moved, who)
    assert (found if isinstance(found, type) else type(found)) is outcome


@pytest.mark.parametrize(
    ("who", "outcome"), [("administrator", False), ("lead", False), ("reviewer", True), ("head", True)]
)
def test_who_may_hand_over(moved, who, outcome):
    found = attempt(moved, who, hand_over_moved, school_id=moved.here.pk)
    assert (found is PermissionDenied) is outcome


def test_nobody_reads_a_paper_before_it_is_accepted_and_only_giver_and_receiver_after(moved):
    assert kinds(moved, "elsewhere_lead", 900001) == []
    accept(moved)
    assert kinds(moved, "elsewhere_lead", 900001) == ["letter", "report"]
    assert kinds(moved, "elsewhere_head", 900001) == []  # another school of the receiver
    with moved.as_("elsewhere_lead"):
        assert not Handover.objects.exists()  # not the receiver's own row
    with moved.as_("lead"):
        assert HandoverItem.objects.count() == 2  # the giver keeps its record
    third = make_partnership("wexley", "Wexley Safeguarding Partners", "903", "Wexley")
    with scope(area_scope(third.pk)):
        assert not Handover.received.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM lscp.schools_handoveritem")
            assert cursor.fetchone() == (0,)


def test_the_school_reads_its_record_at_its_new_partnership(moved):
    accept(moved)
    head = moved.client("head")
    page = head.get("/s/900001/before/")
    assert "Feedback on Full audit 2026" in words(page)
    with moved.as_("elsewhere_lead"):
        [letter] = HandoverItem.received.filter(kind="letter")
    assert COMMENT in words(head.get(f"/s/900001/before/{letter.pk}/"))
    assert sha256_of(head.get(f"/s/900001/before/{letter.pk}.json").content.decode()) == letter.sha256


def test_the_first_page_of_a_school_that_moved_leads_to_its_record(moved):
    accept(moved)
    page = moved.client("head").get("/s/900001/").content.decode()
    assert 'href="before/"' in page
    assert "Feedback letter of Alder Lane Primary School" in page


def test_the_worker_does_each_message_twice_and_gives_once(cast):
    stage.with_a_record(cast)
    package = stage.moves_out(cast)
    with cast.as_("lead"):
        before = Handover.objects.count()
    for _again in range(2):
        handlers["schools.hand_over"](scope_of(cast.partnership.pk), urn=900001)
        handlers["schools.carry_over"](scope_of(cast.partnership.pk))
        handlers["schools.follow_up"](scope_of(cast.partnership.pk))
    with cast.as_("lead"):
        assert (before, Handover.objects.count()) == (1, 1)
        assert Handover.objects.get() == package


def test_a_move_taken_over_is_handed_over_by_the_worker(cast):
    answering.save(cast, "dsl", "LG1", answering.SECURE)
    moved_out = extract(
        {"URN": "900001", "EstablishmentName": cast.here.name, "LA (code)": "902", "LA (name)": "Harrowfold"},
        {"URN": "900002", "EstablishmentName": cast.next_door.name, "LA (code)": "901", "LA (name)": "Eastmere"},
    )
    with cast.as_("administrator"):
        read = read_extract(io.BytesIO(moved_out))
        clerk = cast.actor("administrator")
        import_for_review(actor=clerk, tenant_id=clerk.tenant_id, extract=read, file_name="edubasealldata.csv")
        proposal = Proposal.objects.get(urn=900001)
        decide(actor=clerk, change_id=proposal.pk, decision=Decision(choice="accept"))
    handlers["schools.hand_over"](scope_of(cast.partnership.pk), urn=900001)
    with cast.as_("lead"):
        package = Handover.objects.get()
        assert (package.to_tenant_id, package.reason) == (cast.other_partnership.pk, "moved")


def test_the_people_of_the_school_keep_their_roles_and_nobody_gets_one_twice(moved):
    accept(moved)
    with moved.as_("elsewhere_lead"):
        rows = Membership.objects.filter(school_urn=900001)
        assert {row.role for row in rows} == {"dsl", "deputy_dsl", "contributor", "head", "chair", "link_governor"}
        assert rows.count() == 6
    assert accept(moved) is ObjectDoesNotExist


def test_a_role_that_did_not_come_along_cannot_be_made(moved):
    accept(moved)
    with moved.as_("elsewhere_lead"), pytest.raises(ProgrammingError), transaction.atomic():
        place = Membership.objects.filter(school_urn=900001).first()
        Membership.objects.create(
            person=moved.people["analyst"], tenant_id=place.tenant_id, school_id=place.school_id,
            school_urn=900001, role="head", starts_on=place.starts_on,
        )  # fmt: skip


def test_a_record_waits_until_the_school_is_in_the_register(cast):
    stage.with_a_record(cast)
    cast.handover = stage.moves_out(cast)
    assert accept(cast) is Refused
    response = cast.client("elsewhere_lead").post(f"/p/harrowfold/schools/handovers/{cast.handover.pk}/")
    assert response.status_code == 409
    assert "Take over its move in the register first." in words(response)


def test_a_paper_slipped_in_beside_the_list_is_refused(moved):
    with moved.as_("lead"):
        HandoverItem.objects.create(
            tenant=moved.partnership, to_tenant=moved.other_partnership, to_urn=900001, handover=moved.handover,
            kind="letter", title="Another", dated_on="2026-01-01", content="{}", sha256=sha256_of("{}"),
        )  # fmt: skip
    assert accept(moved) is Refused


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"content": "{ }"}, ["broken"]),
        ({"sha256": "0" * 64}, ["missing", "broken"]),
        ({"gone": True}, ["missing"]),
        ({"manifest": [{"sha256": "1" * 64}]}, ["manifest", "missing"]),
    ],
)
def test_every_hash_is_worked_out_again(change, codes):
    manifest = [{"kind": "copy", "title": "Full audit", "dated_on": "2026-01-01", "sha256": sha256_of("{}")}]
    package = Handover(manifest=change.get("manifest", manifest), sha256=sha256_of(manifest_text(manifest)))
    paper = HandoverItem(content=change.get("content", "{}"), sha256=change.get("sha256", sha256_of("{}")))
    assert [found.code for found in is_whole(package, [] if "gone" in change else [paper])] == codes


def test_a_school_that_moves_where_nobody_works_here_takes_nothing(cast):
    stage.with_a_record(cast)
    assert stage.moves_out(cast, la_code="999") is None
    with cast.as_("lead"):
        assert not Handover.objects.exists()


def test_what_comes_later_follows_once_in_a_package_of_its_own(cast):
    answering.save(cast, "dsl", "LG1", answering.SECURE)
    stage.moves_out(cast)
    with cast.as_("lead"):
        assert follow_up() == 0
    answering.save(cast, "dsl", "LG2", answering.LOW)
    with cast.as_("lead"):
        assert follow_up() == 1
        assert follow_up() == 0
        assert list(Handover.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_an_academy_has_what_the_school_before_it_had(cast):
    stage.with_a_record(cast)
    academy = stage.becomes(cast, cast.here)
    stage.joins(cast, "next_door_head", academy)
    head = cast.client("next_door_head")
    assert "The school was Alder Lane Primary School until 31 August 2026." in words(head.get("/s/900101/"))
    page = words(head.get("/s/900101/before/"))
    assert "Feedback on Full audit 2026" in page
    assert "Report on Full audit 2026" in page
    assert "There is nothing from before." in words(cast.client("head").get("/s/900001/before/"))
    ours = words(cast.client("lead").get(f"/p/eastmere/schools/{academy.pk}/"))
    assert "Alder Lane Academy was Alder Lane Primary School until 31 August 2026" in ours
    assert "as Alder Lane Primary School" in ours
    theirs = words(cast.client("lead").get(f"/p/eastmere/schools/{cast.here.pk}/"))
    assert "became Alder Lane Academy on 1 September 2026" in theirs


def test_a_link_to_a_school_that_is_open_shows_nobody_its_record(cast):
    stage.with_a_record(cast)
    academy = stage.becomes(cast, cast.next_door)
    with cast.as_("lead"):
        SchoolLink.objects.create(
            tenant=cast.partnership, urn=academy.urn, link_urn=900001, link_name="Alder Lane", direction="before",
            link_type="Predecessor - merged", file_name="links.csv",
        )  # fmt: skip
        assert carry_over() == 0
        School.objects.filter(urn=900001).update(status=School.Status.CLOSED)
        assert carry_over() == 1


def test_papers_of_a_link_that_has_gone_are_gone_too(cast):
    stage.with_a_record(cast)
    academy = stage.becomes(cast, cast.here)
    stage.joins(cast, "next_door_head", academy)
    with cast.as_("lead"):
        item = HandoverItem.received.first()
        SchoolLink.objects.update(gone_at=timezone.now())
    head = cast.client("next_door_head")
    assert head.get(f"/s/900101/before/{item.pk}/").status_code == 404
    assert "There is nothing from before." in words(head.get("/s/900101/before/"))


def test_earlier_answers_stand_beside_the_academys_own_audit(cast):
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    stage.becomes(cast, cast.here, urn=cast.next_door.urn)
    page = cast.client("next_door_dsl").get("/s/900002/audit/")
    assert "Full audit 2026: signed copy of Alder Lane Primary School" in words(page)


def test_a_merger_has_the_records_of_all_and_a_chain_goes_all_the_way(cast):
    stage.with_a_record(cast)
    middle = stage.becomes(cast, cast.here, urn=900101, name="Middle Academy")
    last = stage.becomes(cast, middle, urn=900102, name="Last Academy")
    stage.becomes(cast, cast.next_door, urn=900102)
    assert kinds(cast, "lead", last.urn) == ["letter", "report"]
    with cast.as_("lead"):
        assert carry_over() == 0


def test_a_declared_conflict_hides_the_papers(moved):
    accept(moved)
    with moved.as_("elsewhere_lead"):
        school = Membership.objects.filter(school_urn=900001).first().school_id
        item = HandoverItem.received.first()
        InterestDeclaration.objects.create(
            tenant=moved.other_partnership, school_id=school, person_id=moved.people["elsewhere_reviewer"].pk,
            has_conflict=True, reason="My sister is the head.",
        )  # fmt: skip
    address = f"/p/harrowfold/schools/handovers/papers/{item.pk}/"
    assert moved.client("elsewhere_reviewer").get(address).status_code == 404
    assert moved.client("elsewhere_lead").get(address).status_code == 200
    page = words(moved.client("elsewhere_reviewer").get(f"/p/harrowfold/schools/{school}/"))
    assert "You declared a conflict of interest with this school" in page


def test_a_package_is_accepted_on_its_page(moved):
    lead = moved.client("elsewhere_lead")
    assert "To accept" in words(lead.get("/p/harrowfold/schools/handovers/"))
    address = f"/p/harrowfold/schools/handovers/{moved.handover.pk}/"
    assert "Accept this record" in words(lead.get(address))
    assert "Accept this record" not in words(moved.client("elsewhere_analyst").get(address))
    assert lead.post(address).status_code == 302
    assert "Accepted" in words(lead.get("/p/harrowfold/schools/handovers/"))
    assert lead.post(address).status_code == 302  # the second click finds it done
    assert "Not accepted yet" not in words(moved.client("lead").get("/p/eastmere/schools/handovers/"))
    assert moved.client("lead").get(f"/p/eastmere/schools/handovers/{moved.handover.pk}/").status_code == 404


def test_a_schools_page_takes_the_same_statements_with_a_history_and_without(cast):
    def statements(school_id):
        client = cast.client("lead")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/p/eastmere/schools/{school_id}/").status_code == 200
        return len([sql for sql in captured if not sql["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    statements(cast.here.pk)
    bare = statements(cast.next_door.pk)
    stage.with_a_record(cast)
    academy = stage.becomes(cast, cast.here)
    assert statements(academy.pk) <= bare + 1
    assert bare <= 45
