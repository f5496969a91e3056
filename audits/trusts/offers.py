"""What a trust offers a school beside one indicator, and where an answer came from."""

from audits.answers.models import Answer
from audits.frameworks.scales import rating_scale_of
from audits.lifecycle.models import Audit
from audits.trusts.models import CentralAnswer, TrustConfirmation
from audits.trusts.queries import entry_of
from audits.trusts.types import Offer
from schools.register.models import School


def offer_for(*, audit: Audit, code: str) -> Offer | None:
    """The trust's answer to this indicator, for the school of the open scope; None without one. Four queries."""
    found = CentralAnswer.objects.filter(code=code, upstream=audit.cycle.framework.upstream).first()
    if found is None:
        return None
    answer = Answer.objects.filter(audit=audit, indicator__code=code).first()
    latest = _latest(answer) if answer else None
    is_used = latest is not None and latest.central_answer_id == found.pk
    if found.withdrawn_at is not None and not is_used:
        return None
    entry, scale = entry_of(found), rating_scale_of(audit.cycle.framework.settings)
    levels = {one.key: one.label for one in scale.levels} | {one.key: one.label for one in scale.special}
    strengths = {one.value: one.label for one in scale.strengths}
    return Offer(
        id=found.pk,
        revision=found.revision,
        trust=School.objects.values_list("trust_name", flat=True).get(pk=audit.school_id),
        entry=entry,
        level=levels[entry.level],
        strength="" if entry.strength is None else strengths[entry.strength],
        read=answer.revision if answer else 0,
        confirmed=is_used,
        has_changed=bool(is_used and latest and latest.central_revision < found.revision),
        is_own=bool(is_used and answer and latest and answer.revision != latest.answer_revision),
    )


def source_of(*, review_id: int, code: str) -> str:
    """Where a school's answer came from, for its reviewer: "" when it is the school's own. One query."""
    found = TrustConfirmation.objects.filter(answer__audit__reviews=review_id, answer__indicator__code=code)
    latest = found.select_related("answer").order_by("pk").last()
    if latest is None:
        return ""
    if latest.answer.revision == latest.answer_revision:
        return f"From {latest.trust_name}, confirmed by the school"
    return f"Begun from an answer of {latest.trust_name}, changed by the school"


def _latest(answer: Answer) -> TrustConfirmation | None:
    found: TrustConfirmation | None = TrustConfirmation.objects.filter(answer=answer).order_by("pk").last()
    return found
