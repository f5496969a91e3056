"""The reviewer opens a file that the school gave as evidence."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from audits.evidence.models import EvidenceFile
from audits.evidence.queries import file_to_hand_out
from audits.review.explaining import explains_conflict
from audits.review.models import Review
from audits.review.policies import may_read_review
from audits.review.queries import audit_of_review
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.files.serving import hand_out
from lscp_portal.files.types import Kind


@require_safe
@explains_conflict
@allow(may_read_review, Review, "review_id")
def evidence(request: PortalRequest, partnership: str, review_id: int, file_id: int) -> HttpResponseBase:  # noqa: ARG001 - every view gets them
    """A clean file of the audit that is reviewed, and of no other."""
    try:
        file = file_to_hand_out(file_id=file_id, audit_id=audit_of_review(review_id=review_id))
        return hand_out(key=file.key, name=file.name, kind=Kind[file.kind])
    except (EvidenceFile.DoesNotExist, FileNotFoundError):
        raise Http404 from None
