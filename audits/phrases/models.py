"""What readers write again and again, kept by the partnership."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_area
from lscp_portal.tenancy.models import AreaOwned

LONGEST_WAIT = 250  # working days, about a year


class Phrase(AreaOwned):
    """One phrase about one indicator, in all versions of its series; or about any.

    used: how often it was taken, which is counted; by whom is not. Once retired it never changes.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment to the school"
        RECOMMENDATION = "recommendation", "Recommendation"

    kind = models.CharField(max_length=14, choices=Kind)
    upstream = models.CharField(max_length=80, blank=True, help_text="id of the framework’s series; blank for any")
    code = models.CharField(max_length=8, blank=True, help_text="of the indicator; blank for any")
    text = models.TextField()
    help_from = models.TextField(blank=True, help_text="the named source of help of a recommendation")
    workdays = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="of the school, from the day of writing until a recommendation is due"
    )
    revision = models.PositiveIntegerField(default=1, help_text="one more each time its words change")
    used = models.PositiveIntegerField(default=0, help_text="how often it was put into a comment or recommended")
    written_by_id = models.BigIntegerField()
    written_at = models.DateTimeField(db_default=Now())
    changed_by_id = models.BigIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    retired_by_id = models.BigIntegerField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("phrase"),
            models.CheckConstraint(condition=~Q(text=""), name="phrase_says_something"),
            models.CheckConstraint(
                condition=Q(code="", upstream="") | ~Q(code="") & ~Q(upstream=""), name="phrase_of_a_series"
            ),
            models.CheckConstraint(
                condition=Q(kind="comment", help_from="", workdays=None)
                | Q(kind="recommendation", workdays__isnull=False, workdays__gte=1, workdays__lte=LONGEST_WAIT)
                & ~Q(help_from=""),
                name="phrase_recommends_with_help",
            ),
            models.CheckConstraint(
                condition=Q(changed_at=None, changed_by_id=None)
                | Q(changed_at__isnull=False, changed_by_id__isnull=False),
                name="phrase_changed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None, retired_by_id=None)
                | Q(retired_at__isnull=False, retired_by_id__isnull=False),
                name="phrase_retired_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "upstream", "code"], name="phrase_by_indicator")]

    def __str__(self) -> str:
        return f"phrase {self.pk}"
