"""A trust that spans areas: its lead answers centrally, and some of its schools make the answers theirs."""

from collections.abc import Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from audits.frameworks.models import Framework
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import takes_answers
from audits.trusts.actions import confirm_offer, save_central
from audits.trusts.offers import offer_for
from audits.trusts.types import CentralEntry, Yes
from lscp_portal.accounts.models import Person, Role
from reports.demonstration.people import Post, actor_of, give_roles
from reports.demonstration.places import SPANNING
from reports.demonstration.stage import Stage

ANSWERS = {
    "SR1": CentralEntry(
        level="secure",
        strength=2,
        how_we_know="The trust keeps one record of checks for all schools; ten entries are sampled each term and the "
        "outcome goes to the trust’s audit committee.",
        note="Check that people who work in your school only are on it too.",
    ),
    "TR1": CentralEntry(
        level="secure",
        strength=1,
        how_we_know="One induction for all new staff on their first day, with a signed sheet kept by the people team.",
        note="Say how you reach volunteers and supply staff.",
    ),
    "OS2": CentralEntry(
        level="partly",
        strength=1,
        how_we_know="Filtering is bought and set centrally and tested twice a year. Reports of what was blocked are "
        "not yet read in every school.",
        note="Who reads the weekly report in your school?",
    ),
}
CONFIRMED = "SR1"


def lead_a_trust(stage: Stage, person: Person, posts: Sequence[Post], *, since: date) -> None:
    """Two partnerships let the lead see the trust's schools; every second school that still answers confirms one."""
    schools = [post for post in posts if post.role == Role.DSL and post.school and post.school.trust_uid == SPANNING[0]]
    leads = [
        Post(person, Role.TRUST_LEAD, tenant, trust=SPANNING) for tenant in sorted({one.tenant_id for one in schools})
    ]
    give_roles(leads, since=since)
    lead = actor_of(leads[0])
    with stage.as_(lead):
        asked = Framework.objects.filter(cycles__audits__isnull=False).order_by("academic_year", "adopted_at", "pk")
        framework_id: int = asked.values_list("pk", flat=True).reverse()[0]
        for code, entry in ANSWERS.items():
            save_central(actor=lead, framework_id=framework_id, code=code, entry=entry, read="")
    for post in schools[::2]:
        _confirm(stage, post)


def _confirm(stage: Stage, post: Post) -> None:
    actor = actor_of(post)
    with stage.as_(actor):
        audit = Audit.objects.select_related("cycle__framework").order_by("due_on").last()
        offer = offer_for(audit=audit, code=CONFIRMED) if audit and takes_answers(audit) else None
        if audit and offer and not offer.read:
            operation = uuid5(NAMESPACE_URL, f"trust:{audit.pk}:{CONFIRMED}")
            yes = Yes(offer_id=offer.id, revision=offer.revision, read=0, operation_id=operation)
            confirm_offer(actor=actor, audit_id=audit.pk, code=CONFIRMED, yes=yes)
