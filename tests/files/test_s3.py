"""An S3-compatible store: put, get, a link for a minute, delete, and what happens when it is away."""

import io
import urllib.request
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from lscp_portal.files import storing
from lscp_portal.files.serving import hand_out
from lscp_portal.files.storing import KEPT, WAITING, StoreAway
from lscp_portal.files.types import Kind
from lscp_portal.settings import files
from tests.files.scanner import nobody
from tests.files.store import BUCKET, s3_store
from tests.files.test_storage import CHECKOUT, STORE

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 40_000  # ten megabytes: sent in more than one part


@pytest.fixture(scope="module")
def real():
    with s3_store() as found:
        yield found


@pytest.fixture
def use(settings, monkeypatch):
    """Have files stored at this address."""

    def at(address):
        for name, value in (STORE | {"LSCP_FILES_ENDPOINT": address, "LSCP_FILES_BUCKET": BUCKET}).items():
            monkeypatch.setenv(name, value)
        settings.STORAGES = {**settings.STORAGES, "evidence": files.storage(CHECKOUT)}
        settings.FILES_HANDED_OUT_BY = "store"

    return at


def fetched(folder, key):
    target = io.BytesIO()
    storing.fetch(target, folder=folder, key=key)
    return target.getvalue()


def test_bytes_are_put_got_replaced_and_deleted(real, use):
    use(real[0])
    key = storing.new_key()
    measured = storing.keep(io.BytesIO(CONTENT), folder=WAITING, key=key)
    assert measured.size == len(CONTENT)
    assert fetched(WAITING, key) == CONTENT
    storing.keep(io.BytesIO(b"other"), folder=WAITING, key=key)
    assert fetched(WAITING, key) == b"other"
    assert list(storing.stored_keys(WAITING)) == [key]
    assert datetime.now(UTC) - storing.stored_at(folder=WAITING, key=key) < timedelta(minutes=5)
    for _ in range(2):
        storing.forget(folder=WAITING, key=key)
    with pytest.raises(FileNotFoundError):
        fetched(WAITING, key)
    assert list(storing.stored_keys(WAITING)) == []


def test_what_is_stored_is_private_and_bears_no_name(real, use):
    address, owner = real
    use(address)
    key = storing.new_key()
    storing.keep(io.BytesIO(b"x"), folder=KEPT, key=key)
    grants = owner.get_object_acl(Bucket=BUCKET, Key=storing.path_of(KEPT, key))["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    assert [row["Key"] for row in owner.list_objects_v2(Bucket=BUCKET, Prefix=KEPT)["Contents"]] == [
        storing.path_of(KEPT, key)
    ]


def test_a_link_is_for_one_file_and_one_minute_and_makes_it_a_download(real, use):
    use(real[0])
    key = storing.new_key()
    storing.keep(io.BytesIO(b"content"), folder=KEPT, key=key)
    answer = hand_out(key=key, name="café.pdf", kind=Kind.PDF)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    with urllib.request.urlopen(answer["Location"]) as response:  # noqa: S310 - our own test server
        assert response.read() == b"content"
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''caf%C3%A9.pdf"
        assert response.headers["Cache-Control"] == "private, no-store"
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert (asked["X-Amz-Expires"], asked["X-Amz-SignedHeaders"]) == (["60"], ["host"])
    longer = storing.store().url(storing.path_of(KEPT, key), expire=3_600)
    assert parse_qs(urlsplit(longer).query)["X-Amz-Signature"] != asked["X-Amz-Signature"]
    storing.forget(folder=KEPT, key=key)
    with pytest.raises(HTTPError, match=r"40[34]"):
        urllib.request.urlopen(answer["Location"])  # noqa: S310 - our own test server


def test_a_store_that_does_not_answer_is_away_and_soon(use):
    use(nobody().replace("tcp:", "http:"))
    began = datetime.now(UTC)
    for attempt in (
        lambda: storing.keep(io.BytesIO(b"x"), folder=WAITING, key="ab" * 16),
        lambda: fetched(WAITING, "ab" * 16),
        lambda: storing.forget(folder=WAITING, key="ab" * 16),
        lambda: list(storing.stored_keys(WAITING)),
    ):
        with pytest.raises(StoreAway):
            attempt()
    assert datetime.now(UTC) - began < timedelta(seconds=40)


def test_a_bucket_that_is_not_ours_is_away_too(real, use, monkeypatch):
    monkeypatch.setitem(STORE, "LSCP_FILES_BUCKET", "evidence")
    use(real[0])
    storing.store().bucket_name  # noqa: B018 - the storage is made here
    monkeypatch.setattr(storing.store(), "bucket_name", "nobodys")
    with pytest.raises(StoreAway):
        storing.keep(io.BytesIO(b"x"), folder=WAITING, key="ab" * 16)
