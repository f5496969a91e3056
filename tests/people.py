"""The cast: two invented partnerships, three invented schools, and one person for every role."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from audits.cycles.models import Cycle
from audits.frameworks.actions import keep_parts, publish_unchanged
from audits.frameworks.models import Framework, Indicator
from audits.frameworks.queries import catalogue
from audits.lifecycle.models import Audit
from lscp_portal.access.memberships import interests_of
from lscp_portal.accounts.models import SCHOOL_ROLES, TRUST_ROLES, InterestDeclaration, Membership, Person, Role
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership, PartnershipAuthority
from lscp_portal.tenancy.scope import Scope, area_scope, school_scope, scope, trust_scope
from schools.register.models import School

ASKED = ("LG1", "LG2", "LG3", "LG6", "CU1", "CU2", "PP1", "PP6", "DS1", "DS2")


@dataclass
class Cast:
    """Everybody and everything a test may need.

    `here` is school 900001 of Eastmere; `next_door` is 900002 of the same partnership; `elsewhere` is 900050 of
    Harrowfold.
    """

    partnership: Partnership
    other_partnership: Partnership
    here: School
    next_door: School
    elsewhere: School
    framework: Framework
    cycle: Cycle
    audit: Audit
    next_door_audit: Audit
    elsewhere_audit: Audit
    people: dict[str, Person]
    memberships: dict[str, Membership]
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def actor(self, who: str, **changes: object) -> Actor:
        """`who`: a role (`head`, `reviewer`, `second_reviewer`), `next_door_<role>` or `elsewhere_<role>`.

        For partnership staff the declared interests are read, so call it after declaring.
        """
        membership = self.memberships[who]
        actor = Actor(
            person_id=self.people[who].pk,
            name=self.people[who].full_name,
            tenant_id=0 if membership.trust_uid else membership.tenant_id,
            school_id=membership.school_id,
            roles=frozenset({membership.role}),
            trust_uid=membership.trust_uid,
        )
        if membership.school_id is None and not membership.trust_uid:
            with scope(self.scope_of(who)):
                conflicts, cleared = interests_of(actor.person_id)
            actor = replace(actor, conflicts=conflicts, cleared=cleared)
        return replace(actor, **changes)

    def scope_of(self, who: str) -> Scope:
        """The scope in which this person works."""
        membership = self.memberships[who]
        if membership.trust_uid:
            return trust_scope(int(membership.trust_uid), person=membership.person_id)
        if membership.school_id is None:
            return area_scope(membership.tenant_id, person=membership.person_id)
        return school_scope(membership.tenant_id, membership.school_id, person=membership.person_id)

    def as_(self, who: str) -> AbstractContextManager[Scope]:
        """Open this person's scope: `with cast.as_("head"): …`."""
        return scope(self.scope_of(who))

    def client(self, who: str) -> Client:
        """A browser in which this person is signed in."""
        client = Client()
        client.force_login(self.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def declare(self, who: str, school: School, *, conflict: bool = False) -> None:
        """Declare an interest of one of the partnership's staff."""
        with self.as_(who):
            InterestDeclaration.objects.create(
                tenant=self.partnership,
                school=school,
                person_id=self.people[who].pk,
                has_conflict=conflict,
                reason="A friend is the head." if conflict else "",
            )


TRUST_UID, TRUST_NAME = "5020", "Fernbank Learning Trust"
OF_THE_TRUST = {"trust_uid": TRUST_UID, "trust_name": TRUST_NAME}


def make_cast() -> Cast:
    """Make everything, each part in the scope it belongs to."""
    eastmere = make_partnership("eastmere", "Eastmere Safeguarding Children Partnership", "901", "Eastmere")
    harrowfold = make_partnership("harrowfold", "Harrowfold Safeguarding Partners", "902", "Harrowfold")
    with scope(area_scope(eastmere.pk)):
        here = make_school(eastmere, 900001, "Alder Lane Primary School", "ZZ1 1AA")
        next_door = make_school(eastmere, 900002, "Beacon Hill Academy", "ZZ1 2AB", **OF_THE_TRUST)
        framework = make_framework(eastmere)
        cycle = make_cycle(eastmere, framework)
        audit = make_audit(cycle, here)
        next_door_audit = make_audit(cycle, next_door)
        indicators = {row.code: row for row in Indicator.objects.filter(framework=framework)}
    with scope(area_scope(harrowfold.pk)):
        elsewhere = make_school(harrowfold, 900050, "Cobblers Green School", "ZZ2 1AA", **OF_THE_TRUST)
        elsewhere_audit = make_audit(make_cycle(harrowfold, make_framework(harrowfold)), elsewhere)
    people, memberships = make_people(eastmere, harrowfold, here, next_door, elsewhere)
    return Cast(
        eastmere, harrowfold, here, next_door, elsewhere, framework, cycle, audit, next_door_audit, elsewhere_audit,
        people, memberships, indicators,
    )  # fmt: skip


def make_partnership(slug: str, name: str, la_code: str, la_name: str) -> Partnership:
    """A partnership of one invented local authority that publishes reports."""
    made = Partnership.objects.create(
        slug=slug,
        name=name,
        code=slug.upper()[:8],
        safeguarding_phone="01632 960 001",
        out_of_hours_phone="01632 960 002",
        publishes_reports=True,
    )
    PartnershipAuthority.objects.create(
        partnership=made, la_code=la_code, la_name=la_name, gss_code=f"E069{la_code}00"[:9]
    )
    return made


def make_school(partnership: Partnership, urn: int, name: str, postcode: str, **fields: object) -> School:
    """An invented open community primary school. Inside the partnership's scope."""
    return School.objects.create(
        tenant=partnership,
        urn=urn,
        name=name,
        **{
            "status": School.Status.OPEN,
            "establishment_type": "Community school",
            "type_group": "Local authority maintained schools",
            "phase": "Primary",
            "la_code": "901",
            "la_name": "Eastmere",
            "establishment_number": str(urn)[-4:],
            "low_age": 5,
            "high_age": 11,
            "number_of_pupils": 210,
            "street": "1 Alder Lane",
            "town": "Eastmere",
            "postcode": postcode,
            "gias_profile": {
                "EstablishmentTypeGroup (name)": "Local authority maintained schools",
                "TypeOfEstablishment (name)": "Community school",
                "PhaseOfEducation (name)": "Primary",
                "StatutoryLowAge": "5",
                "StatutoryHighAge": "11",
            },
            **fields,
        },
    )


def make_framework(partnership: Partnership) -> Framework:
    """The default framework, published, without a line in the trail. Inside the partnership's scope."""
    definition = catalogue()[-1]
    framework = Framework.objects.create(
        tenant=partnership,
        upstream=definition.id,
        upstream_version=definition.version,
        version=definition.version,
        title=definition.title,
        subtitle=definition.subtitle,
        academic_year=definition.academic_year,
        settings=dict(definition.settings),
        sha256=definition.sha256,
    )
    keep_parts(framework, definition)
    publish_unchanged(framework, None)
    return framework


def make_cycle(partnership: Partnership, framework: Framework) -> Cycle:
    """An open full cycle of this academic year. Inside the partnership's scope."""
    cycle = Cycle.objects.create(
        tenant=partnership, framework=framework, name="Full audit 2026", year=2026, mode="full",
        opens_on=date(2026, 9, 14), due_on=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    Cycle.objects.filter(pk=cycle.pk).update(state="open", opened_at=timezone.now(), opened_by_id=1)
    cycle.refresh_from_db()
    return cycle


def make_audit(cycle: Cycle, school: School, codes: tuple[str, ...] = ASKED) -> Audit:
    """An invited audit that asks ten indicators. Inside the partnership's scope."""
    ids = Indicator.objects.filter(framework=cycle.framework, code__in=codes).values_list("pk", flat=True)
    return Audit.objects.create(
        tenant_id=cycle.tenant_id, school=school, cycle=cycle, governance="maintained",
        features=["early_years", "ks1", "ks2"],
        indicator_ids=list(ids), due_on=cycle.due_on,
    )  # fmt: skip


def make_people(
    eastmere: Partnership, harrowfold: Partnership, here: School, next_door: School, elsewhere: School,
) -> tuple[dict[str, Person], dict[str, Membership]]:  # fmt: skip
    """One person for every role in each place, and a second reviewer and publisher."""
    wanted: dict[str, tuple[Partnership, School | None, str]] = {}
    for role in Role:
        at_school = role in SCHOOL_ROLES
        wanted[role.value] = (eastmere, here if at_school else None, role)
        wanted[f"elsewhere_{role.value}"] = (harrowfold, elsewhere if at_school else None, role)
        if at_school:
            wanted[f"next_door_{role.value}"] = (eastmere, next_door, role)
    wanted["second_reviewer"] = (eastmere, None, Role.REVIEWER)
    wanted["second_visitor"] = (eastmere, None, Role.VISITOR)
    wanted["second_publisher"] = (eastmere, None, Role.PUBLISHER)
    people = {
        who: Person(
            email=f"{who.replace('_', '-')}@people.lscp.test", full_name=who.replace("_", " ").title(), password="!"
        )
        for who in wanted
    }
    Person.objects.bulk_create(people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people.values()
    )
    memberships = {
        who: Membership(
            person=people[who], tenant=tenant, role=role, starts_on=date(2025, 9, 1),
            school_id=school.pk if school else None,
            school_urn=school.urn if school else None,
            school_name=school.name if school else "",
            trust_uid=TRUST_UID if role in TRUST_ROLES else "",
            trust_name=TRUST_NAME if role in TRUST_ROLES else "",
        )
        for who, (tenant, school, role) in wanted.items()
    }  # fmt: skip
    Membership.objects.bulk_create(memberships.values())
    return people, memberships
