"""A file is sent, checked by the worker, and opened by those who may; nobody opens it before."""

import hashlib
import io
import urllib.request
from pathlib import Path

import pytest
from django.core.cache import cache
from PIL import Image

from audits.evidence.checking import check_file
from audits.evidence.models import EvidenceFile
from audits.evidence.queries import evidence_of
from audits.evidence.uploading import receive_file
from lscp_portal.files import storing
from lscp_portal.files.serving import HEADERS
from lscp_portal.files.types import LARGEST_FILE, Reason
from lscp_portal.outbox.worker import scope_of
from lscp_portal.settings import files
from lscp_portal.workflow import Refused
from tests.evidence.stage import (
    ITEMS,
    allow_uploads,
    clean_file,
    described,
    file_now,
    opened,
    send,
    worker_checks,
)
from tests.files import making
from tests.files.hostile import CLASSES
from tests.files.store import s3_store
from tests.files.test_storage import STORE

State = EvidenceFile.State


def stored(file, folder):
    return storing.store().exists(storing.path_of(folder, file.key))


def test_without_the_partnerships_yes_nothing_is_taken(cast):
    item, client = described(cast), cast.client("dsl")
    assert "Upload a file" not in client.get(ITEMS).content.decode()
    assert "Your partnership takes no files" in client.get(f"/s/900001/evidence/{item.pk}/upload/").content.decode()
    answer = send(client, item, making.pdf())
    assert (answer.status_code, "takes no files" in answer.content.decode()) == (422, True)
    with cast.as_("dsl"):
        assert not EvidenceFile.objects.exists()


def test_a_file_is_sent_checked_and_opened(cast):
    allow_uploads(cast)
    item, client, content = described(cast), cast.client("dsl"), making.pdf()
    assert send(client, item, content, "Policy, 14 September.pdf").status_code == 302
    with cast.as_("dsl"):
        file = EvidenceFile.objects.get()
    assert (file.state, file.sha256, file.size) == (State.RECEIVED, hashlib.sha256(content).hexdigest(), len(content))
    assert file.name not in storing.path_of(storing.WAITING, file.key)
    assert client.get(f"/s/900001/evidence/files/{file.pk}/").status_code == 404
    assert "Being checked" in client.get(ITEMS).content.decode()
    file = worker_checks(cast)
    assert (file.state, stored(file, storing.WAITING), stored(file, storing.KEPT)) == (State.CLEAN, False, True)
    status, body = opened(client, f"/s/900001/evidence/files/{file.pk}/")
    assert (status, hashlib.sha256(body).hexdigest()) == (200, file.kept_sha256)


def test_a_download_is_neither_shown_nor_remembered_by_a_browser(cast):
    file = clean_file(cast, making.picture("JPEG", gps=True), "caf\u00e9.jpg")
    answer = cast.client("dsl").get(f"/s/900001/evidence/files/{file.pk}/")
    body = b"".join(answer.streaming_content)
    with Image.open(io.BytesIO(body)) as after:
        assert dict(after.getexif()) == {}
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''caf%C3%A9.jpg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "same-site"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "image/jpeg"
    assert not answer.cookies


def test_a_proxy_may_hand_it_out(cast, settings):
    settings.FILES_HANDED_OUT_BY, settings.FILES_PROXY_PATH = "proxy", "/inside/"
    file = clean_file(cast)
    answer = cast.client("dsl").get(f"/s/900001/evidence/files/{file.pk}/")
    assert answer["X-Accel-Redirect"] == f"/inside/kept/{file.key[:2]}/{file.key}"
    assert answer.content == b""
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="policy.pdf"',
    )


def test_a_store_may_hand_it_out_by_a_link_made_after_the_rights_were_looked_at(cast, settings, monkeypatch):
    for name, value in STORE.items():
        monkeypatch.setenv(name, value)
    with s3_store() as (address, _owner):
        monkeypatch.setenv("LSCP_FILES_ENDPOINT", address)
        settings.STORAGES = {**settings.STORAGES, "evidence": files.storage(Path("/"))}
        settings.FILES_HANDED_OUT_BY = "store"
        file = clean_file(cast)
        download = f"/s/900001/evidence/files/{file.pk}/"
        assert cast.client("next_door_dsl").get(download).status_code == 404
        answer = cast.client("dsl").get(download)
        assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
        with urllib.request.urlopen(answer["Location"]) as response:  # noqa: S310 - our own test server
            assert hashlib.sha256(response.read()).hexdigest() == file.kept_sha256
            assert response.headers["Content-Disposition"] == 'attachment; filename="policy.pdf"'


ONE_OF_EACH = [
    ("macro", "vbaProject in Word"), ("OLE", "object in Word"), ("external template", "template from a server"),
    ("polyglot", "GIF, then PDF"), ("zip slip", "up"), ("PDF that acts", "script when opened"), ("encrypted", "PDF"),
    ("pixel flood", "wide"), ("wrong magic", "PNG called JPG"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "which"), ONE_OF_EACH)
