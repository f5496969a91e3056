"""Uploaded files: the worker's part. Each check is one message of the outbox, so that it is tried again."""

import logging

from celery import shared_task
from django.conf import settings

from audits.evidence import care
from audits.evidence.checking import check_file
from lscp_portal.files.clamd import ScannerAway, signatures
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership

log = logging.getLogger("audits.evidence")


@worker_task("audits.check_evidence")
def check_one(open_scope: OpenScope, *, file_id: int) -> None:
    """Bring one file to its verdict. Raises ScannerAway: tried again, and until then it can be opened by nobody."""
    check_file(open_scope, file_id=file_id)


@worker_task("audits.scan_evidence_again")
def scan_one_again(open_scope: OpenScope, *, file_id: int) -> None:
    """Scan one kept file with newer signatures. Raises ScannerAway."""
    care.scan_again(open_scope, file_id=file_id)


@shared_task(name="audits.sweep_evidence")
def sweep() -> None:
    """Say loudly which files rest unchecked, and have them checked again."""
    for open_scope in _everywhere():
        with open_scope():
            resting = care.ask_again()
        if resting:
            log.error("%s uploaded files have been unchecked for a quarter of an hour or more", resting)


@shared_task(name="audits.care_for_evidence")
def care_for() -> None:
    """Every night: scan young files again with new signatures, erase what was taken out for good, sweep the rest."""
    version = _signatures()
    scopes = _everywhere()
    for open_scope in scopes:
        care.erase(open_scope)
        if version:
            with open_scope():
                care.ask_for_new_scans(version)
    if swept := care.sweep(scopes):
        log.warning("%s stored files belonged to no row and were thrown away", swept)


def _everywhere() -> list[OpenScope]:
    return [scope_of(key) for key in Partnership.objects.order_by("pk").values_list("pk", flat=True)]


def _signatures() -> str:
    if not settings.SCANNER_ADDRESS:
        return ""
    try:
        return signatures(settings.SCANNER_ADDRESS)
    except ScannerAway:
        log.exception("the virus scanner at LSCP_SCANNER_ADDRESS does not answer; nothing is scanned again tonight")
        return ""
