"""Who can sign in to a demonstration: one person for every role. The one list; seed_demo makes them from it."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lscp_portal.accounts.models import SCHOOL_ROLES, Person, Role


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """One invented person. `sees`: what a newcomer finds after signing in."""

    role: Role
    full_name: str
    sees: str

    @property
    def email(self) -> str:
        """<role>@demo.lscp.test, its words joined by hyphens."""
        return f"{self.role.value.replace('_', '-')}@demo.lscp.test"

    @property
    def at_school(self) -> bool:
        """Whether this person works for a school, not for the partnership."""
        return self.role in SCHOOL_ROLES


ACCOUNTS = (
    DemonstrationAccount(Role.ADMINISTRATOR, "Priya Nair", "the partnership's people, schools and register"),
    DemonstrationAccount(Role.LEAD, "Marian Holt", "cycles, feedback and everything else of the partnership"),
    DemonstrationAccount(Role.REVIEWER, "Tom Ashdown", "returns to read and score"),
    DemonstrationAccount(Role.VISITOR, "Grace Okafor", "visits to hold and their notes"),
    DemonstrationAccount(Role.PUBLISHER, "Helen Brandt", "reports to approve and publish"),
    DemonstrationAccount(Role.ANALYST, "Owen Price", "the area summary and its data"),
    DemonstrationAccount(Role.SCRUTINEER, "Ruth Adeyemi", "everything of the partnership, to read only"),
    DemonstrationAccount(Role.TRUST_LEAD, "Tessa Marlow", "a trust's schools in two areas, and central answers"),
    DemonstrationAccount(Role.DSL, "Sam Whitlock", "the audit of one school, to answer"),
    DemonstrationAccount(Role.DEPUTY_DSL, "Nadia Rahman", "the same audit, to answer when the DSL is away"),
    DemonstrationAccount(Role.CONTRIBUTOR, "Leila Haddad", "the same audit, to help with"),
    DemonstrationAccount(Role.HEAD, "Ian Mercer", "the same audit, to check and sign"),
    DemonstrationAccount(Role.CHAIR, "Dorothy Lane", "the same audit, to sign last and send"),
    DemonstrationAccount(Role.LINK_GOVERNOR, "Colin Fairweather", "the same audit, as its safeguarding governor"),
)


def make_demonstration_person(*, email: str, full_name: str) -> Person:
    """An invented person with the shared password and a checked address. Outside any scope.

    The password is that of LSCP_DEMO_PASSWORD; without one nobody can sign in as this person. Raises
    ImproperlyConfigured outside a demonstration: an account with a shared password must never be made there.
    """
    if not settings.DEMONSTRATION:
        raise ImproperlyConfigured("Demonstration accounts are made in a demonstration only.")
    person = Person.objects.create_user(email, settings.DEMO_PASSWORD or None, full_name=full_name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
