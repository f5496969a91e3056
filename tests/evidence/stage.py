"""Helps tests of evidence: described items, files sent as a browser sends them, and the worker's part done at once."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audits.evidence.actions import decide_uploads, describe
from audits.evidence.checking import check_file
from audits.evidence.models import EvidenceFile, EvidenceItem
from audits.evidence.types import Described
from lscp_portal.outbox.worker import scope_of
from tests.files import making
from tests.people import Cast

POLICY = Described(
    kind="policy",
    what="Safeguarding policy, adopted by the board",
    kept_where="Governors’ folder, safeguarding",
    held_by="Business manager",
    dated_on=date(2026, 9, 14),
)
TYPED = {
    "kind": "policy", "what": POLICY.what, "kept_where": POLICY.kept_where, "held_by": POLICY.held_by,
    "dated_on_day": "14", "dated_on_month": "9", "dated_on_year": "2026",
    "review_on_day": "", "review_on_month": "", "review_on_year": "",
}  # fmt: skip
ITEMS = "/s/900001/audit/lg/lg1/evidence/"


def allow_uploads(cast: Cast, *, allowed: bool = True) -> None:
    """The lead decides."""
    with cast.as_("lead"):
        decide_uploads(actor=cast.actor("lead"), allowed=allowed, reason="Agreed with our data protection officer.")


def described(cast: Cast, code: str = "LG1", said: Described = POLICY) -> EvidenceItem:
    """An item beside an indicator of the cast's audit."""
    with cast.as_("dsl"):
        return describe(actor=cast.actor("dsl"), audit_id=cast.audit.pk, code=code, said=said)


def send(client: Client, item: EvidenceItem, content: bytes, name: str = "policy.pdf", **headers: str):
    """Choose a file and press “Upload”."""
    upload = SimpleUploadedFile(name, content)
    return client.post(f"/s/900001/evidence/{item.pk}/upload/", {"file": upload}, headers=headers)


def worker_checks(cast: Cast) -> EvidenceFile:
    """What the worker does with the latest file; the file as it is then."""
    with cast.as_("dsl"):
        key = EvidenceFile.objects.latest("pk").pk
    check_file(scope_of(cast.partnership.pk), file_id=key)
    return file_now(cast, key)


def file_now(cast: Cast, key: int) -> EvidenceFile:
    """The file as it is."""
    with cast.as_("dsl"):
        return EvidenceFile.objects.get(pk=key)


def clean_file(cast: Cast, content: bytes = b"", name: str = "policy.pdf") -> EvidenceFile:
    """A file of the cast's audit that was sent, checked and found clean."""
    allow_uploads(cast)
    assert send(cast.client("dsl"), described(cast), content or making.pdf(), name).status_code == 302
    return worker_checks(cast)


def opened(client: Client, address: str) -> tuple[int, bytes]:
    """Status and bytes of a download; read to its end, the file is closed again."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body
