"""Who signs for the head or the chair, because the scheme of delegation says so."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_school
from lscp_portal.tenancy.models import SchoolOwned

LONGEST = timedelta(days=366)


class SigningDelegate(SchoolOwned):
    """One person may sign for the head or the chair, from one day to another. Ended, never changed or removed.

    minute_reference: where the minutes or the scheme say so; each signature under it carries these words.
    """

    class Step(models.TextChoices):
        HEAD = "head", "Headteacher or principal"
        CHAIR = "chair", "Chair of governors or proprietor"

    step = models.CharField(max_length=10, choices=Step, help_text="for whom")
    person_id = models.BigIntegerField()
    delegate_name = models.CharField(max_length=120, help_text="as the person was called on the day")
    minute_reference = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day")
    named_by_id = models.BigIntegerField()
    named_at = models.DateTimeField(db_default=Now())
    ended_by_id = models.BigIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("signing_delegate"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), ends_on__lte=F("starts_on") + LONGEST),
                name="signing_delegate_from_and_to",
            ),
            models.CheckConstraint(
                condition=~Q(person_id=F("named_by_id")), name="signing_delegate_nobody_names_themselves"
            ),
            models.CheckConstraint(condition=~Q(minute_reference=""), name="signing_delegate_is_minuted"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by_id=None) | Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="signing_delegate_ended_by_and_at",
            ),
            models.UniqueConstraint(
                fields=["tenant", "school", "step", "person_id", "starts_on"],
                condition=Q(ended_at=None),
                name="signing_delegate_named_once",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "school", "person_id"], name="signing_delegate_by_person")]

    def __str__(self) -> str:
        return f"{self.delegate_name} for the {self.step}"
