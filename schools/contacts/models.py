"""What a school says of its own people: that a list is right, and which roles are vacant; and what was sent in bulk."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.constraints import owned_by_area, owned_by_school
from lscp_portal.tenancy.models import AreaOwned, SchoolOwned

POSTS = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.CHAIR, Role.LINK_GOVERNOR)
POST_CHOICES = [(role.value, role.label) for role in POSTS]


class ContactConfirmation(SchoolOwned):
    """“These are our people on this day”: one school, one cycle, one list. Kept for ever.

    cycle_id: audits.Cycle, which lies above. list_sha256: of the list as it was shown (docs/school/your-people.md).
    membership_ids: who was on it, so that whoever came later is seen.
    """

    cycle_id = models.BigIntegerField()
    list_sha256 = models.CharField(max_length=64)
    membership_ids = ArrayField(models.BigIntegerField())
    confirmed_by_id = models.BigIntegerField()
    confirmed_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("contact_confirmation"),
            models.UniqueConstraint(
                fields=["tenant", "school", "cycle_id", "list_sha256"], name="contact_confirmation_once_per_list"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "cycle_id"], name="contact_confirmation_by_cycle")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.confirmed_at:%d %B %Y}"


class Vacancy(SchoolOwned):
    """A role that nobody holds, said openly. It is over when somebody begins in the role; the latest one counts."""

    role = models.CharField(max_length=20, choices=POST_CHOICES)
    vacant_since = models.DateField()
    stated_by_id = models.BigIntegerField()
    stated_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("vacancy"),
            models.CheckConstraint(condition=Q(role__in=sorted(POSTS)), name="vacancy_of_a_post"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.role}"


class InvitationBatch(AreaOwned):
    """Many invitations sent by one click. `operation_id` is made with the page, so a second click is recognised."""

    operation_id = models.UUIDField()
    invited = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    sent_by_id = models.BigIntegerField()
    sent_at = models.DateTimeField(db_default=Now())

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("invitation_batch"),
            models.UniqueConstraint(fields=["tenant", "operation_id"], name="invitation_batch_once_per_click"),
        ]

    def __str__(self) -> str:
        return f"{self.invited} invited"
