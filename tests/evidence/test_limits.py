"""How much a school may upload, at the edge, and when two send at once (security.md 4.1, ASVS V5.2.4)."""

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connections

from audits.evidence.models import EvidenceFile, EvidenceItem
from audits.evidence.queries import usage_of
from audits.evidence.rules import LARGEST_AUDIT, LARGEST_YEAR, MOST_FILES, there_is_room
from audits.evidence.types import Usage
from audits.evidence.uploading import receive_file
from audits.lifecycle.models import Audit
from lscp_portal.files import storing
from lscp_portal.files.receiving import AT_A_TIME, _slot
from lscp_portal.files.types import LARGEST_FILE
from lscp_portal.workflow import Refused
from tests.evidence.stage import allow_uploads, described, send
from tests.files import making

BYTES = making.pdf()
EDGES = {
    "the fortieth file": (Usage(39, 0, 0), 1, ""),
    "one more": (Usage(40, 0, 0), 1, "40 files"),
    "300 MB to the byte": (Usage(9, 290_000_000, 0), 10_000_000, ""),
    "a byte above 300 MB": (Usage(9, 290_000_000, 0), 10_000_001, "300 MB"),
    "2 GB to the byte": (Usage(0, 0, 1_990_000_000), 10_000_000, ""),
    "a byte above 2 GB": (Usage(0, 0, 1_990_000_000), 10_000_001, "2 GB"),
}


@pytest.mark.parametrize(("usage", "size", "words"), EDGES.values(), ids=EDGES)
def test_there_is_room_to_the_last_byte(usage, size, words):
    found = [blocker.sentence for blocker in there_is_room(usage, size)]
    assert [words in sentence for sentence in found] == ([True] if words else [])


def test_the_limits_are_those_of_the_paper():
    assert (LARGEST_FILE, MOST_FILES, LARGEST_AUDIT, LARGEST_YEAR, AT_A_TIME) == (
        20_000_000, 40, 300_000_000, 2_000_000_000, 2,
    )  # fmt: skip


def filled(cast, sizes, audit=None, **changes):
    """Rows of files of these sizes, without their bytes."""
    audit = audit or cast.audit
    with cast.as_("dsl"):
        for size in sizes:
            item = EvidenceItem.objects.create(
                audit=audit, indicator_id=audit.indicator_ids[0], kind="policy",
                what="x", kept_where="x", held_by="x", added_by_id=1, **audit.owner,
            )  # fmt: skip
            EvidenceFile.objects.create(
                item=item, key=storing.new_key(), name="a.pdf", kind="PDF", size=size, sha256="0" * 64,
                received_by_id=1, **{**audit.owner, **changes},
            )  # fmt: skip


def sent(cast, item):
    """What the school reads when it sends a small file."""
    answer = send(cast.client("dsl"), item, BYTES)
    return answer.status_code, answer.content.decode()


def test_a_file_of_20_mb_to_the_byte_is_taken(cast):
    allow_uploads(cast)
    content = BYTES + b"\0" * (LARGEST_FILE - len(BYTES))
    assert send(cast.client("dsl"), described(cast), content).status_code == 302


def test_forty_files_of_an_audit_are_taken_and_no_more(cast):
    allow_uploads(cast)
    items = [described(cast, code) for code in ("LG1", "LG2")]
    filled(cast, [1] * 39)
    assert sent(cast, items[0])[0] == 302
    status, page = sent(cast, items[1])
    assert (status, "40 files already" in page) == (422, True)


def test_300_mb_of_an_audit_are_taken_and_no_more(cast):
    allow_uploads(cast)
    items = [described(cast, code) for code in ("LG1", "LG2")]
    filled(cast, [LARGEST_AUDIT - len(BYTES)])
    assert sent(cast, items[0])[0] == 302
    status, page = sent(cast, items[1])
    assert (status, "300 MB together" in page) == (422, True)


def test_what_was_refused_or_taken_out_takes_no_room(cast):
    allow_uploads(cast)
    item = described(cast)
    assert sent(cast, item)[0] == 302
    with cast.as_("dsl"):
        audit = Audit.objects.select_related("cycle").get(pk=cast.audit.pk)
        assert usage_of(audit=audit) == Usage(1, len(BYTES), len(BYTES))
    cast.client("dsl").post(f"/s/900001/evidence/{item.pk}/remove/")
    with cast.as_("dsl"):
        assert usage_of(audit=audit) == Usage(0, 0, 0)


def race(cast, items):
    """Each item gets a file at the same moment, each by a connection of its own; how many were taken."""
    start = Barrier(len(items))

    def one(item):
        try:
            with cast.as_("dsl"):
                start.wait(10)
                receive_file(
                    actor=cast.actor("dsl"), item_id=item.pk, upload=io.BytesIO(BYTES), name="a.pdf", size=len(BYTES)
                )
        except Refused:
            return 0
        finally:
            for connection in connections.all():
                connection.close()
        return 1

    with ThreadPoolExecutor(len(items)) as pool:
        return sum(pool.map(one, items))


def test_uploads_that_race_cannot_pass_the_number_of_an_audit(committed_cast):
    cast = committed_cast
    allow_uploads(cast)
    items = [described(cast, code) for code in ("LG1", "LG2", "LG3", "CU1")]
    filled(cast, [1] * (MOST_FILES - 2))
    assert race(cast, items) == 2
    with cast.as_("dsl"):
        assert EvidenceFile.objects.count() == MOST_FILES


def test_two_files_for_one_item_race_and_one_is_taken(committed_cast):
    cast = committed_cast
    allow_uploads(cast)
    item = described(cast)
    assert race(cast, [item] * 3) == 1


def test_two_places_for_each_person_however_many_ask_at_once(committed):
    def ask(_number):
        try:
            return _slot(7)
        finally:
            for connection in connections.all():
                connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(ask, range(6)))
    assert sorted(filter(None, found)) == ["upload:7:0", "upload:7:1"]
    cache.delete_many(["upload:7:0", "upload:7:1"])
