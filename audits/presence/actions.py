"""Says that somebody is here, and who else is."""

from datetime import timedelta

from django.utils import timezone

from audits.answers.models import Answer
from audits.lifecycle.models import Audit
from audits.presence.models import Presence
from audits.presence.types import Changed, Colleague, Here
from lscp_portal.accounts.models import Membership
from lscp_portal.accounts.queries import holds_today, names_of
from lscp_portal.tenancy.actor import Actor

STAYS_FOR = timedelta(seconds=60)  # a page says every 20 seconds that it is open
GONE = "Somebody who has left"
IN_SHORT = {"dsl": "DSL", "deputy_dsl": "deputy DSL", "link_governor": "link governor", "contributor": "contributor"}


def be_here(*, actor: Actor, audit: Audit, section: str, code: str) -> Here:
    """Keep where this person is, and return who else is in the section and what each answer of it stands at.

    Nothing goes into the trail: it is no act, and nobody's hours are anybody's business. Five statements at most.
    """
    now = timezone.now()
    Presence.objects.bulk_create(
        [Presence(audit=audit, person_id=actor.person_id, section_code=section, code=code, seen_at=now, **audit.owner)],
        update_conflicts=True,
        unique_fields=["tenant", "audit", "person_id"],
        update_fields=["section_code", "code", "seen_at"],
    )
    others = list(
        Presence.objects.filter(audit=audit, section_code=section, seen_at__gt=now - STAYS_FOR)
        .exclude(person_id=actor.person_id)
        .order_by("pk")
    )
    rows = list(
        Answer.objects.filter(audit=audit, indicator__section__code=section)
        .order_by("indicator__position")
        .values_list("indicator__code", "revision", "saved_at", "saved_by_id")
    )
    names = names_of({one.person_id for one in others} | {by for *_rest, by in rows})
    roles = _roles({one.person_id for one in others}, audit.school_id)
    return Here(
        colleagues=[
            Colleague(names.get(one.person_id, GONE), roles.get(one.person_id, ""), one.code) for one in others
        ],
        answers=[
            Changed(row_code, revision, saved_at, names.get(by, GONE), by == actor.person_id)
            for row_code, revision, saved_at, by in rows
        ],
    )


def _roles(person_ids: set[int], school_id: int) -> dict[int, str]:
    """Person id -> the role in which they answer here, the widest of several. One query; none for nobody."""
    if not person_ids:
        return {}
    found = Membership.objects.filter(holds_today(), school_id=school_id, person_id__in=person_ids)
    held = set(found.values_list("person_id", "role"))
    return {person: words for role, words in reversed(IN_SHORT.items()) for person, one in held if one == role}
