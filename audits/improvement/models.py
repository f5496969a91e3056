"""Improvements: what a school does about a recommendation, a visit or its own plan. One row each, and its history."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned

BY_PARTNERSHIP = ("reviewer", "visitor")
BY_GOVERNORS = ("chair", "link_governor")
DONE = ["said_done", "verified"]
PLANNED = ["agreed", "in_progress", *DONE]


class Improvement(SchoolOwned):
    """One piece of work of a school, from whoever asked for it to whoever saw that it is done.

    asked_due_on: the date the partnership asked for, None for the school's own plan; due_on: the one that counts.
    hands: everybody who ever owned it or said it was done, and so never verifies it. carried_from: the audit at whose
    end it was still open. visit_id: of visits.Visit, which stands above this app; the database holds the reference.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "To be agreed"
        AGREED = "agreed", "Agreed"
        IN_PROGRESS = "in_progress", "In progress"
        SAID_DONE = "said_done", "Said to be done"
        VERIFIED = "verified", "Done and verified"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Source(models.TextChoices):
        RECOMMENDATION = "recommendation", "Recommendation"
        VISIT = "visit", "Visit"
        OWN = "own", "Own plan"

    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    source = models.CharField(max_length=15, choices=Source)
    audit = models.ForeignKey(
        "audits.Audit", models.PROTECT, related_name="improvements", null=True, blank=True, db_constraint=False
    )
    recommendation = models.ForeignKey(
        "audits.Recommendation", models.PROTECT, related_name="improvements", null=True, blank=True, db_constraint=False
    )
    visit_id = models.BigIntegerField(null=True, blank=True)
    indicator = models.ForeignKey(
        "audits.Indicator", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    is_critical = models.BooleanField(default=False, help_text="of its indicator, as it was when this was written")
    what = models.TextField()
    help_from = models.TextField(blank=True, help_text="a named source of help")
    asked_due_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    later_why = models.TextField(blank=True, help_text="why later than the partnership asked")
    owner_id = models.BigIntegerField(null=True, blank=True)
    owner_words = models.TextField(blank=True, help_text="a role in words, where the owner has no account")
    hands = ArrayField(models.BigIntegerField(), default=list, blank=True)
    evidence = models.TextField(blank=True, help_text="what shows it, and where it is kept")
    said_done_at = models.DateTimeField(null=True, blank=True)
    said_done_by_id = models.BigIntegerField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by_id = models.BigIntegerField(null=True, blank=True)
    verified_as = models.CharField(max_length=20, blank=True, help_text="the role in which")
    verified_words = models.TextField(blank=True, help_text="what was looked at")
    sent_back_why = models.TextField(blank=True, help_text="the last time; a step keeps each")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.BigIntegerField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    carried_from = models.ForeignKey(
        "audits.Audit", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    created_at = models.DateTimeField(db_default=Now())
    created_by_id = models.BigIntegerField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("improvement"),
            OwnedReference("audit", name="improvement_audit_same_school"),
            OwnedReference("recommendation", name="improvement_recommendation_same_school"),
            OwnedReference("carried_from", name="improvement_carried_from_same_school"),
            OwnedReference("indicator", name="improvement_indicator_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "recommendation"], name="improvement_once_per_recommendation"),
            models.CheckConstraint(condition=~Q(what=""), name="improvement_says_what"),
            models.CheckConstraint(
                condition=Q(source="recommendation", recommendation__isnull=False, visit_id=None, audit__isnull=False)
                | Q(source="visit", recommendation=None, visit_id__isnull=False, audit__isnull=False)
                | Q(source="own", recommendation=None, visit_id=None),
                name="improvement_of_its_source",
            ),
            models.CheckConstraint(
                condition=Q(source="own", asked_due_on=None) | ~Q(source="own") & Q(asked_due_on__isnull=False),
                name="improvement_dated_by_whoever_asked",
            ),
            models.CheckConstraint(
                condition=Q(asked_due_on=None) | Q(due_on__lte=F("asked_due_on")) | ~Q(later_why=""),
                name="improvement_later_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PLANNED) | Q(owner_id__isnull=False) | ~Q(owner_words=""),
                name="improvement_owned_when_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DONE, said_done_at__isnull=False, said_done_by_id__isnull=False) & ~Q(evidence="")
                | ~Q(state__in=DONE),
                name="improvement_done_shows_what",
            ),
            models.CheckConstraint(
                condition=Q(state="verified", verified_at__isnull=False, verified_by_id__isnull=False)
                & ~Q(verified_as="")
                & ~Q(verified_words="")
                | ~Q(state="verified") & Q(verified_at=None, verified_by_id=None, verified_as="", verified_words=""),
                name="improvement_verified_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(verified_by_id=None)
                | ~Q(verified_by_id=F("said_done_by_id")) & (Q(owner_id=None) | ~Q(verified_by_id=F("owner_id"))),
                name="improvement_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(is_critical=False) | Q(verified_as__in=BY_PARTNERSHIP),
                name="improvement_critical_by_a_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified")
                | Q(owner_id__isnull=False)
                | Q(verified_as__in=[*BY_PARTNERSHIP, *BY_GOVERNORS]),
                name="improvement_of_a_role_by_governors",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by_id__isnull=False)
                & ~Q(withdrawn_why="")
                | ~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by_id=None, withdrawn_why=""),
                name="improvement_withdrawn_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "school", "due_on"], name="improvement_by_school"),
            models.Index(fields=["tenant", "state", "due_on"], name="improvement_by_state"),
        ]

    def __str__(self) -> str:
        return f"improvement {self.pk}"

    @property
    def is_asked(self) -> bool:
        """The partnership asked for it; otherwise it is the school's own plan."""
        return self.source != self.Source.OWN


class ImprovementStep(SchoolOwned):
    """One thing that happened to an improvement, for ever. words: what was said then."""

    class Kind(models.TextChoices):
        CREATED = "created", "Put on the list"
        AGREED = "agreed", "Agreed"
        CHANGED = "changed", "Owner or date changed"
        STARTED = "started", "Begun"
        SAID_DONE = "said_done", "Said to be done"
        SENT_BACK = "sent_back", "Sent back"
        VERIFIED = "verified", "Verified"
        WITHDRAWN = "withdrawn", "Withdrawn"
        CARRIED = "carried", "Carried forward"

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="steps", db_constraint=False)
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField(blank=True)
    owner_id = models.BigIntegerField(null=True, blank=True, help_text="from then on")
    due_on = models.DateField(help_text="from then on")
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("improvement_step"),
            OwnedReference("improvement", name="improvement_step_same_school"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of improvement {self.improvement_id}"


class ImprovementReminder(SchoolOwned):
    """One rung of the ladder that was reached, once for each date that passed. It says who was told, not what."""

    class Rung(models.TextChoices):
        OWNER = "owner", "The owner and the safeguarding lead were told"
        HEAD = "head", "The head was told"
        CHAIR = "chair", "The chair was told"
        LEAD = "lead", "On the partnership’s list"

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="reminders", db_constraint=False)
    rung = models.CharField(max_length=5, choices=Rung)
    due_on = models.DateField(help_text="the date that passed")
    on_day = models.DateField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("improvement_reminder"),
            OwnedReference("improvement", name="improvement_reminder_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "improvement", "due_on", "rung"], name="improvement_reminder_once_per_rung"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} told of improvement {self.improvement_id}"
