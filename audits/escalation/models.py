"""A poor-quality return: the case, and each step beyond the school. What was found and said never changes."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import SCHOOL, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned

SAME_COPY = (*SCHOOL, "audit_id", "sha256")
OPEN_STATES = ("started", "resubmitted", "stepped_up")


class PoorQualityCase(SchoolOwned):
    """One return that the LSCP lead found too poor to answer as it is (domain: reviewed, poor-quality escalation).

    copy, sha256: of what was looked at. found: types.Criterion as kept, of that copy; found_then: of the copy in force
    when the case ended. missing: what the school is asked to mend; support: who helps. Both are in the letter.
    """

    class State(models.TextChoices):
        STARTED = "started", "With the school"
        RESUBMITTED = "resubmitted", "Signed again"
        STEPPED_UP = "stepped_up", "Taken further"
        RESOLVED = "resolved", "Resolved"
        STOPPED = "stopped", "Stopped"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="cases", db_constraint=False)
    copy = models.ForeignKey("audits.FrozenCopy", models.PROTECT, related_name="+", db_constraint=False)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.STARTED)
    rules_version = models.PositiveIntegerField(help_text="of the partnership's rules; 0 is the default")
    found = models.JSONField()
    missing = models.TextField(help_text="in the letter")
    support = models.TextField(help_text="who helps, and how to reach them; in the letter")
    started_at = models.DateTimeField(db_default=Now())
    started_by_id = models.BigIntegerField()
    signed_name = models.CharField(max_length=120, help_text="under the letter, as the lead was called on the day")
    due_on = models.DateField()
    resubmitted_at = models.DateTimeField(
        null=True, blank=True, help_text="when the chair signed again, the first time"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)
    ended_why = models.TextField(blank=True, help_text="the school reads it")
    found_then = models.JSONField(null=True, blank=True)
    still: Sequence[str]  # criteria that the copy in force meets; set by actions and queries

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("poor_quality_case"),
            OwnedReference("audit", name="poor_quality_case_audit_same_school"),
            OwnedReference("copy", name="poor_quality_case_of_that_very_copy", owner=SAME_COPY),
            models.UniqueConstraint(
                fields=["tenant", "audit"], condition=Q(state__in=OPEN_STATES), name="poor_quality_case_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(missing="") & ~Q(support=""), name="poor_quality_case_says_what_helps"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, ended_at=None, ended_by_id=None, ended_why="")
                | ~Q(state__in=OPEN_STATES) & Q(ended_at__isnull=False, ended_by_id__isnull=False) & ~Q(ended_why=""),
                name="poor_quality_case_ended_by_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="resubmitted") | Q(resubmitted_at__isnull=False),
                name="poor_quality_case_dated_when_signed_again",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state", "due_on"], name="poor_quality_case_by_state")]

    def __str__(self) -> str:
        return f"poor-quality case {self.pk} of audit {self.audit_id}"


class CaseStep(SchoolOwned):
    """One step beyond the school: proposed by a lead, confirmed by a second person, then taken on a day.

    organisation: whom the letter goes to. shared: what they are told. out_of_order_why: where the regulator comes
    first. Nothing is sent by the portal: the letter is printed.
    """

    class To(models.TextChoices):
        TRUST = "trust", "The trust or proprietor"
        AUTHORITY = "authority", "The local authority"
        DIOCESE = "diocese", "The diocese or faith body"
        DFE = "dfe", "The Department for Education’s regions group, or the regulator"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for a second person"
        CONFIRMED = "confirmed", "Confirmed, not taken yet"
        TAKEN = "taken", "Taken"
        WITHDRAWN = "withdrawn", "Withdrawn"

    case = models.ForeignKey(PoorQualityCase, models.PROTECT, related_name="steps", db_constraint=False)
    addressee = models.CharField(max_length=10, choices=To)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    organisation = models.TextField(help_text="by name")
    reason = models.TextField()
    shared = models.TextField(help_text="in words, no child's detail")
    out_of_order_why = models.TextField(blank=True)
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField(db_default=Now())
    confirmed_by_id = models.BigIntegerField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    taken_by_id = models.BigIntegerField(null=True, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    withdrawn_by_id = models.BigIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("case_step"),
            OwnedReference("case", name="case_step_case_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "case", "addressee"], condition=~Q(state="withdrawn"), name="case_step_once_to_each"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by_id=None) | ~Q(confirmed_by_id=F("proposed_by_id")),
                name="case_step_nobody_confirms_their_own",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by_id=None, confirmed_at=None)
                | Q(confirmed_by_id__isnull=False, confirmed_at__isnull=False),
                name="case_step_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "taken"]) | Q(confirmed_by_id__isnull=False),
                name="case_step_not_without_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(taken_on=None, taken_by_id=None) & ~Q(state="taken")
                | Q(taken_on__isnull=False, taken_by_id__isnull=False, state__in=["taken", "withdrawn"]),
                name="case_step_taken_by_and_on",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by_id=None, withdrawn_why="") & ~Q(state="withdrawn")
                | Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False, state="withdrawn")
                & ~Q(withdrawn_why=""),
                name="case_step_withdrawn_by_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(organisation="") & ~Q(reason="") & ~Q(shared=""), name="case_step_says_whom_why_and_what"
            ),
        ]

    def __str__(self) -> str:
        return f"step to {self.addressee} of case {self.case_id}"
