"""The report in work: drafted from the record, checked by the school, approved by somebody else."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Report(SchoolOwned):
    """One report on one audit. `record` is the part that comes from the record and is not typed."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ACCURACY_CHECK = "accuracy_check", "With the school for factual accuracy"
        ANSWERED = "answered", "Answered by the school"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    audit = models.OneToOneField("audits.Audit", models.PROTECT, related_name="report", db_constraint=False)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    author_id = models.BigIntegerField()
    summary = models.TextField(blank=True, help_text="half a page in plain English, for parents")
    strengths = models.TextField(blank=True)
    improvements = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    record = models.JSONField(default=dict, help_text="section results, coverage, dates; computed, not typed")
    school_comment = models.TextField(blank=True, help_text="printed beside the findings, 250 words at most")
    drafted_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("report"),
            OwnedReference("audit", name="report_audit_same_school"),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(approved_by_id=F("author_id")),
                name="report_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by_id=None)
                | Q(approved_at__isnull=False, approved_by_id__isnull=False),
                name="report_approved_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by_id=None)
                | Q(answered_at__isnull=False, answered_by_id__isnull=False),
                name="report_answered_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class Correction(SchoolOwned):
    """One point of fact the school says is wrong, and the author's answer to it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="corrections", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    raised_by_id = models.BigIntegerField()
    raised_at = models.DateTimeField(db_default=Now())
    accepted = models.BooleanField(null=True, blank=True)
    reply = models.TextField(blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("correction"),
            OwnedReference("report", name="correction_report_same_school"),
            models.UniqueConstraint(fields=["tenant", "report", "number"], name="correction_numbered_once"),
            models.CheckConstraint(
                condition=Q(accepted=None) | ~Q(reply=""),
                name="correction_answer_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.number} of report {self.report_id}"
