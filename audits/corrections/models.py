"""A school corrects what it sent: what it asks, what is answered, and the new wordings until they are signed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from audits.answers.models import Wording
from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Correction(SchoolOwned):
    """A school's request to correct named answers. The audit stays submitted, and the first copy stands, all the while.

    reason: the school's; answer: the lead's; version: of the frozen copy that the chair's signature made. case: of a
    return of poor quality, which the partnership asks to be mended; there the reason is the lead's.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        GRANTED = "granted", "Being corrected"
        DSL_SIGNED = "dsl_signed", "With the head"
        HEAD_SIGNED = "head_signed", "With the chair"
        SIGNED = "signed", "Signed"
        DECLINED = "declined", "Not granted"
        ENDED = "ended", "Ended without a change"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="corrections", db_constraint=False)
    case = models.ForeignKey(
        "audits.PoorQualityCase", models.PROTECT, related_name="corrections", null=True, blank=True, db_constraint=False
    )
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    codes = ArrayField(models.CharField(max_length=10), help_text="the indicators that may be corrected")
    reason = models.TextField()
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    return_comment = models.TextField(blank=True, help_text="why the head or chair gave it back, to the DSL")
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("correction_of_audit"),
            OwnedReference("audit", name="correction_of_audit_same_school"),
            OwnedReference("case", name="correction_of_audit_case_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "audit"],
                condition=Q(state__in=["asked", "granted", "dsl_signed", "head_signed"]),
                name="correction_of_audit_one_at_a_time",
            ),
            models.UniqueConstraint(fields=["tenant", "audit", "version"], name="correction_of_audit_one_per_version"),
            models.CheckConstraint(condition=Q(codes__len__gt=0), name="correction_of_audit_names_answers"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_of_audit_says_why"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by_id=None, state__in=["asked", "ended"])
                | Q(answered_at__isnull=False, answered_by_id__isnull=False) & ~Q(state="asked"),
                name="correction_of_audit_answered_by_and_at",
            ),
            models.CheckConstraint(condition=~Q(state="declined", answer=""), name="correction_of_audit_no_says_why"),
            models.CheckConstraint(
                condition=Q(state="signed", version__isnull=False, signed_at__isnull=False)
                | ~Q(state="signed") & Q(version=None, signed_at=None),
                name="correction_of_audit_signed_as_a_version",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state"], name="correction_of_audit_by_state")]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class CorrectedAnswer(Wording):
    """The new wording of one answer, for the school alone. It becomes the answer when the chair has signed."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="answers", db_constraint=False)
    indicator = models.ForeignKey("audits.Indicator", models.PROTECT, related_name="+", db_constraint=False)

    class Meta(Wording.Meta):
        constraints = [
            *owned_by_school("corrected_answer"),
            OwnedReference("correction", name="corrected_answer_same_school"),
            OwnedReference("indicator", name="corrected_answer_indicator_same_area", owner=AREA),
            models.UniqueConstraint(
                fields=["tenant", "correction", "indicator"], name="corrected_answer_once_per_indicator"
            ),
        ]

    def __str__(self) -> str:
        return f"corrected answer {self.pk} revision {self.revision}"
