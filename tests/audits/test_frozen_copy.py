"""What is submitted is frozen as canonical JSON with its hash, served byte for byte, and never changed."""

import hashlib
import json

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from audits.signoff.copies import frozen_copy
from audits.signoff.freezing import canonical, sha256_of
from audits.signoff.models import FrozenCopy
from tests.audits.answering import LOW, SECURE, ready, sign_as
from tests.people import ASKED


@pytest.fixture
def submitted(cast):
    ready(cast)
    for who in ("dsl", "head", "chair"):
        sign_as(cast, who)
    return cast


def test_the_copy_holds_what_was_asked_answered_and_signed(submitted):
    with submitted.as_("dsl"):
        copy = frozen_copy(audit_id=submitted.audit.pk)
    content = copy.content
    assert copy.is_intact
    assert content["school"] == {"name": "Alder Lane Primary School", "urn": 900001}
    assert content["profile"]["features"] == ["early_years", "ks1", "ks2"]
    assert [row["code"] for row in content["indicators"]] == sorted(ASKED, key=list(ASKED).index)
    assert content["indicators"][0]["answer"]["how_we_know"] == SECURE.how_we_know
    assert content["indicators"][1]["answer"]["action_due_on"] == "2027-03-31"
    assert [row["step"] for row in content["signatures"]] == ["dsl", "head", "chair"]
    assert [row.board_met_on is not None for row in copy.signatures] == [False, False, True]
    assert copy.chapters[0].rows[1].answer.entry == LOW


def test_the_download_is_the_very_bytes_that_the_hash_is_of(submitted):
    response = submitted.client("head").get("/s/900001/audit/copy.json")
    with submitted.as_("dsl"):
        kept = FrozenCopy.objects.get()
    assert response.content == kept.content.encode("utf-8")
    assert hashlib.sha256(response.content).hexdigest() == kept.sha256
    assert response.content == json.dumps(
        json.loads(response.content), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode("utf-8")
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit-900001-2026.json"'
    same = submitted.client("dsl").get(f"/s/900001/audit/earlier/{submitted.audit.pk}/copy.json")
    assert same.content == response.content


def test_the_page_shows_hash_and_receipt_and_says_so_when_they_do_not_match(submitted):
    page = submitted.client("link_governor").get("/s/900001/audit/copy/").content.decode()
    with submitted.as_("dsl"):
        copy = frozen_copy(audit_id=submitted.audit.pk)
    assert copy.sha256 in page
    assert "It does not match" not in page
    assert submitted.client("dsl").get(f"/s/900001/audit/earlier/{submitted.audit.pk}/copy/").status_code == 200


def test_nobody_changes_or_removes_a_copy(submitted):
    for who in ("dsl", "lead"):
        for change in (
            lambda: FrozenCopy.objects.update(content="{}"),
            lambda: FrozenCopy.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), submitted.as_(who):
                change()


def test_a_copy_that_was_tampered_with_is_noticed(committed, committed_cast):
    ready(committed_cast)
    for who in ("dsl", "head", "chair"):
        sign_as(committed_cast, who)
    with committed.as_admin() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE lscp.audits_frozencopy SET content = replace(content, 'Close the gaps.', 'Nothing to do.')"
        )
    page = committed_cast.client("dsl").get("/s/900001/audit/copy/").content.decode()
    assert "its fingerprint does not match" in page


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(content=st.dictionaries(st.text(max_size=5), values, max_size=5))
def test_the_same_content_makes_the_same_text_whatever_the_order(content):
    backwards = dict(reversed(content.items()))
    assert canonical(content) == canonical(backwards)
    assert json.loads(canonical(content)) == content


def test_the_hash_is_of_the_utf8_bytes():
    assert sha256_of("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()
