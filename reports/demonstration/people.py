"""Who plays: staff of each partnership, and the people of each school."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from lscp_portal.accounts.demonstration import ACCOUNTS, DemonstrationAccount, make_demonstration_person
from lscp_portal.accounts.models import Membership, Person, Role
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.names import address
from schools.register.models import School

STAFF = {  # beside the accounts that can be signed in to, which all belong to the first area
    "eastmere": (Role.REVIEWER, Role.REVIEWER, Role.VISITOR, Role.VISITOR, Role.PUBLISHER),
    "harrowfold": (
        *(Role.LEAD, Role.ADMINISTRATOR, Role.REVIEWER, Role.REVIEWER, Role.VISITOR, Role.VISITOR),
        *(Role.PUBLISHER, Role.ANALYST),
    ),
    "castlebridge": (Role.LEAD, Role.ADMINISTRATOR, Role.REVIEWER, Role.VISITOR, Role.VISITOR, Role.PUBLISHER),
}
AT_EACH_SCHOOL = (Role.DSL, Role.HEAD, Role.CHAIR)
AT_SOME_SCHOOLS = Role.LINK_GOVERNOR
TERM_OF_OFFICE = timedelta(days=4 * 365)


@dataclass
class Crew:
    """The people of one place, by role; the first of each role is the one who usually acts."""

    people: dict[str, list[Actor]] = field(default_factory=dict)

    def add(self, role: str, actor: Actor) -> None:
        """One more."""
        self.people.setdefault(role, []).append(actor)

    def one(self, role: str, number: int = 0) -> Actor:
        """The person of this role whose turn it is: number 0, 1, 2 … go round."""
        found = self.people[role]
        return found[number % len(found)]

    def replace(self, actor: Actor) -> None:
        """The same person, after a declaration."""
        for found in self.people.values():
            found[:] = [actor if one.person_id == actor.person_id else one for one in found]


@dataclass(frozen=True, slots=True)
class Post:
    """A person to be, a role and, for schools, which one."""

    person: Person
    role: str
    tenant_id: int
    school: School | None = None
    trust: tuple[str, str] = ("", "")


def role_accounts(*, at_school: bool) -> list[tuple[DemonstrationAccount, Person]]:
    """The accounts a newcomer signs in with, made. Outside any scope."""
    wanted = [account for account in ACCOUNTS if account.at_school == at_school]
    return [
        (account, make_demonstration_person(email=account.email, full_name=account.full_name)) for account in wanted
    ]


def staff_posts(slug: str, tenant_id: int, names: Iterator[str]) -> list[Post]:
    """Further staff of one partnership, unsaved. Nobody can sign in as them."""
    return [_post(next(names), f"{slug}-partnership", role, tenant_id) for role in STAFF[slug]]


def school_posts(schools: Sequence[School], names: Iterator[str]) -> list[Post]:
    """Head, chair and DSL of each school, and a link governor for every second one, unsaved."""
    found = []
    for number, school in enumerate(schools):
        roles = (*AT_EACH_SCHOOL, AT_SOME_SCHOOLS) if number % 2 else AT_EACH_SCHOOL
        found += [_post(next(names), f"s{school.urn}.demo", role, school.tenant_id, school) for role in roles]
    return found


def _post(name: str, place: str, role: str, tenant_id: int, school: School | None = None) -> Post:
    person = Person(email=address(name, place), full_name=name, password=make_password(None))
    return Post(person, role, tenant_id, school)


def save_people(posts: Iterable[Post]) -> None:
    """Keep people and their addresses, in two statements. Outside any scope."""
    made = [post.person for post in posts]
    Person.objects.bulk_create(made)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in made
    )


def give_roles(posts: Iterable[Post], *, since: date) -> None:
    """Memberships: from then on people are found, and e-mails reach them. Outside any scope."""
    Membership.objects.bulk_create(
        Membership(
            person=post.person,
            tenant_id=post.tenant_id,
            school_id=post.school.pk if post.school else None,
            school_urn=post.school.urn if post.school else None,
            school_name=post.school.name if post.school else "",
            trust_uid=post.trust[0],
            trust_name=post.trust[1],
            role=post.role,
            starts_on=since,
            ends_on=since + TERM_OF_OFFICE if post.role in {Role.CHAIR, Role.LINK_GOVERNOR} else None,
        )
        for post in posts
    )


def actor_of(post: Post) -> Actor:
    """The actor this post makes."""
    return Actor(
        person_id=post.person.pk,
        name=post.person.full_name,
        tenant_id=0 if post.trust[0] else post.tenant_id,
        school_id=post.school.pk if post.school else None,
        roles=frozenset({str(post.role)}),
        trust_uid=post.trust[0],
    )


def crew_of(posts: Iterable[Post]) -> Crew:
    """Posts as a crew."""
    crew = Crew()
    for post in posts:
        crew.add(post.role, actor_of(post))
    return crew


def informed(actor: Actor, interests: tuple[frozenset[int], frozenset[int]]) -> Actor:
    """The actor after declaring. interests: as lscp_portal.access.memberships.interests_of gives them."""
    conflicts, cleared = interests
    return replace(actor, conflicts=conflicts, cleared=cleared)
