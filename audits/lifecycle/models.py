"""One school's return in one cycle."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audits.cycles.models import SAME_CYCLE, Mode
from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Audit(SchoolOwned):
    """One school's return. Its profile and the indicators asked of it are settled when it is opened and confirmed.

    due_on: the one date that counts; groups and extensions write it. extended_to: the latest extension's date, until
    which the school may go on even when the cycle is closed.
    """

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
    group = models.ForeignKey(
        "audits.CycleGroup", models.PROTECT, related_name="audits", null=True, blank=True, db_constraint=False
    )
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.FULL, help_text="in which this school is asked")
    state = models.CharField(max_length=20, choices=State, default=State.INVITED)
    governance = models.CharField(max_length=20)
    features = ArrayField(models.CharField(max_length=20), default=list)
    confirmed = models.JSONField(default=dict, help_text="feature -> yes or no, as the school answered")
    indicator_ids = ArrayField(models.BigIntegerField(), help_text="the indicators asked, in the framework's order")
    due_on = models.DateField()
    extended_to = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    return_comment = models.TextField(blank=True, help_text="why the head or chair gave it back, to the DSL")

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("audit"),
            OwnedReference("cycle", name="audit_cycle_same_area", owner=AREA),
            OwnedReference("group", name="audit_group_of_its_cycle", owner=SAME_CYCLE),
            models.UniqueConstraint(fields=["tenant", "cycle", "school"], name="audit_once_per_school_and_cycle"),
            models.CheckConstraint(
                condition=Q(submitted_at=None)
                ^ ~Q(state__in=["invited", "in_progress", "internal_check", "head_signed"]),
                name="audit_dated_when_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "school", "-due_on"], name="audit_by_school"),
            models.Index(fields=["tenant", "cycle", "due_on"], name="audit_by_due_date"),
        ]

    def __str__(self) -> str:
        return f"audit {self.pk}"
