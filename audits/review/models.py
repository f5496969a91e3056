"""The partnership's reading of a return: scores, comments, recommendations. The school sees them as feedback only."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from audits.answers.models import Level
from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area, owned_by_school
from lscp_portal.tenancy.models import AreaOwned, SchoolOwned


class Review(SchoolOwned):
    """One reader's scores for one audit. Given back, they are kept, and the same reader may take them up again."""

    class State(models.TextChoices):
        CLAIMED = "claimed", "Being read"
        SUBMITTED = "submitted", "Handed in"
        RELEASED = "released", "Given back"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="reviews", db_constraint=False)
    reviewer_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.CLAIMED)
    claimed_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, help_text="when it was last given back")
    released_by_id = models.BigIntegerField(null=True, blank=True, help_text="its reader, or the lead")
    released_why = models.TextField(blank=True, db_default="", default="")
    resumed_at = models.DateTimeField(null=True, blank=True, help_text="when its reader took it up again")
    scale: Mapping[str, Any]  # of its framework; set by queries._review

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("review"),
            OwnedReference("audit", name="review_audit_same_school"),
            models.UniqueConstraint(fields=["tenant", "school", "reviewer_id", "id"], name="review_by_its_reader"),
            models.UniqueConstraint(
                fields=["tenant", "audit"],
                condition=~Q(state="released"),
                name="review_one_reader_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) ^ Q(state="submitted"), name="review_dated_when_handed_in"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by_id=None, released_why="", resumed_at=None)
                | Q(released_at__isnull=False, released_by_id__isnull=False),
                name="review_given_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Score(SchoolOwned):
    """One reader's level for one indicator, beside and never over the school's own."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="scores", db_constraint=False)
    indicator = models.ForeignKey("audits.Indicator", models.PROTECT, related_name="+", db_constraint=False)
    level = models.CharField(max_length=20, choices=Level, blank=True, help_text="blank while only words are kept")
    comment = models.TextField(blank=True, help_text="to the school")
    private_note = models.TextField(blank=True, help_text="not for the school; may be disclosed when asked for")
    revision = models.PositiveIntegerField(default=1)
    operation_id = models.UUIDField(null=True, blank=True, help_text="of the last change; sent again it counts once")
    scored_at = models.DateTimeField(db_default=Now())
    checked = ArrayField(
        models.CharField(max_length=64),
        default=list,
        db_default=[],
        help_text="digests of warnings that the reader has confirmed to be about no child",
    )
    clear_as = models.CharField(
        max_length=64,
        default="",
        db_default="",
        help_text="the mark of the words that were read and point at no child; other words are read again",
    )

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("score"),
            OwnedReference("review", name="score_review_same_school"),
            OwnedReference("indicator", name="score_indicator_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "review", "indicator"], name="score_once_per_indicator"),
            models.CheckConstraint(condition=~Q(level=Level.NOT_CHECKED), name="score_is_a_judgement"),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"


class Recommendation(SchoolOwned):
    """What the school is asked to do, with who can help. The school sees it once feedback is issued."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="recommendations", db_constraint=False)
    indicator = models.ForeignKey(
        "audits.Indicator", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    text = models.TextField()
    help_from = models.CharField(max_length=300, help_text="a named source of help")
    due_on = models.DateField()
    issued_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="before feedback was issued")

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("recommendation"),
            OwnedReference("review", name="recommendation_review_same_school"),
            OwnedReference("indicator", name="recommendation_indicator_same_area", owner=AREA),
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(removed_at=None),
                name="recommendation_issued_ones_stay",
            ),
        ]

    def __str__(self) -> str:
        return f"recommendation {self.pk}"


class ReviewKeys(AreaOwned):
    """Whether a reader works by single keys. A preference, written over; nobody else's business."""

    person_id = models.BigIntegerField()
    is_on = models.BooleanField(default=False)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("reviewkeys"),
            models.UniqueConstraint(fields=["tenant", "person_id"], name="reviewkeys_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"keys of person {self.person_id}"
