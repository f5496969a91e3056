"""Who opens a file: the school it belongs to and the reader of its return, and nobody else."""

import pytest

from audits.evidence.models import EvidenceFile, EvidenceItem, UploadDecision
from audits.evidence.queries import file_to_hand_out, uploads_allowed
from tests.audits import answering, review_stage
from tests.audits.test_delegation import give
from tests.evidence.stage import ITEMS, TYPED, allow_uploads, clean_file, described, opened, send
from tests.files import making

UPLOADS = "/p/eastmere/evidence/"


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("dsl", "/s/900001/", 200),
        ("head", "/s/900001/", 200),
        ("chair", "/s/900001/", 200),
        ("contributor", "/s/900001/", 404),
        ("next_door_dsl", "/s/900002/", 404),
        ("next_door_dsl", "/s/900001/", 404),
        ("elsewhere_dsl", "/s/900050/", 404),
        ("lead", "/s/900001/", 404),
    ],
)
def test_a_school_opens_its_own_files_only(cast, who, address, status):
    file = clean_file(cast)
    assert opened(cast.client(who), f"{address}evidence/files/{file.pk}/")[0] == status


def test_the_reader_of_the_return_opens_it_and_no_other_one(cast):
    file = clean_file(cast)
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    review = review_stage.claim(cast, cast.audit)
    address = f"/p/eastmere/reviews/{review.pk}/evidence/{file.pk}/"
    assert opened(cast.client("reviewer"), address)[1].startswith(b"%PDF-")
    assert opened(cast.client("lead"), address)[0] == 200
    assert [opened(cast.client(who), address)[0] for who in ("second_reviewer", "elsewhere_lead", "dsl")] == [
        403,
        404,
        404,
    ]
    assert "policy.pdf" in cast.client("reviewer").get(f"/p/eastmere/reviews/{review.pk}/lg1/").content.decode()
    cast.declare("lead", cast.here, conflict=True)
    assert opened(cast.client("lead"), address)[0] == 403


def test_a_file_of_another_return_is_not_opened_through_this_one(cast):
    file = clean_file(cast)
    with cast.as_("dsl"), pytest.raises(EvidenceFile.DoesNotExist):
        file_to_hand_out(file_id=file.pk, audit_id=cast.audit.pk + 1)
    with cast.as_("dsl"):
        assert file_to_hand_out(file_id=file.pk, audit_id=cast.audit.pk) == file


def test_after_signing_no_file_is_taken_or_taken_out(cast):
    file = clean_file(cast)
    item = described(cast, "LG2")
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    client = cast.client("dsl")
    assert send(client, item, making.pdf()).status_code == 423
    assert client.post(f"/s/900001/evidence/files/{file.pk}/remove/").status_code == 423
    assert opened(client, f"/s/900001/evidence/files/{file.pk}/")[0] == 200


def test_a_contributor_sees_and_gives_evidence_of_what_was_given_to_them_and_nothing_else(cast):
    file = clean_file(cast)
    other = described(cast, "CU1")
    client = cast.client("contributor")
    assert client.get(ITEMS).status_code == 404
    give(cast)
    assert opened(client, f"/s/900001/evidence/files/{file.pk}/")[0] == 200
    assert client.post(ITEMS, TYPED).status_code == 302
    assert client.get("/s/900001/audit/cu/cu1/evidence/").status_code == 404
    assert client.get(f"/s/900001/evidence/{other.pk}/").status_code == 404
    assert client.post(f"/s/900001/evidence/{other.pk}/remove/").status_code == 404
    with cast.as_("contributor"):
        assert set(EvidenceItem.objects.values_list("indicator__code", flat=True)) == {"LG1"}
        assert EvidenceItem.objects.filter(pk=other.pk).update(what="x") == 0


@pytest.mark.parametrize("who", ["head", "chair"])
def test_who_does_not_answer_sends_nothing(cast, who):
    allow_uploads(cast)
    assert send(cast.client(who), described(cast), making.pdf()).status_code == 403


def test_the_lead_decides_with_a_reason_and_all_staff_may_read_it(cast):
    client = cast.client("lead")
    assert client.post(UPLOADS, {"allowed": "yes", "reason": ""}).status_code == 422
    assert client.post(UPLOADS, {"allowed": "yes", "reason": "Agreed in the board."}).status_code == 302
    with cast.as_("dsl"):
        assert uploads_allowed()
    page = cast.client("reviewer").get(UPLOADS).content.decode()
    assert "Schools may upload files." in page
    assert "Agreed in the board." in page
    assert "Keep the decision" not in page
    assert cast.client("reviewer").post(UPLOADS, {"allowed": "no", "reason": "x"}).status_code == 403
    client.post(UPLOADS, {"allowed": "no", "reason": "Too much of it."})
    with cast.as_("dsl"):
        assert not uploads_allowed()
    with cast.as_("lead"):
        assert UploadDecision.objects.count() == 2


def test_one_partnerships_yes_is_not_anothers(cast):
    allow_uploads(cast)
    with cast.as_("elsewhere_dsl"):
        assert not uploads_allowed()


def test_a_stranger_without_a_session_sends_nothing(cast, client):
    allow_uploads(cast)
    item = described(cast)
    assert send(client, item, making.pdf()).status_code == 401
