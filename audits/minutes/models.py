"""How long a reading took, as its reader says."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned

MOST = 6000  # a hundred hours


class ReviewMinutes(SchoolOwned):
    """The minutes of one review, which row-level security shows to its reader and to nobody else.

    minutes: None once the reader has taken the number back.
    """

    review = models.ForeignKey("audits.Review", models.PROTECT, related_name="+", db_constraint=False)
    reviewer_id = models.BigIntegerField(help_text="the review's own reader: the reference holds it to that")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    given_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("review_minutes"),
            OwnedReference(
                "review", name="review_minutes_of_its_reader", owner=("tenant_id", "school_id", "reviewer_id")
            ),
            models.UniqueConstraint(fields=["tenant", "review"], name="review_minutes_once"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MOST), name="review_minutes_can_be"
            ),
        ]

    def __str__(self) -> str:
        return f"minutes of review {self.review_id}"
