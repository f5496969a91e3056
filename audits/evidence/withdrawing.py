"""A file that was clean is found harmful by newer signatures: it goes, and everybody who may have opened it is told."""

from django.utils import timezone

from audits.evidence.checking import locked_file
from audits.evidence.models import EvidenceFile, EvidenceItem
from audits.evidence.transitions import EVIDENCE_FILE
from audits.lifecycle.policies import AT_SCHOOL
from audits.review.models import Review
from lscp_portal.accounts.places import school_place
from lscp_portal.accounts.queries import holders
from lscp_portal.files.types import Reason
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.models import Partnership
from lscp_portal.trail.recording import record


def withdraw(*, file_id: int, reason: Reason, scanned_with: str) -> None:
    """Take a clean file away for good, and have its school and its readers told. Twice is once.

    scanned_with: the signatures that found it; a rejected file that has them was clean before.
    """
    file = locked_file(file_id)
    if file.state != EvidenceFile.State.CLEAN:
        return
    EVIDENCE_FILE.move("reject", file, None)
    file.reason, file.settled_at, file.scanned_with = reason.name, timezone.now(), scanned_with
    file.save(update_fields=["state", "reason", "settled_at", "scanned_with"])
    record(None, "evidence.file_withdrawn", file, reason=reason.name)
    tell_school(file)
    tell_readers(file)


def tell_school(file: EvidenceFile) -> None:
    """Who gave it, as long as they work there, and the safeguarding lead."""
    section, code = EvidenceItem.objects.values_list("indicator__section__code", "indicator__code").get(pk=file.item_id)
    there = set(holders(roles=AT_SCHOOL, school_id=file.school_id))
    leads = holders(roles=["dsl"], school_id=file.school_id)
    place = school_place(school_id=file.school_id)
    queue(
        template="evidence_withdrawn",
        key=f"evidence:{file.pk}",
        to=[*leads, *({file.received_by_id} & there)],
        path=f"/s/{place.urn}/audit/{section.lower()}/{code.lower()}/evidence/",
        school_id=file.school_id,
    )


def tell_readers(file: EvidenceFile) -> None:
    """Whoever read the return: they may have opened it."""
    slug = Partnership.objects.values_list("slug", flat=True).get(pk=file.tenant_id)
    for review in Review.objects.filter(audit__evidence=file.item_id).order_by("pk"):
        queue(
            template="evidence_withdrawn_reader",
            key=f"evidence:{file.pk}",
            to=[review.reviewer_id],
            path=f"/p/{slug}/reviews/{review.pk}/",
            school_id=file.school_id,
        )
