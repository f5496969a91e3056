"""What schools say. Answer holds the latest wording; AnswerRevision keeps every wording, for ever."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Level(models.TextChoices):
    """The framework's levels, best last, and its two special answers."""

    NOT_IN_PLACE = "not_in_place", "Not in place"
    PARTLY = "partly", "Partly in place"
    SECURE = "secure", "Secure"
    EMBEDDED = "embedded", "Secure and showing impact"
    NOT_CHECKED = "not_checked", "We have not checked yet"
    NOT_APPLICABLE = "not_applicable", "Does not apply to us"


class Strength(models.IntegerChoices):
    """How the school knows (EvidenceStrength)."""

    STATED = 0, "Stated"
    DOCUMENTED = 1, "Documented"
    SAMPLED = 2, "Sampled"
    CONFIRMED = 3, "Confirmed"


class Wording(SchoolOwned):
    """What is said about one indicator. `how_we_know` also holds the reason why an indicator does not apply."""

    level = models.CharField(max_length=20, choices=Level, blank=True)
    strength = models.PositiveSmallIntegerField(choices=Strength, null=True, blank=True)
    how_we_know = models.TextField(blank=True)
    action = models.TextField(blank=True, help_text="what will be done where the level is low")
    action_owner = models.CharField(max_length=120, blank=True, help_text="a role, such as deputy head")
    action_due_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(help_text="1 at first save, one more each time")
    saved_at = models.DateTimeField(db_default=Now())
    saved_by_id = models.BigIntegerField()

    class Meta(SchoolOwned.Meta):
        abstract = True


class Answer(Wording):
    """One school's latest answer to one indicator of one audit."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="answers", db_constraint=False)
    indicator = models.ForeignKey("audits.Indicator", models.PROTECT, related_name="+", db_constraint=False)
    checked = ArrayField(
        models.CharField(max_length=64),
        default=list,
        db_default=[],
        help_text="digests of warnings that somebody has confirmed to be about no child",
    )
    clear_as = models.CharField(
        max_length=64,
        default="",
        db_default="",
        help_text="the mark of the words that were read and point at no child; other words are read again",
    )

    class Meta(Wording.Meta):
        constraints = [
            *owned_by_school("answer"),
            OwnedReference("audit", name="answer_audit_same_school"),
            OwnedReference("indicator", name="answer_indicator_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "audit", "indicator"], name="answer_once_per_indicator"),
            models.CheckConstraint(
                condition=~Q(level=Level.EMBEDDED) | Q(strength__gte=Strength.SAMPLED),
                name="answer_impact_needs_proof",
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.NOT_APPLICABLE, how_we_know=""),
                name="answer_na_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} revision {self.revision}"


class AnswerRevision(Wording):
    """One kept change. `operation_id` is made by the form once per change, so a retry is recognised."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="revisions", db_constraint=False)
    operation_id = models.UUIDField()

    class Meta(Wording.Meta):
        constraints = [
            *owned_by_school("answer_revision"),
            OwnedReference("answer", name="answer_revision_same_school"),
            models.UniqueConstraint(fields=["tenant", "answer", "revision"], name="answer_revision_once"),
            models.UniqueConstraint(fields=["tenant", "operation_id"], name="answer_operation_once"),
        ]

    def __str__(self) -> str:
        return f"answer {self.answer_id} revision {self.revision}"
