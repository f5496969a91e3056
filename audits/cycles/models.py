"""One round of asking, its groups, and what is arranged for single schools before they are asked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area, owned_by_school
from lscp_portal.tenancy.models import AreaOwned, SchoolOwned

SAME_CYCLE = ("tenant_id", "cycle_id")


class Mode(models.TextChoices):
    FULL = "full", "Full audit"
    CORE = "core", "Light year"
    DEEP_DIVE = "deep_dive", "Deep dive"


class Cycle(AreaOwned):
    """One round of asking, pinned to one framework version and one mode. year: in which the academic year begins.

    A cycle with groups opens on the day of the first and is due on the day of the last; each school follows its group.
    """

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
    closed_on = models.DateField(null=True, blank=True, help_text="none while it takes returns")
    new_schools_full = models.BooleanField(default=False, help_text="a school never audited gets a full audit")

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


class CycleGroup(AreaOwned):
    """Schools of a cycle that are asked together, with dates of their own. It opens by itself on its day."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="groups", db_constraint=False)
    name = models.CharField(max_length=60)
    opens_on = models.DateField()
    due_on = models.DateField()
    position = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("cycle_group"),
            OwnedReference("cycle", name="cycle_group_cycle_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "cycle", "id"], name="cycle_group_of_its_cycle"),
            models.UniqueConstraint(
                fields=["tenant", "cycle", "name"], condition=Q(removed_at=None), name="cycle_group_once_per_name"
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("opens_on")), name="cycle_group_due_after_it_opens"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(opened_at=None), name="cycle_group_opened_is_not_removed"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Arrangement(SchoolOwned):
    """What is arranged for one school in one cycle before it is asked. mode: "" for what the cycle's rule says."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="arrangements", db_constraint=False)
    group = models.ForeignKey(
        CycleGroup, models.PROTECT, related_name="arrangements", null=True, blank=True, db_constraint=False
    )
    mode = models.CharField(max_length=10, choices=Mode, blank=True)
    is_asked = models.BooleanField(default=True)
    reason = models.CharField(
        max_length=300, blank=True, help_text="for the mode, or for not asking; the school reads it"
    )
    arranged_by_id = models.BigIntegerField()
    arranged_at = models.DateTimeField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("arrangement"),
            OwnedReference("cycle", name="arrangement_cycle_same_area", owner=AREA),
            OwnedReference("group", name="arrangement_group_of_its_cycle", owner=SAME_CYCLE),
            models.UniqueConstraint(fields=["tenant", "cycle", "school"], name="arrangement_once_per_school"),
            models.CheckConstraint(condition=Q(mode="", is_asked=True) | ~Q(reason=""), name="arrangement_says_why"),
        ]

    def __str__(self) -> str:
        return f"arrangement {self.pk}"


def academic_year(year: int) -> str:
    """The academic year that begins in `year`, in words: "2026/27"."""
    return f"{year}/{(year + 1) % 100:02}"
