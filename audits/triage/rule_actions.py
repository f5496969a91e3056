"""Change the rules: each change is a new version with a reason, and the ones before are kept."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audits.triage.models import TriageRules
from audits.triage.policies import may_change_rules
from audits.triage.rulebook import current_rules, differences
from audits.triage.types import Rulebook, RulesChanged
from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused


def save_rules(*, actor: Actor, read: int, book: Rulebook, reason: str) -> TriageRules:
    """Keep these rules as the next version. Bands that a person has decided stay; the others are proposed anew.

    read: the version that the page showed. Raises PermissionDenied, RulesChanged, Refused.
    """
    if not may_change_rules(actor):
        raise PermissionDenied("triage.rules")
    before = current_rules()
    if before.version != read:
        raise RulesChanged
    changed = list(differences(before, book))
    if not changed:
        raise Refused([Blocker("same", "These are the rules that count already. Nothing was changed.")])
    if not reason.strip():
        raise Refused([Blocker("reason", "Say why the rules change.")])
    kept = TriageRules(
        tenant_id=actor.tenant_id,
        version=before.version + 1,
        settings=book.as_kept(),
        changed="\n".join(changed),
        reason=reason.strip(),
        made_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as clash:
        if "triage_rules_once_per_version" not in str(clash):
            raise
        raise RulesChanged from clash
    record(actor, "triage.rules_changed", kept, version=kept.version)
    post("audits.read_bands_again", key=f"triage-rules:{kept.version}", version=kept.version)
    return kept
