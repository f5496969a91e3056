"""What a school does well, and each step on its way to others."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.managers import ScopedManager
from lscp_portal.tenancy.models import SchoolOwned
from lscp_portal.tenancy.scope import current


class SharedManager(models.Manager["GoodPractice"]):
    """Rows of the open scope's partnership; which of other schools a school sees, row-level security alone says."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet["GoodPractice"]:
        """Raises ScopeError outside a scope."""
        tenant = current().tenant
        rows = super().get_queryset()
        return rows if tenant is None else rows.filter(tenant_id=tenant)


class GoodPractice(SchoolOwned):
    """One thing that one school does, in its own words.

    codes: of the indicators it is about. topics: the same in words, as they read when it was offered. school_name, urn
    and phase are the school's when it was offered: other schools cannot read its row in the register.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OFFERED = "offered", "Offered"
        CHECKED = "checked", "Checked"
        CONSENTED = "consented", "Agreed by the school"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class How(models.TextChoices):
        VISIT = "visit", "Seen on a visit"
        DESK = "desk", "Read and asked about"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1, help_text="one more each time its words change")
    title = models.CharField(max_length=120)
    codes = ArrayField(models.CharField(max_length=8))
    topics = ArrayField(models.TextField())
    what = models.TextField(help_text="what the school does")
    works = models.TextField(help_text="how the school knows that it works")
    advice = models.TextField(blank=True, help_text="what it would tell a school that begins")
    contact_role = models.CharField(max_length=80)
    contact_email = models.EmailField()
    school_name = models.CharField(max_length=200)
    urn = models.PositiveIntegerField()
    phase = models.CharField(max_length=40)
    checked_how = models.CharField(max_length=5, choices=How, blank=True)
    checked_by_id = models.BigIntegerField(null=True, blank=True)
    consented_by_id = models.BigIntegerField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True, help_text="when the school last said that it still does it")
    confirm_by = models.DateField(null=True, blank=True, help_text="when it has to say so again")
    withdrawn_because = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()
    shared: ClassVar[SharedManager] = SharedManager()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("good_practice"),
            models.CheckConstraint(
                condition=Q(codes__len__gt=0, codes__len=F("topics__len")), name="good_practice_has_topics"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("checked", "consented", "published"))
                | Q(checked_by_id__isnull=False) & ~Q(checked_how=""),
                name="good_practice_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("consented", "published")) | Q(consented_by_id__isnull=False),
                name="good_practice_consented_to",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_by_id__isnull=False, published_at__isnull=False, confirm_by__isnull=False)
                & ~Q(published_by_id=F("checked_by_id")),
                name="good_practice_published_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn", withdrawn_because=""), name="good_practice_withdrawn_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state"], name="good_practice_by_state")]

    def __str__(self) -> str:
        return f"good practice {self.pk}"


class GoodPracticeStep(SchoolOwned):
    """One step, for ever: who did what, when, and their words to the other side."""

    practice = models.ForeignKey(GoodPractice, models.PROTECT, related_name="steps", db_constraint=False)
    step = models.CharField(max_length=10)
    words = models.CharField(max_length=500, blank=True)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("good_practice_step"),
            OwnedReference("practice", name="good_practice_step_same_school"),
        ]
        indexes = [models.Index(fields=["tenant", "practice"], name="good_practice_step_by_row")]

    def __str__(self) -> str:
        return f"step {self.pk}"
