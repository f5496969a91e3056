"""The identity plane: people, the places they work in, invitations, and declared interests."""

import secrets
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Role(models.TextChoices):
    """What a person does in a place (docs/developer/permissions.md)."""

    ADMINISTRATOR = "administrator", "LSCP administrator"
    LEAD = "lead", "LSCP lead"
    REVIEWER = "reviewer", "Reviewer"
    VISITOR = "visitor", "Visit team member"
    PUBLISHER = "publisher", "Publisher"
    ANALYST = "analyst", "Analyst"
    SCRUTINEER = "scrutineer", "Independent scrutineer"
    TRUST_LEAD = "trust_lead", "Safeguarding lead of a trust"
    DSL = "dsl", "Designated safeguarding lead"
    DEPUTY_DSL = "deputy_dsl", "Deputy designated safeguarding lead"
    CONTRIBUTOR = "contributor", "Contributor"
    HEAD = "head", "Headteacher or principal"
    CHAIR = "chair", "Chair of governors or proprietor"
    LINK_GOVERNOR = "link_governor", "Link governor"


SCHOOL_ROLES = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.CONTRIBUTOR, Role.HEAD, Role.CHAIR, Role.LINK_GOVERNOR})
TRUST_ROLES = frozenset({Role.TRUST_LEAD})
PARTNERSHIP_ROLES = frozenset(Role) - SCHOOL_ROLES - TRUST_ROLES


class People(BaseUserManager["Person"]):
    """Makes people; there is no superuser."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":  # noqa: ANN401
        """A person who signs in with this e-mail address. password: None for nobody can sign in yet."""
        person = self.model(email=email.lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A human being. The e-mail address is the name to sign in with."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())
    session_epoch = models.PositiveIntegerField(default=0, help_text="one more ends every session of this person")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = People()

    def __str__(self) -> str:
        return self.full_name

    def get_session_auth_hash(self) -> str:
        """What a session must hold to count: a new password or a new epoch ends it."""
        return f"{super().get_session_auth_hash()}{self.session_epoch}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same, made with the keys of before."""
        return (f"{made}{self.session_epoch}" for made in super().get_session_auth_fallback_hash())


def a_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


class Place(models.Model):
    """Where something of the identity plane belongs: a partnership, one of its schools, or its schools of a trust.

    A trust works in many partnerships: each of them that lets its lead see its schools has a row of its own.
    """

    tenant = models.ForeignKey("tenancy.Partnership", models.PROTECT, related_name="+")
    school_id = models.BigIntegerField(null=True, blank=True)
    school_urn = models.PositiveIntegerField(null=True, blank=True)
    school_name = models.CharField(max_length=200, blank=True, help_text="as in the register; kept in step by it")
    trust_uid = models.CharField(max_length=12, blank=True, help_text="the register's number of the group")
    trust_name = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        abstract = True

    @property
    def where(self) -> str:
        """The school, the trust, or "" for the partnership itself."""
        return self.school_name or self.trust_name


def school_role_names_a_school(name: str) -> models.CheckConstraint:
    """School roles name their school, trust roles their trust, partnership roles neither."""
    at_school = Q(role__in=sorted(SCHOOL_ROLES), school_id__isnull=False, school_urn__isnull=False, trust_uid="")
    no_school = Q(school_id__isnull=True, school_urn__isnull=True)
    at_partnership = Q(role__in=sorted(PARTNERSHIP_ROLES), trust_uid="") & no_school
    at_trust = Q(role__in=sorted(TRUST_ROLES)) & no_school & ~Q(trust_uid="")
    return models.CheckConstraint(condition=at_school | at_partnership | at_trust, name=name)


class Membership(Place):
    """A person in a role in a place, for a term of office. `ends_on` is the last day; None for no end agreed.

    Somebody who leaves is out at the next request: `ended_at` says so, whatever the days say.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    phone = models.CharField(max_length=40, blank=True, help_text="where to reach them in this role")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            school_role_names_a_school("membership_role_fits_place"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_by_and_at",
            ),
            models.UniqueConstraint(
                fields=["tenant", "school_id", "trust_uid", "person", "role", "starts_on"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="membership_once_per_term",
            ),
        ]
        indexes = [
            models.Index(fields=["school_urn"], name="membership_by_urn"),
            models.Index(fields=["tenant", "ends_on"], condition=Q(ended_at=None), name="membership_by_end_of_term"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Invitation(Place):
    """An open door for one e-mail address, one place and one role; used once, for seven days."""

    email = models.EmailField()
    full_name = models.CharField(max_length=120)
    ends_on = models.DateField(null=True, blank=True, help_text="end of the term of office")
    secret = models.CharField(max_length=64, default=a_secret, help_text="part of the link's signature")
    invited_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, help_text="None for the operator's command"
    )
    invited_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    accepted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            school_role_names_a_school("invitation_role_fits_place"),
            models.CheckConstraint(
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="invitation_accepted_by_and_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "school_id"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_still_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.role}"


class InterestDeclaration(SchoolOwned):
    """What one person of the partnership declares about one school before seeing its answers. The latest one counts."""

    person_id = models.BigIntegerField()
    has_conflict = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "school", "id"], name="interest_declaration_owner_id"),
            models.CheckConstraint(
                condition=Q(has_conflict=False) | ~Q(reason=""), name="interest_conflict_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "person_id"], name="interest_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.school_id}"


class ContactRepair(SchoolOwned):
    """Why the partnership changed something about a school's people, which is the school's own business."""

    class Kind(models.TextChoices):
        LEFT = "left", "Said that somebody has left"
        REPLACED = "replaced", "Replaced an address"
        CHANGED = "changed", "Changed a term of office or telephone number"
        VACANT = "vacant", "Said that a role is vacant"
        CONFIRMED = "confirmed", "Confirmed the list"

    kind = models.CharField(max_length=10, choices=Kind)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    reason = models.CharField(max_length=300)
    repaired_by_id = models.BigIntegerField()
    repaired_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("contact_repair"),
            models.CheckConstraint(condition=~Q(reason=""), name="contact_repair_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.kind}"
