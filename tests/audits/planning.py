"""Plans of cycles, and a partnership that has adopted the default framework by the real way."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from audits.cycles.types import CyclePlan
from audits.frameworks.actions import adopt_framework
from audits.frameworks.models import Framework
from audits.frameworks.queries import catalogue
from lscp_portal.accounts.models import Membership, Person
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import Scope, area_scope, scope
from tests.people import make_partnership


def plan_of(framework: Framework, **changes: object) -> CyclePlan:
    """A full cycle of 2026/27, due in a month."""
    return CyclePlan(
        **{
            "framework_id": framework.pk,
            "name": "Audit 2026/27",
            "year": 2026,
            "mode": "full",
            "section_codes": (),
            "opens_on": date(2026, 9, 14),
            "due_on": timezone.localdate() + timedelta(days=30),
            **changes,
        },
    )


@dataclass
class Area:
    """A partnership with a lead and an adopted framework, and no school yet."""

    partnership: Partnership
    framework: Framework
    lead: Actor

    @property
    def scope(self) -> Scope:
        """The scope in which its lead works."""
        return area_scope(self.partnership.pk, person=self.lead.person_id)


def make_area(slug: str, la_code: str) -> Area:
    """A partnership that adopts the framework as its page does."""
    partnership = make_partnership(slug, f"{slug.title()} Safeguarding Partners", la_code, slug.title())
    person = Person.objects.create(email=f"lead@{slug}.lscp.test", full_name="Lena Lead", password="!")
    Membership.objects.create(person=person, tenant=partnership, role="lead", starts_on=date(2025, 9, 1))
    lead = Actor(person_id=person.pk, name=person.full_name, tenant_id=partnership.pk, roles=frozenset({"lead"}))
    with scope(area_scope(partnership.pk, person=person.pk)):
        framework = adopt_framework(actor=lead, tenant_id=partnership.pk, definition=catalogue()[-1])
    return Area(partnership, framework, lead)
