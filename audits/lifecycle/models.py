"""One school's return in one cycle."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Audit(SchoolOwned):
    """One school's return. Its profile and the indicators asked of it are settled when it is opened and confirmed."""

    class State(models.TextChoices):
        INVITED = "invited", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        INTERNAL_CHECK = "internal_check", "With the head"
        HEAD_SIGNED = "head_signed", "With the chair"
        SUBMITTED = "submitted", "Submitted"
        IN_REVIEW = "in_review", "In review"
        REVIEWED = "reviewed", "Reviewed"
        FEEDBACK_ISSUED = "feedback_issued", "Feedback issued"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        CLOSED = "closed", "Closed"

    cycle = models.ForeignKey("audits.Cycle", models.PROTECT, related_name="audits", db_constraint=False)
    state = models.CharField(max_length=20, choices=State, default=State.INVITED)
    governance = models.CharField(max_length=20)
    features = ArrayField(models.CharField(max_length=20), default=list)
    confirmed = models.JSONField(default=dict, help_text="feature -> yes or no, as the school answered")
    indicator_ids = ArrayField(models.BigIntegerField(), help_text="the indicators asked, in the framework's order")
    due_on = models.DateField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    return_comment = models.TextField(blank=True, help_text="why the head or chair gave it back, to the DSL")

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("audit"),
            OwnedReference("cycle", name="audit_cycle_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "cycle", "school"], name="audit_once_per_school_and_cycle"),
            models.CheckConstraint(
                condition=Q(submitted_at=None)
                ^ ~Q(state__in=["invited", "in_progress", "internal_check", "head_signed"]),
                name="audit_dated_when_submitted",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "school", "-due_on"], name="audit_by_school")]

    def __str__(self) -> str:
        return f"audit {self.pk}"
