"""The scanner's part: it finds, it is away, it learns something new."""

import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.evidence import care, tasks
from audits.evidence.checking import check_file
from audits.evidence.models import EvidenceFile
from lscp_portal.files import storing
from lscp_portal.files.clamd import ScannerAway
from lscp_portal.files.types import Reason
from lscp_portal.outbox.worker import scope_of
from tests.audits import answering, review_stage
from tests.evidence.stage import allow_uploads, clean_file, described, file_now, send, worker_checks
from tests.files import making
from tests.files.making import EICAR, office
from tests.files.scanner import SaidScanner, clamd, nobody

State = EvidenceFile.State


@pytest.fixture
def said(settings):
    server = SaidScanner()
    settings.SCANNER_ADDRESS = server.address
    yield server
    server.stop()


def sent(cast, content, name="policy.pdf"):
    allow_uploads(cast)
    send(cast.client("dsl"), described(cast), content, name)
    with cast.as_("dsl"):
        return EvidenceFile.objects.get()


def test_eicar_in_a_document_is_found_by_a_real_scanner(cast, settings):
    with clamd() as address:
        settings.SCANNER_ADDRESS = address
        sent(cast, office(parts={"word/media/image1.bin": EICAR}), "policy.docx")
        file = worker_checks(cast)
        assert (file.state, file.reason) == (State.REJECTED, Reason.VIRUS.name)
        with cast.as_("dsl"):
            item = file.item
        send(cast.client("dsl"), item, office(), "policy.docx")
        file = worker_checks(cast)
    assert file.state == State.CLEAN
    assert file.scanned_with.startswith("ClamAV ")


def test_while_the_scanner_is_away_a_file_is_scanning_and_nobody_opens_it(cast, settings, said):
    settings.SCANNER_ADDRESS = nobody()
    content = making.pdf()
    file = sent(cast, content)
    with pytest.raises(ScannerAway):
        worker_checks(cast)
    assert file_now(cast, file.pk).state == State.SCANNING
    client = cast.client("dsl")
    assert client.get(f"/s/900001/evidence/files/{file.pk}/").status_code == 404
    assert "Being scanned for viruses" in client.get("/s/900001/audit/lg/lg1/evidence/").content.decode()
    settings.SCANNER_ADDRESS = said.address
    assert worker_checks(cast).state == State.CLEAN
    assert said.streams == [content]  # what was sent, not what we made of it


def test_what_rests_unchecked_is_said_and_asked_for_again(cast, caplog, monkeypatch):
    sent(cast, making.pdf())
    with caplog.at_level(logging.ERROR, "audits.evidence"):
        tasks.sweep()
    assert caplog.records == []
    monkeypatch.setattr(care, "RESTING", timedelta(minutes=-1))  # as if a quarter of an hour had gone by
    with caplog.at_level(logging.ERROR, "audits.evidence"):
        tasks.sweep()
    assert "1 uploaded files have been unchecked for a quarter of an hour" in caplog.text
    worker_checks(cast)
    with cast.as_("lead"):
        assert care.ask_again() == 0


def test_kept_files_are_scanned_again_when_the_signatures_change(cast, said):
    file = clean_file(cast)
    assert file.scanned_with == "ClamAV 1.4.3/27800/Mon Nov 2"
    with cast.as_("lead"):
        assert care.ask_for_new_scans(file.scanned_with) == 0
    said.version = b"ClamAV 1.4.3/27801/Tue Nov 3"
    with cast.as_("lead"):
        assert care.ask_for_new_scans("ClamAV 1.4.3/27801/Tue Nov 3") == 1
    tasks.care_for()
    care.scan_again(scope_of(cast.partnership.pk), file_id=file.pk)
    assert file_now(cast, file.pk).scanned_with == "ClamAV 1.4.3/27801/Tue Nov 3"
    with cast.as_("lead"):
        EvidenceFile.objects.filter(pk=file.pk).update(settled_at=timezone.now() - timedelta(days=91))
        assert care.ask_for_new_scans("ClamAV 1.4.3/27900/a month on") == 0


def test_nothing_is_called_scanned_while_the_scanner_is_away_at_night(cast, settings, caplog):
    file = clean_file(cast)
    settings.SCANNER_ADDRESS = nobody()
    tasks.care_for()
    assert "does not answer" in caplog.text
    assert file_now(cast, file.pk).scanned_with == ""


def found_by_a_later_scan(cast, said, file):
    """What the worker does at night once the scanner knows more."""
    said.verdict, said.version = b"stream: New.Virus FOUND", b"ClamAV 1.4.3/27801/Tue Nov 3"
    care.scan_again(scope_of(cast.partnership.pk), file_id=file.pk)
    return file_now(cast, file.pk)


