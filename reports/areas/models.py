"""The area's account of a year: counts only, frozen when published."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class AreaSummary(AreaOwned):
    """One area, one academic year. `figures`: the rows of reports.areas.tidy, after disclosure control."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Sent to DfE and Ofsted"
        PUBLISHED = "published", "Published"

    year = models.PositiveSmallIntegerField(help_text="in which the academic year begins")
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="of the tidy CSV")
    frozen_at = models.DateTimeField(db_default=Now())
    frozen_by_id = models.BigIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("area_summary"),
            models.UniqueConstraint(fields=["tenant", "year"], name="area_summary_once_per_year"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by_id=None, state="submitted")
                | Q(published_at__isnull=False, published_by_id__isnull=False, state="published"),
                name="area_summary_dated_when_published",
            ),
            models.CheckConstraint(
                condition=Q(published_by_id=None) | ~Q(published_by_id=models.F("frozen_by_id")),
                name="area_summary_published_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.year}"
