"""The formal answer of the partnership to a school."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Feedback(SchoolOwned):
    """One letter for one audit. `content` is frozen when it is issued: what the school sees of the review."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ISSUED = "issued", "Issued"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"

    audit = models.OneToOneField("audits.Audit", models.PROTECT, related_name="feedback", db_constraint=False)
    state = models.CharField(max_length=15, choices=State, default=State.DRAFT)
    opening = models.TextField(blank=True, help_text="the lead's own words at the head of the letter")
    strengths = models.TextField(blank=True)
    content = models.JSONField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by_id = models.BigIntegerField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by_id = models.BigIntegerField(null=True, blank=True)
    acknowledgement = models.TextField(blank=True, help_text="the school's words")

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("feedback"),
            OwnedReference("audit", name="feedback_audit_same_school"),
            models.CheckConstraint(
                condition=Q(issued_at=None, issued_by_id=None, content=None, state="draft")
                | Q(issued_at__isnull=False, issued_by_id__isnull=False, content__isnull=False) & ~Q(state="draft"),
                name="feedback_dated_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by_id=None) & ~Q(state="acknowledged")
                | Q(acknowledged_at__isnull=False, acknowledged_by_id__isnull=False, state="acknowledged"),
                name="feedback_dated_when_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return f"feedback on audit {self.audit_id}"


class RecommendationAnswer(SchoolOwned):
    """What the school says to one recommendation, for ever: head or chair, with the acknowledgement."""

    class Answer(models.TextChoices):
        ACCEPT = "accept", "We accept it"
        IN_PART = "in_part", "We accept it in part"
        REJECT = "reject", "We do not accept it"

    recommendation = models.OneToOneField(
        "audits.Recommendation", models.PROTECT, related_name="answer", db_constraint=False
    )
    answer = models.CharField(max_length=10, choices=Answer)
    reason = models.TextField(blank=True)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("recommendation_answer"),
            OwnedReference("recommendation", name="recommendation_answer_same_school"),
            models.CheckConstraint(
                condition=Q(answer="accept") | ~Q(reason=""), name="recommendation_answer_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"answer to recommendation {self.recommendation_id}"


class FeedbackRating(SchoolOwned):
    """How much one letter helped the school. The school may change it until the audit is closed."""

    class Helped(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="rating", db_constraint=False)
    is_clear = models.CharField(max_length=6, choices=Helped)
    is_fair = models.CharField(max_length=6, choices=Helped)
    is_useful = models.CharField(max_length=6, choices=Helped)
    words = models.TextField(blank=True)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("feedback_rating"),
            OwnedReference("feedback", name="feedback_rating_same_school"),
        ]

    def __str__(self) -> str:
        return f"rating of feedback {self.feedback_id}"
