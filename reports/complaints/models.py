"""One complaint of a school, the answers it gets, and every step, for ever."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Complaint(SchoolOwned):
    """What a school holds against the partnership.

    about_lead: then no lead ever sees it here. answer_by: day of the answer that is due
    next, of either stage. ask_by: the last day on which the school may ask for the second stage. outcome: of the last
    answer. goes_on_because: why publication does not wait, "" while it waits.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        ANSWERED = "answered", "Answered by the partnership"
        SECOND_STAGE = "second_stage", "With the independent scrutineer"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn by the school"

    class About(models.TextChoices):
        FEEDBACK = "feedback", "The feedback on our return"
        VISIT = "visit", "A visit"
        REPORT = "report", "A report on our school"
        TREATMENT = "treatment", "How we were treated"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "Upheld"
        IN_PART = "in_part", "Upheld in part"
        NOT_UPHELD = "not_upheld", "Not upheld"

    state = models.CharField(max_length=15, choices=State, default=State.RECEIVED)
    about = models.CharField(max_length=10, choices=About)
    about_lead = models.BooleanField(default=False)
    said = models.TextField(help_text="what went wrong, in the school's words")
    wanted = models.TextField(help_text="what would put it right")
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())
    acknowledge_by = models.DateField()
    answer_by = models.DateField()
    ask_by = models.DateField(null=True, blank=True)
    first_by_id = models.BigIntegerField(null=True, blank=True)
    second_by_id = models.BigIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    goes_on_because = models.TextField(blank=True, help_text="why publication does not wait; the school reads it")
    put_right = models.TextField(blank=True, help_text="what was done about an upheld complaint; the school reads it")
    put_right_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    involved: frozenset[int] = frozenset()  # people who read, visited or reported on the school; set by queries.loaded

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("complaint"),
            models.CheckConstraint(
                condition=Q(first_by_id=None) | Q(second_by_id=None) | ~Q(second_by_id=F("first_by_id")),
                name="complaint_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(first_by_id__isnull=False, ask_by__isnull=False) & ~Q(outcome=""),
                name="complaint_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) ^ Q(state__in=("closed", "withdrawn")), name="complaint_dated_when_closed"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(outcome=""), name="complaint_closed_with_an_outcome"
            ),
            models.CheckConstraint(
                condition=Q(put_right="", put_right_at=None)
                | Q(put_right_at__isnull=False, state="closed", outcome__in=("upheld", "in_part")) & ~Q(put_right=""),
                name="complaint_put_right_in_words",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state"], name="complaint_by_state")]

    def __str__(self) -> str:
        return f"complaint {self.pk}"

    @property
    def hidden_from_leads(self) -> bool:
        """It is about the lead, who never sees it here: that is what the school was promised."""
        return self.about_lead


class ComplaintStep(SchoolOwned):
    """One step of a complaint, for ever. words: an answer, a reason; the school reads them.

    outcome: of an answer, else "". by_id: None for the calendar.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps", db_constraint=False)
    step = models.CharField(max_length=15)
    outcome = models.CharField(max_length=10, choices=Complaint.Outcome, blank=True)
    words = models.TextField(blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("complaint_step"),
            OwnedReference("complaint", name="complaint_step_same_school"),
        ]
        indexes = [models.Index(fields=["tenant", "complaint"], name="complaint_step_by_complaint")]

    def __str__(self) -> str:
        return f"step {self.pk}"