def test_a_hostile_file_is_not_kept_and_its_page_says_what_to_do(cast, kind, which):
    name, content, reason = CLASSES[kind][which]
    allow_uploads(cast)
    client, item = cast.client("dsl"), described(cast)
    assert send(client, item, content, name).status_code == 302
    file = worker_checks(cast)
    assert (file.state, file.reason) == (State.REJECTED, reason.name)
    assert not stored(file, storing.WAITING)
    assert not stored(file, storing.KEPT)
    page = client.get(ITEMS).content.decode()
    assert reason.value in page
    assert "another file" in page
    assert client.get(f"/s/900001/evidence/files/{file.pk}/").status_code == 404
    assert send(client, item, making.pdf()).status_code == 302
    assert worker_checks(cast).state == State.CLEAN


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("policy.pdf", b"", Reason.EMPTY.value),
        ("policy.exe", b"MZ", Reason.WRONG_KIND.value),
        ("policy\u202efdp.exe", b"MZ", Reason.WRONG_KIND.value),
        ("policy.svg", b"<svg/>", Reason.WRONG_KIND.value),
        ("UPN_A123456789012.pdf", making.pdf(), "may point at a child"),
        ("large.pdf", b"%PDF-" + b"0" * LARGEST_FILE, Reason.TOO_LARGE.value),
    ],
)
def test_what_name_and_size_say_is_said_at_once(cast, name, content, words):
    allow_uploads(cast)
    item, client = described(cast), cast.client("dsl")
    answer = send(client, item, content, name)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    said = send(client, item, content, name, accept="application/json")
    assert (said.status_code, words in " ".join(said.json()["errors"])) == (422, True)
    with cast.as_("dsl"):
        assert not EvidenceFile.objects.exists()


def test_a_body_above_21_mb_is_refused_before_it_is_kept_anywhere(cast):
    allow_uploads(cast)
    answer = send(cast.client("dsl"), described(cast), b"0" * 22_000_000)
    assert (answer.status_code, Reason.TOO_LARGE.value in answer.content.decode()) == (413, True)


def test_a_person_sends_two_files_at_a_time(cast):
    allow_uploads(cast)
    item, client, person = described(cast), cast.client("dsl"), cast.people["dsl"].pk
    cache.set_many({f"upload:{person}:0": 1, f"upload:{person}:1": 1}, 60)
    assert send(client, item, making.pdf()).status_code == 429
    cache.delete(f"upload:{person}:1")
    assert send(client, item, making.pdf()).status_code == 302
    assert cache.get(f"upload:{person}:1") is None


def test_a_script_is_told_where_to_go(cast):
    allow_uploads(cast)
    answer = send(cast.client("dsl"), described(cast), making.pdf(), accept="application/json")
    assert answer.json() == {"location": ITEMS}
    files = cast.client("dsl").get(ITEMS, headers={"accept": "application/json"}).json()["files"]
    assert [one["is_waiting"] for one in files] == [True]


def test_an_item_has_one_file_and_it_can_be_taken_out_and_put_back(cast):
    file = clean_file(cast)
    client, address = cast.client("dsl"), f"/s/900001/evidence/files/{file.pk}/"
    with cast.as_("dsl"):
        item = file.item
    assert "There is a file already" in send(client, item, making.pdf()).content.decode()
    assert client.post(f"{address}remove/").status_code == 302
    assert client.get(address).status_code == 404
    assert "Put it back" in client.get(ITEMS).content.decode()
    assert client.post(f"{address}put-back/").status_code == 302
    assert opened(client, address)[0] == 200
    client.post(f"{address}remove/")
    send(client, item, making.pdf())
    assert client.post(f"{address}put-back/").status_code == 409


def test_a_taken_out_item_takes_its_file_with_it(cast):
    file = clean_file(cast)
    client = cast.client("dsl")
    client.post(f"/s/900001/evidence/{file.item_id}/remove/")
    assert client.get(f"/s/900001/evidence/files/{file.pk}/").status_code == 404


def test_bytes_of_a_file_that_was_not_taken_are_not_left_behind(cast):
    item = described(cast)
    with cast.as_("dsl"), pytest.raises(Refused):
        receive_file(actor=cast.actor("dsl"), item_id=item.pk, upload=io.BytesIO(b"x"), name="a.pdf", size=1)
    with cast.as_("dsl"):
        assert evidence_of(audit_id=cast.audit.pk)["LG1"][0].file is None


def test_a_check_asked_for_twice_comes_to_the_same_end(cast):
    file = clean_file(cast)
    check_file(scope_of(cast.partnership.pk), file_id=file.pk)
    again = file_now(cast, file.pk)
    assert (again.state, again.kept_sha256, again.settled_at) == (file.state, file.kept_sha256, file.settled_at)