def letters(database, template):
    """Whom letters of this kind are for, and where they lead. They wait in the outbox, which no scope reads."""
    with database.as_admin() as cursor:
        cursor.execute(
            "SELECT (arguments->>'person_id')::bigint, arguments->>'path' FROM lscp.outbox_message "
            "WHERE task = 'notify.send' AND arguments->>'template' = %s",
            [template],
        )
        return dict(cursor.fetchall())


def test_a_file_that_a_later_scan_finds_harmful_is_gone_at_once(cast, said):
    file = clean_file(cast)
    now = found_by_a_later_scan(cast, said, file)
    assert (now.state, now.reason, now.scanned_with) == (
        State.REJECTED, Reason.VIRUS.name, "ClamAV 1.4.3/27801/Tue Nov 3",
    )  # fmt: skip
    assert not storing.store().exists(storing.path_of(storing.KEPT, file.key))
    assert cast.client("dsl").get(f"/s/900001/evidence/files/{file.pk}/").status_code == 404


def test_the_school_is_told_and_sees_it_on_the_answer(committed, committed_cast, said):
    cast = committed_cast
    allow_uploads(cast)
    send(cast.client("deputy_dsl"), described(cast), making.pdf())
    file = worker_checks(cast)
    found_by_a_later_scan(cast, said, file)
    care.scan_again(scope_of(cast.partnership.pk), file_id=file.pk)  # a second message changes nothing
    people = {cast.people[who].pk for who in ("dsl", "deputy_dsl")}
    assert letters(committed, "evidence_withdrawn") == dict.fromkeys(people, "/s/900001/audit/lg/lg1/evidence/")
    for address in ("lg/lg1/", "lg/lg1/evidence/"):
        page = cast.client("dsl").get(f"/s/900001/audit/{address}").content.decode()
        assert "found something harmful" in page
    assert "is no longer here" in page
    assert letters(committed, "evidence_withdrawn_reader") == {}


def test_who_read_the_return_is_told_and_sees_it_beside_the_answer(committed, committed_cast, said):
    cast = committed_cast
    file = clean_file(cast)
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    review = review_stage.claim(cast, cast.audit)
    found_by_a_later_scan(cast, said, file)
    assert letters(committed, "evidence_withdrawn_reader") == {
        cast.people["reviewer"].pk: f"/p/eastmere/reviews/{review.pk}/"
    }
    page = cast.client("reviewer").get(f"/p/eastmere/reviews/{review.pk}/lg1/").content.decode()
    assert "found something harmful" in page


def test_nobody_gets_a_letter_about_a_file_that_was_never_clean(committed, committed_cast, said):
    cast = committed_cast
    said.verdict = b"stream: Old.Virus FOUND"
    sent(cast, making.pdf())
    assert worker_checks(cast).state == State.REJECTED
    assert letters(committed, "evidence_withdrawn") == {}


def test_bytes_of_what_was_taken_out_stay_until_nobody_can_put_it_back(cast):
    file = clean_file(cast)
    cast.client("dsl").post(f"/s/900001/evidence/files/{file.pk}/remove/")
    assert care.erase(scope_of(cast.partnership.pk)) == 0
    with cast.as_("dsl"):
        EvidenceFile.objects.filter(pk=file.pk).update(removed_at=timezone.now() - timedelta(days=31))
    assert care.erase(scope_of(cast.partnership.pk)) == 1
    assert not storing.store().exists(storing.path_of(storing.KEPT, file.key))
    assert file_now(cast, file.pk).erased_at is not None
    assert cast.client("dsl").post(f"/s/900001/evidence/files/{file.pk}/put-back/").status_code == 302
    assert file_now(cast, file.pk).removed_at is not None


@pytest.mark.parametrize("state", [State.CLEAN, State.SCANNING])
def test_the_database_lets_no_file_jump_to_clean(cast, state):
    file = sent(cast, making.pdf())
    changes = {"state": state, "kept_sha256": "0" * 64, "settled_at": timezone.now()}
    with cast.as_("lead"), pytest.raises(IntegrityError, match="cannot go from"), transaction.atomic():
        EvidenceFile.objects.filter(pk=file.pk).update(**changes)


def test_a_worker_that_died_after_the_verdict_leaves_no_bytes(cast):
    file = clean_file(cast)
    with storing.store().open(storing.path_of(storing.KEPT, file.key)) as kept:
        storing.keep(kept, folder=storing.WAITING, key=file.key)
    check_file(scope_of(cast.partnership.pk), file_id=file.pk)
    assert not storing.store().exists(storing.path_of(storing.WAITING, file.key))
