"""One round of asking."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class Mode(models.TextChoices):
    FULL = "full", "Full audit"
    CORE = "core", "Light year"
    DEEP_DIVE = "deep_dive", "Deep dive"


class Cycle(AreaOwned):
    """One round of asking, pinned to one framework version and one mode. year: in which the academic year begins."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed to new returns"
        COMPLETE = "complete", "Complete"

    framework = models.ForeignKey("audits.Framework", models.PROTECT, related_name="cycles", db_constraint=False)
    name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=Mode)
    section_codes = ArrayField(models.CharField(max_length=4), default=list, blank=True, help_text="of a deep dive")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    opens_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("cycle"),
            OwnedReference("framework", name="cycle_framework_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "year", "mode"], name="cycle_once_per_year_and_mode"),
            models.CheckConstraint(condition=Q(due_on__gt=F("opens_on")), name="cycle_due_after_it_opens"),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by_id=None) | Q(opened_at__isnull=False, opened_by_id__isnull=False),
                name="cycle_opened_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """The word for this mode in public addresses."""
        return {"full": "full", "core": "light", "deep_dive": "deep-dive"}[self.mode]

    @property
    def year_words(self) -> str:
        """The academic year: "2026/27"."""
        return academic_year(self.year)


def academic_year(year: int) -> str:
    """The academic year that begins in `year`, in words: "2026/27"."""
    return f"{year}/{(year + 1) % 100:02}"
