"""Questions to a school about its signed return: one row a question, one a round, one an answer. Sent, none changes."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, SCHOOL, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned

SAME_COPY = (*SCHOOL, "audit_id", "sha256")
MOST_ROUNDS = 2


class ClarificationRound(SchoolOwned):
    """Questions that went to a school together, about one frozen copy, which stays as it is.

    number: 1 or 2 of the audit. ended_at: of the answers, or of the end without them; the feedback clock stands from
    `sent_at` until then, at most until `due_on`.
    """

    class State(models.TextChoices):
        SENT = "sent", "With the school"
        LAPSED = "lapsed", "Not answered in time"
        ANSWERED = "answered", "Answered"
        WITHDRAWN = "withdrawn", "No answer needed"
        CLOSED = "closed", "Closed without answers"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="rounds", db_constraint=False)
    review = models.ForeignKey("audits.Review", models.PROTECT, related_name="+", db_constraint=False)
    copy = models.ForeignKey("audits.FrozenCopy", models.PROTECT, related_name="+", db_constraint=False)
    sha256 = models.CharField(max_length=64, help_text="of the copy that was asked about")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    sent_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True, blank=True)
    reader_id: int | None  # who reads the audit now; set by actions and queries

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("clarification_round"),
            OwnedReference("audit", name="clarification_round_audit_same_school"),
            OwnedReference("review", name="clarification_round_review_same_school"),
            OwnedReference("copy", name="clarification_round_of_that_very_copy", owner=SAME_COPY),
            models.UniqueConstraint(fields=["tenant", "audit", "number"], name="clarification_round_once_per_number"),
            models.UniqueConstraint(
                fields=["tenant", "audit"], condition=Q(state="sent"), name="clarification_round_one_with_the_school"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_ROUNDS), name="clarification_round_two_at_most"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "lapsed"], ended_at=None)
                | ~Q(state__in=["sent", "lapsed"]) & Q(ended_at__isnull=False),
                name="clarification_round_dated_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_by_id__isnull=False)
                | ~Q(state="answered") & Q(answered_by_id=None),
                name="clarification_round_answered_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state", "due_on"], name="clarification_round_by_state")]

    def __str__(self) -> str:
        return f"round {self.number} of audit {self.audit_id}"


class ClarificationQuestion(SchoolOwned):
    """One question, about one indicator or, without one, about the whole return.

    number: given when it is sent, runs on over the rounds of the audit. removed_at: before it was sent; withdrawn_at:
    after, when no answer is needed any more.
    """

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="questions", db_constraint=False)
    review = models.ForeignKey("audits.Review", models.PROTECT, related_name="questions", db_constraint=False)
    round = models.ForeignKey(
        ClarificationRound, models.PROTECT, related_name="questions", null=True, blank=True, db_constraint=False
    )
    indicator = models.ForeignKey(
        "audits.Indicator", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    removed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True, help_text="the school reads it")

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("clarification_question"),
            OwnedReference("audit", name="clarification_question_audit_same_school"),
            OwnedReference("review", name="clarification_question_review_same_school"),
            OwnedReference("round", name="clarification_question_round_same_school"),
            OwnedReference("indicator", name="clarification_question_indicator_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "audit", "number"], name="clarification_question_own_number"),
            models.CheckConstraint(condition=~Q(text=""), name="clarification_question_asks_something"),
            models.CheckConstraint(
                condition=Q(round=None, number=None, withdrawn_at=None)
                | Q(round__isnull=False, number__gte=1, removed_at=None),
                name="clarification_question_numbered_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
                name="clarification_question_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.number or 'not sent'} of audit {self.audit_id}"


class ClarificationAnswer(SchoolOwned):
    """The school's answer to one question, beside the frozen copy. The school's own until `sent_at`, then for ever.

    evidence: a piece described in the return, that shows it.
    """

    question = models.ForeignKey(ClarificationQuestion, models.PROTECT, related_name="answers", db_constraint=False)
    text = models.TextField(blank=True)
    evidence = models.ForeignKey(
        "audits.EvidenceItem", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    revision = models.PositiveIntegerField()
    saved_at = models.DateTimeField(db_default=Now())
    saved_by_id = models.BigIntegerField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("clarification_answer"),
            OwnedReference("question", name="clarification_answer_question_same_school"),
            OwnedReference("evidence", name="clarification_answer_evidence_same_school"),
            models.UniqueConstraint(fields=["tenant", "question"], name="clarification_answer_once_per_question"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | ~Q(text=""), name="clarification_answer_says_something_when_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"answer to question {self.question_id}"
