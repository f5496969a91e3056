"""What the worker does for bands: read a return, read all again under new rules, and look for missing ones at night."""

from celery import shared_task
from django.utils import timezone

from audits.triage.actions import propose_band, read_again
from audits.triage.queries import missing_returns, undecided_audits, without_band
from audits.triage.rulebook import current_rules
from audits.triage.texts import as_facts, compare, texts_of
from lscp_portal.outbox.posting import post, post_many
from lscp_portal.outbox.worker import OpenScope, scope_of, worker_task
from lscp_portal.tenancy.models import Partnership

PROPOSE = "audits.propose_band"


@worker_task(PROPOSE)
def propose(open_scope: OpenScope, *, audit_id: int, cause: str) -> None:
    """Compare the texts of one return, with no transaction open, and propose its band. Twice: nothing more."""
    with open_scope():
        texts = texts_of(audit_id=audit_id)
    pairs = compare(texts)
    with open_scope():
        propose_band(audit_id=audit_id, cause=cause, copied=as_facts(pairs), compared_with=texts.returns)


@worker_task("audits.read_bands_again")
def read_bands_again(open_scope: OpenScope, *, version: int) -> None:
    """Propose anew, under new rules, what no person has decided yet."""
    with open_scope():
        waiting = undecided_audits()
    for audit_id in waiting:
        with open_scope():
            read_again(audit_id=audit_id, cause=f"rules:{version}")


@shared_task(name="audits.triage_everywhere")
def triage_everywhere() -> None:
    """Ask for tonight's look of every partnership; asked again on the same day, nothing happens."""
    for tenant_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with scope_of(tenant_id)():
            post("audits.triage_tonight", key=f"triage:{timezone.localdate()}")


@worker_task("audits.triage_tonight")
def triage_tonight(open_scope: OpenScope) -> None:
    """Returns that are in and have no band, and returns that have been missing for long."""
    with open_scope():
        book = current_rules()
        missing = missing_returns(today=timezone.localdate(), at_least=book.limits["no_return"])
        wanted = [(audit_id, "submitted") for audit_id in without_band()] + [(pk, "missing") for pk in missing]
        post_many(
            PROPOSE,
            [(f"triage:{pk}:{cause}", {"audit_id": pk, "cause": cause}) for pk, cause in wanted],
        )
