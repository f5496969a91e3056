"""A scrutineer's note: the author's own until it is shared; then it stays, and the lead answers it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class ScrutinyNote(AreaOwned):
    """One thing the scrutineer has seen or asks. about_school: None for the area as a whole."""

    class State(models.TextChoices):
        DRAFT = "draft", "Only yours"
        SHARED = "shared", "Shared with the lead"
        ANSWERED = "answered", "Answered"

    class Topic(models.TextChoices):
        TIMELINESS = "timeliness", "Keeping the promised days"
        BANDS = "bands", "Bands that were overridden"
        READING = "reading", "Reading returns"
        MODERATION = "moderation", "Reading twice"
        POOR_RETURNS = "poor_returns", "Returns of poor quality"
        COMPLAINTS = "complaints", "Complaints"
        REPORTS = "reports", "Reports and publication"
        OTHER = "other", "Something else"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    topic = models.CharField(max_length=12, choices=Topic)
    about_school = models.ForeignKey(
        "schools.School", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False, db_index=False
    )
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    written_by_id = models.BigIntegerField()
    written_at = models.DateTimeField(db_default=Now())
    shared_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("scrutiny_note"),
            OwnedReference("about_school", name="scrutiny_note_school_same_area", owner=AREA),
            models.CheckConstraint(
                condition=Q(shared_at=None) ^ ~Q(state="draft"), name="scrutiny_note_dated_when_shared"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by_id=None, answered_at=None) & ~Q(state="answered")
                | Q(answered_by_id__isnull=False, answered_at__isnull=False, state="answered") & ~Q(answer=""),
                name="scrutiny_note_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(answered_by_id=None) | ~Q(answered_by_id=F("written_by_id")),
                name="scrutiny_note_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"scrutiny note {self.pk}"
