"""What is submitted, as one text that is the same for ever: canonical JSON and its hash."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from audits.answers.types import WORDING, AuditRow
from audits.evidence.types import frozen
from audits.lifecycle.models import Audit
from audits.signoff.models import Signature

FORMAT = "lscp-portal/audit/1"


def content_of(
    audit: Audit, *, rows: Sequence[AuditRow], signatures: Iterable[Signature], at: datetime
) -> dict[str, Any]:
    """The submitted audit as plain values: who was asked, what, the answers, and who signed. at: of submission, UTC."""
    cycle, framework = audit.cycle, audit.cycle.framework
    return {
        "format": FORMAT,
        "audit": audit.pk,
        "submitted_at": at.isoformat(),
        "school": {"urn": audit.school.urn, "name": audit.school.name},
        "cycle": {"name": cycle.name, "year": cycle.year, "mode": audit.mode},
        "framework": {"id": framework.upstream, "version": framework.version, "sha256": framework.sha256},
        "profile": {"governance": audit.governance, "features": audit.features, "confirmed": audit.confirmed},
        "indicators": [_indicator(row) for row in rows],
        "signatures": [_signature(signature) for signature in signatures],
    }


def canonical(content: dict[str, Any]) -> str:
    """JSON with sorted keys and no spaces; encoded as UTF-8 it is what the hash is of."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _indicator(row: AuditRow) -> dict[str, Any]:
    facts, answer = row.indicator, row.answer
    said = None
    if answer:
        said = {name: getattr(answer, name) for name in WORDING}
        said["action_due_on"] = answer.action_due_on and answer.action_due_on.isoformat()
        said |= {"revision": answer.revision, "saved_at": answer.saved_at.isoformat()}
    return {
        "code": facts.code,
        "section": {"code": row.section.code, "title": row.section.title},
        "tier": facts.tier,
        "is_critical": facts.is_critical,
        "text": facts.text,
        "answer": said,
        "evidence": frozen(row.evidence),
    }


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "step": signature.step,
        "name": signature.signed_name,
        "delegated_under": signature.delegated_under,
        "declaration": signature.declaration,
        "signed_at": signature.signed_at.isoformat(),
        "board_met_on": signature.board_met_on and signature.board_met_on.isoformat(),
        "minute_reference": signature.minute_reference,
    }
