"""Bytes and rows: no row without its bytes, no bytes left without a row, whatever fails and whoever comes first."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.utils import timezone

from audits.evidence import care, tasks
from audits.evidence.checking import check_file
from audits.evidence.models import EvidenceFile, EvidenceItem
from audits.evidence.uploading import receive_file
from lscp_portal.files import storing
from lscp_portal.files.storing import KEPT, WAITING, StoreAway
from lscp_portal.outbox.worker import scope_of
from tests.evidence.stage import ITEMS, allow_uploads, clean_file, described, file_now, send, worker_checks
from tests.files import making

State = EvidenceFile.State


class FailingStorage(FileSystemStorage):
    """A folder whose disk is full."""

    def _save(self, name, content):  # noqa: ARG002 - Django's
        super()._save(name, io.BytesIO(b"half"))
        raise OSError(28, "No space left on device")


@pytest.fixture
def store(settings, tmp_path):
    """A storage of its own; given a class, one that fails."""

    def use(kind="django.core.files.storage.FileSystemStorage"):
        options = {"location": str(tmp_path), "allow_overwrite": True}
        settings.STORAGES = {**settings.STORAGES, "evidence": {"BACKEND": kind, "OPTIONS": options}}
        return storing.store()

    use()
    return use


def keys(folder):
    return set(storing.stored_keys(folder))


@pytest.fixture
def a_day_later(monkeypatch):
    monkeypatch.setattr(care, "LONELY_FOR", timedelta(minutes=-1))


def test_a_storage_that_fails_is_said_and_leaves_nothing(cast, store):
    allow_uploads(cast)
    item, client = described(cast), cast.client("dsl")
    store("tests.evidence.test_storing.FailingStorage")
    answer = send(client, item, making.pdf())
    assert (answer.status_code, "does not answer" in answer.content.decode()) == (503, True)
    said = send(client, item, making.pdf(), accept="application/json")
    assert (said.status_code, "Try again" in said.json()["errors"][0]) == (503, True)
    with cast.as_("dsl"):
        assert not EvidenceFile.objects.exists()
    store()
    assert keys(WAITING) == set()
    assert send(client, item, making.pdf()).status_code == 302


def test_a_transaction_rolled_back_after_the_bytes_were_stored_leaves_bytes_that_are_swept(cast, store, a_day_later):
    allow_uploads(cast)
    item = described(cast)
    with pytest.raises(RuntimeError), cast.as_("dsl"):
        receive_file(
            actor=cast.actor("dsl"), item_id=item.pk, upload=io.BytesIO(making.pdf()), name="a.pdf", size=1_000
        )
        raise RuntimeError("the connection to the database broke at COMMIT")
    with cast.as_("dsl"):
        assert not EvidenceFile.objects.exists()
    assert len(keys(WAITING)) == 1
    tasks.care_for()
    assert keys(WAITING) == set()


def test_bytes_that_a_row_needs_are_not_swept(cast, store, a_day_later):
    file = clean_file(cast)
    send(cast.client("dsl"), described(cast, "LG2"), making.pdf())
    tasks.care_for()
    assert keys(KEPT) == {file.key}
    assert len(keys(WAITING)) == 1


def test_bytes_of_an_upload_that_is_going_on_are_not_swept(cast, store):
    storing.keep(io.BytesIO(b"x"), folder=WAITING, key=storing.new_key())
    assert care.sweep([scope_of(cast.partnership.pk)]) == 0


def test_nothing_is_swept_while_one_partnership_cannot_be_read(cast, store, a_day_later):
    storing.keep(io.BytesIO(b"x"), folder=KEPT, key=storing.new_key())

    def broken():
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        care.sweep([scope_of(cast.partnership.pk), broken])
    assert len(keys(KEPT)) == 1


def test_bytes_that_a_crash_left_after_the_verdict_are_swept(cast, store, a_day_later, monkeypatch):
    allow_uploads(cast)
    send(cast.client("dsl"), described(cast), b"%PDF-1.7 nothing")
    monkeypatch.setattr("audits.evidence.checking.forget_bytes", lambda _key: None)
    assert worker_checks(cast).state == State.REJECTED
    assert len(keys(WAITING)) == 1
    tasks.care_for()
    assert keys(WAITING) == set()


def test_a_file_is_called_erased_before_its_bytes_go_and_nobody_puts_it_back(cast, store, monkeypatch):
    file = clean_file(cast)
    client, address = cast.client("dsl"), f"/s/900001/evidence/files/{file.pk}/"
    client.post(f"{address}remove/")
    with cast.as_("dsl"):
        EvidenceFile.objects.filter(pk=file.pk).update(removed_at=timezone.now() - timedelta(days=31))
    monkeypatch.setattr(care, "forget_bytes", lambda _key: client.post(f"{address}put-back/"))
    assert care.erase(scope_of(cast.partnership.pk)) == 1
    now = file_now(cast, file.pk)
    assert now.erased_at is not None
    assert now.removed_at is not None


def test_an_item_put_back_after_its_file_was_erased_takes_another_file(cast, store):
    file = clean_file(cast)
    client = cast.client("dsl")
    client.post(f"/s/900001/evidence/{file.item_id}/remove/")
    with cast.as_("dsl"):
        EvidenceItem.objects.filter(pk=file.item_id).update(removed_at=timezone.now() - timedelta(days=31))
    assert care.erase(scope_of(cast.partnership.pk)) == 1
    client.post(f"/s/900001/evidence/{file.item_id}/put-back/")
    with cast.as_("dsl"):
        item = EvidenceItem.objects.get(pk=file.item_id, removed_at=None)
    assert send(client, item, making.pdf()).status_code == 302
    assert worker_checks(cast).state == State.CLEAN


def test_a_check_waits_while_the_storage_is_away(cast, store):
    allow_uploads(cast)
    send(cast.client("dsl"), described(cast), making.pdf())
    with cast.as_("dsl"):
        file = EvidenceFile.objects.get()
    store("tests.evidence.test_storing.FailingStorage")
    with pytest.raises(StoreAway):
        check_file(scope_of(cast.partnership.pk), file_id=file.pk)
    assert file_now(cast, file.pk).state == State.CHECKING
    assert "Being checked" in cast.client("dsl").get(ITEMS).content.decode()
    store()
    assert worker_checks(cast).state == State.CLEAN


def test_every_kind_of_storage_fails_in_one_way(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {"BACKEND": "django.core.files.storage.InMemoryStorage", "OPTIONS": {}},
    }
    assert isinstance(storing.store(), InMemoryStorage)
    assert keys(WAITING) == set()
    with pytest.raises(FileNotFoundError):
        storing.fetch(io.BytesIO(), folder=WAITING, key="ab" * 16)
