"""Evidence is described and located: what it is, where it is kept, who holds it."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audits.answers.types import AuditClosed
from audits.evidence.actions import change_item, describe, remove_item
from audits.evidence.models import EvidenceItem
from audits.evidence.queries import evidence_of
from audits.evidence.types import DESCRIPTION, ItemChanged, frozen, thawed
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.signoff.copies import frozen_copy
from tests.audits import answering, review_stage
from tests.audits.last_year import make_last_year
from tests.evidence.stage import ITEMS, POLICY, TYPED, allow_uploads, clean_file, described, send
from tests.files import making
from tests.people import ASKED


def shown(cast, code="LG1"):
    with cast.as_("dsl"):
        return evidence_of(audit_id=cast.audit.pk).get(code, ())


def test_what_was_typed_stands_beside_the_answer(cast):
    client = cast.client("dsl")
    assert "No evidence is described for LG1 yet." in client.get("/s/900001/audit/lg/lg1/").content.decode()
    assert client.post(ITEMS, TYPED).status_code == 302
    page = client.get("/s/900001/audit/lg/lg1/").content.decode()
    assert POLICY.what in page
    assert POLICY.kept_where in page
    assert shown(cast)[0].dated_on == date(2026, 9, 14)
    assert answering.state_of(cast) == Audit.State.IN_PROGRESS


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Answer “What kind of document is it?”"),
        ({"what": ""}, "Enter what it is"),
        ({"kept_where": ""}, "Enter where it is kept"),
        ({"held_by": ""}, "Enter who holds it"),
        ({"what": "Record of UPN A123456789012"}, "unique pupil number"),
        ({"review_on_day": "1", "review_on_month": "9", "review_on_year": "2026"}, "must be after its date"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(cast, changes, words):
    answer = cast.client("dsl").post(ITEMS, TYPED | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert all(value in page for name, value in (TYPED | changes).items() if name in {"kept_where", "held_by"})
    assert shown(cast) == ()


def test_a_persons_name_where_a_role_is_asked_for_is_asked_about(cast):
    named = TYPED | {"held_by": "Mrs Quillfeather"}
    page = cast.client("dsl").post(ITEMS, named)
    text = page.content.decode()
    assert page.status_code == 422
    assert "<strong>“Mrs Quillfeather”</strong> This looks like a person’s name. Write the role instead" in text
    assert shown(cast) == ()
    tick = dict(re.findall(r'name="(\S+-no-child)" value="([0-9a-f]{64})"', text))
    assert list(tick) == ["held_by-no-child"]
    assert cast.client("dsl").post(ITEMS, named | tick).status_code == 302
    assert [one.held_by for one in shown(cast)] == ["Mrs Quillfeather"]


def test_it_can_be_changed_but_not_over_somebody_elses_change(cast):
    item = described(cast)
    client, address = cast.client("dsl"), f"/s/900001/evidence/{item.pk}/"
    assert client.post(address, TYPED | {"read": 1, "what": "Another policy"}).status_code == 302
    assert client.post(address, TYPED | {"read": 1, "what": "A third one"}).status_code == 409
    assert [(one.what, one.revision) for one in shown(cast)] == [("Another policy", 2)]


def test_what_is_taken_out_can_be_put_back_until_it_is_signed(cast):
    item, client = described(cast), cast.client("dsl")
    assert client.post(f"/s/900001/evidence/{item.pk}/remove/").status_code == 302
    assert shown(cast) == ()
    assert "Put it back" in client.get(ITEMS).content.decode()
    with pytest.raises(ItemChanged), cast.as_("dsl"):
        change_item(actor=cast.actor("dsl"), item_id=item.pk, said=POLICY, read=1)
    client.post(f"/s/900001/evidence/{item.pk}/put-back/")
    assert [one.id for one in shown(cast)] == [item.pk]


def test_an_indicator_has_twenty_pieces_of_evidence_at_most(cast):
    for number in range(20):
        described(cast, said=replace(POLICY, what=f"Policy {number}"))
    answer = cast.client("dsl").post(ITEMS, TYPED)
    assert (answer.status_code, len(shown(cast))) == (409, 20)
    assert "Keep those that show it best" in answer.content.decode()


@pytest.mark.parametrize("who", ["head", "chair"])
def test_who_does_not_answer_reads_and_does_not_write(cast, who):
    item, client = described(cast), cast.client(who)
    page = client.get(ITEMS).content.decode()
    assert POLICY.what in page
    assert "Add evidence" not in page
    assert client.post(ITEMS, TYPED).status_code == 403
    assert client.post(f"/s/900001/evidence/{item.pk}/remove/").status_code == 403


def test_only_people_of_the_school_give_evidence(cast):
    with cast.as_("dsl"), pytest.raises(PermissionDenied):
        describe(actor=cast.actor("next_door_dsl"), audit_id=cast.audit.pk, code="LG1", said=POLICY)


def test_signed_evidence_is_frozen_and_cannot_change(cast):
    item = described(cast)
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    for action, more in ((remove_item, {}), (change_item, {"said": POLICY, "read": 1})):
        with cast.as_("dsl"), pytest.raises(AuditClosed):
            action(actor=cast.actor("dsl"), item_id=item.pk, **more)
    client = cast.client("dsl")
    assert client.post(f"/s/900001/evidence/{item.pk}/remove/").status_code == 423
    with cast.as_("dsl"):
        copy = frozen_copy(audit_id=cast.audit.pk)
    rows = {row["code"]: row["evidence"] for row in copy.content["indicators"]}
    assert rows["LG1"] == [
        {
            "kind": "policy", "what": POLICY.what, "kept_where": POLICY.kept_where, "held_by": POLICY.held_by,
            "dated_on": "2026-09-14", "review_on": None, "file": None,
        }
    ]  # fmt: skip
    assert rows["LG2"] == []
    assert copy.is_intact
    for address in ("copy/", "all/", "lg/lg1/"):
        assert POLICY.what in client.get(f"/s/900001/audit/{address}").content.decode()


def test_a_copy_from_before_there_was_evidence_can_be_read(cast):
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    with cast.as_("dsl"):
        copy = frozen_copy(audit_id=cast.audit.pk)
    for row in copy.content["indicators"]:
        del row["evidence"]
    assert [row.evidence for chapter in copy.chapters for row in chapter.rows] == [()] * len(ASKED)


def test_what_is_frozen_reads_back_as_it_was(cast):
    described(cast)
    (before,) = shown(cast)
    (after,) = thawed("LG1", json.loads(json.dumps(frozen([before]))))
    assert after == replace(before, id=0, revision=0)


def test_the_reviewer_reads_it_beside_the_answer(cast):
    described(cast)
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    review = review_stage.claim(cast, cast.audit)
    page = cast.client("reviewer").get(f"/p/eastmere/reviews/{review.pk}/lg1/").content.decode()
    assert POLICY.what in page
    assert POLICY.held_by in page


def test_what_was_described_last_time_is_used_again_by_a_press_and_once(cast):
    last = make_last_year(cast)
    with cast.as_("dsl"):
        indicator = Indicator.objects.get(pk__in=last.indicator_ids, code="LG1")
        item = EvidenceItem.objects.create(
            audit=last,
            indicator=indicator,
            added_by_id=1,
            **{**vars_of(POLICY), "what": "Policy of 2025"},
            **last.owner,
        )
    client = cast.client("dsl")
    assert "Use it again" in client.get(ITEMS).content.decode()
    assert client.post(f"/s/900001/evidence/{item.pk}/use-again/").status_code == 302
    assert [one.what for one in shown(cast)] == ["Policy of 2025"]
    assert "Use it again" not in client.get(ITEMS).content.decode()


def vars_of(said):
    """Its words by name."""
    return {name: getattr(said, name) for name in DESCRIPTION}


def test_an_item_without_a_place_cannot_be_kept(cast):
    item = described(cast)
    with cast.as_("dsl"), pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.filter(pk=item.pk).update(kept_where="")


@pytest.mark.parametrize("address", [ITEMS, "/s/900001/audit/lg/lg1/", "/s/900001/audit/all/"])
def test_statements_of_a_page_do_not_grow_with_evidence_and_its_files(cast, django_assert_max_num_queries, address):
    client = cast.client("dsl")
    allow_uploads(cast)
    send(client, described(cast), making.pdf())
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    budget = len(few.captured_queries)  # the next request forgets them
    for number in range(8):
        send(client, described(cast, said=replace(POLICY, what=f"Policy {number}")), making.pdf())
    with django_assert_max_num_queries(budget):
        client.get(address)


def test_statements_of_a_reviewer_do_not_grow_with_evidence_and_its_files(cast, django_assert_max_num_queries):
    clean_file(cast)
    for number in range(8):
        described(cast, said=replace(POLICY, what=f"Policy {number}"))
    described(cast, "LG2")
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    review = review_stage.claim(cast, cast.audit)
    reviewer = cast.client("reviewer")
    reviewer.get(f"/p/eastmere/reviews/{review.pk}/lg1/")
    with django_assert_max_num_queries(40) as one:
        reviewer.get(f"/p/eastmere/reviews/{review.pk}/lg2/")
    budget = len(one.captured_queries)
    with django_assert_max_num_queries(budget):
        reviewer.get(f"/p/eastmere/reviews/{review.pk}/lg1/")


def test_lists_of_evidence_take_two_statements(cast, django_assert_num_queries):
    clean_file(cast)
    described(cast, "LG2")
    with cast.as_("dsl"), django_assert_num_queries(2):
        found = evidence_of(audit_id=cast.audit.pk)
    assert set(found) == {"LG1", "LG2"}
