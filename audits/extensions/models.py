"""More time for one school: what was granted, for ever, and what the school asked for."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Reason(models.TextChoices):
    ILLNESS = "illness", "Illness"
    NEW_HEAD = "new_head", "New headteacher or principal"
    NEW_DSL = "new_dsl", "New designated safeguarding lead"
    INCIDENT = "incident", "Serious incident at the school"
    TECHNICAL = "technical", "Technical trouble"
    OTHER = "other", "Another reason"


class DueDateExtension(SchoolOwned):
    """One change of one audit's due date, kept for ever. words: by the lead, for the school to read."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="extensions", db_constraint=False)
    due_before = models.DateField()
    due_after = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.CharField(max_length=500, blank=True)
    granted_by_id = models.BigIntegerField()
    granted_at = models.DateTimeField(db_default=Now())
    asked_for_by_school = models.BooleanField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("due_date_extension"),
            OwnedReference("audit", name="due_date_extension_audit_same_school"),
            models.CheckConstraint(condition=Q(due_after__gt=F("due_before")), name="due_date_extension_gives_time"),
            models.CheckConstraint(condition=~Q(reason="other", words=""), name="due_date_extension_says_why"),
        ]
        indexes = [models.Index(fields=["tenant", "audit"], name="due_date_extension_by_audit")]

    def __str__(self) -> str:
        return f"extension {self.pk}"


class ExtensionRequest(SchoolOwned):
    """A school asks for more time, and the lead answers. words: the school's; answer: the lead's."""

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        GRANTED = "granted", "Granted"
        DECLINED = "declined", "Not granted"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="extension_requests", db_constraint=False)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.CharField(max_length=500)
    wished_on = models.DateField()
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.CharField(max_length=500, blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="the date granted, which may be another one")

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("extension_request"),
            OwnedReference("audit", name="extension_request_audit_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "audit"], condition=Q(state="asked"), name="extension_request_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None, answered_by_id=None)
                | Q(answered_at__isnull=False, answered_by_id__isnull=False) & ~Q(state="asked"),
                name="extension_request_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state="granted", due_on__isnull=False) | ~Q(state="granted") & Q(due_on=None),
                name="extension_request_granted_to_a_day",
            ),
            models.CheckConstraint(condition=~Q(state="declined", answer=""), name="extension_request_no_says_why"),
        ]
        indexes = [models.Index(fields=["tenant", "state"], name="extension_request_waiting")]

    def __str__(self) -> str:
        return f"extension request {self.pk}"
