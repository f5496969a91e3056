"""A visit: when, why and by whom."""

from django.db import models
from django.db.models import Q

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Visit(SchoolOwned):
    """One visit of a small team to one school. The school sees it from the day it is scheduled."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        HELD = "held", "Held"
        RECORDED = "recorded", "Notes complete"
        CANCELLED = "cancelled", "Cancelled"

    class Reason(models.TextChoices):
        PRIORITY = "priority", "Priority: something in the return asks for it"
        ENHANCED = "enhanced", "Enhanced: several points to look at together"
        RANDOM = "random", "Random sample"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="visits", db_constraint=False)
    state = models.CharField(max_length=10, choices=State, default=State.SCHEDULED)
    visit_on = models.DateField()
    starts_at = models.TimeField()
    reason = models.CharField(max_length=10, choices=Reason)
    purpose = models.TextField(help_text="what the team will look at, in words the school reads")
    scheduled_by_id = models.BigIntegerField()
    held_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("visit"),
            OwnedReference("audit", name="visit_audit_same_school"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="visit_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None) ^ Q(state__in=["held", "recorded"]),
                name="visit_dated_when_held",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at=None) ^ Q(state="recorded"), name="visit_dated_when_recorded"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "visit_on"], name="visit_by_day")]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class TeamMember(SchoolOwned):
    """One person of the team of two or three; at least two agencies."""

    class Agency(models.TextChoices):
        EDUCATION = "education", "Education"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="team", db_constraint=False)
    person_id = models.BigIntegerField()
    agency = models.CharField(max_length=20, choices=Agency)
    leads = models.BooleanField(default=False)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("team_member"),
            OwnedReference("visit", name="team_member_visit_same_school"),
            models.UniqueConstraint(fields=["tenant", "visit", "person_id"], name="team_member_once"),
            models.UniqueConstraint(fields=["tenant", "visit"], condition=Q(leads=True), name="team_has_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on visit {self.visit_id}"
