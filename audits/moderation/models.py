"""Second readings: one row a return, one score an indicator, and what a moderator agreed, for ever."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from audits.answers.models import Level
from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class SecondReading(SchoolOwned):
    """One return that is read twice before its letter.

    reasons: why, in words, as audits.moderation.types.Reason. rule: which differences are talked over, as
    types.DisagreementRule, pinned with the version of the framework. first_readers: whoever ever read the return first;
    second_readers: whoever ever took it to read again. Neither of them moderates it, and the database says so too.
    disagreeing: ids of the indicators that the rule found when the second reading was handed in.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second reader"
        CLAIMED = "claimed", "Being read again"
        HANDED_IN = "handed_in", "To be settled"
        AGREED = "agreed", "Agreed"
        WAIVED = "waived", "Waived"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="second_readings", db_constraint=False)
    first = models.ForeignKey("audits.Review", models.PROTECT, related_name="+", db_constraint=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reasons = models.JSONField()
    rule = models.JSONField()
    chosen_at = models.DateTimeField(db_default=Now())
    first_readers = ArrayField(models.BigIntegerField())
    second_readers = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    reader_id = models.BigIntegerField(null=True, blank=True, help_text="the second reader, once there is one")
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    disagreeing = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    ended_at = models.DateTimeField(null=True, blank=True, help_text="agreed, or waived")
    agreed_by_id = models.BigIntegerField(null=True, blank=True, help_text="the moderator; none where nothing differed")
    is_outside = models.BooleanField(
        default=False, db_default=False, help_text="the moderator said: not of the local authority"
    )
    waived_by_id = models.BigIntegerField(null=True, blank=True)
    waived_why = models.TextField(blank=True, default="", db_default="", help_text="kept when it is called again")

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("second_reading"),
            OwnedReference("audit", name="second_reading_audit_same_school"),
            OwnedReference("first", name="second_reading_first_same_school"),
            models.UniqueConstraint(fields=["tenant", "audit"], name="second_reading_once_per_audit"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "waived"], reader_id=None, claimed_at=None, handed_in_at=None)
                | Q(state="claimed", reader_id__isnull=False, claimed_at__isnull=False, handed_in_at=None)
                | Q(state__in=["handed_in", "agreed"], reader_id__isnull=False, handed_in_at__isnull=False),
                name="second_reading_has_its_reader",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ Q(state__in=["agreed", "waived"]), name="second_reading_dated_when_ended"
            ),
            models.CheckConstraint(
                condition=~Q(state="waived") | Q(waived_by_id__isnull=False) & ~Q(waived_why=""),
                name="second_reading_waived_says_why",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by_id=None) | Q(state="agreed"), name="second_reading_agreed_by_a_moderator"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "state", "chosen_at"], name="second_reading_by_state")]

    def __str__(self) -> str:
        return f"second reading {self.pk}"

    @property
    def waits_for_first(self) -> bool:
        """Whether the first reading is open again, so that nobody can read it a second time yet."""
        return self.state == self.State.WAITING and self.first.state != "submitted"

    @property
    def is_priority(self) -> bool:
        """Whether it is read twice because of its band: such a reading is never waived."""
        return any(reason["key"] == "priority" for reason in self.reasons)

    @property
    def readers(self) -> frozenset[int]:
        """Everybody who read the return, first or second."""
        return frozenset((*self.first_readers, *self.second_readers))


class SecondScore(SchoolOwned):
    """One second reader's level for one indicator. level: "" while there are only words.

    Written only by whoever has claimed the reading, and seen by nobody else until it is handed in: the database sees
    to both.
    """

    second = models.ForeignKey(SecondReading, models.PROTECT, related_name="scores", db_constraint=False)
    indicator = models.ForeignKey("audits.Indicator", models.PROTECT, related_name="+", db_constraint=False)
    reader_id = models.BigIntegerField()
    level = models.CharField(max_length=20, choices=Level, blank=True)
    comment = models.TextField(blank=True, help_text="for the moderator; the school does not get it")
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("second_score"),
            OwnedReference("second", name="second_score_reading_same_school"),
            OwnedReference("indicator", name="second_score_indicator_same_area", owner=AREA),
            models.UniqueConstraint(
                fields=["tenant", "second", "reader_id", "indicator"], name="second_score_once_per_indicator"
            ),
            models.CheckConstraint(condition=~Q(level=Level.NOT_CHECKED), name="second_score_is_a_judgement"),
        ]

    def __str__(self) -> str:
        return f"second score {self.pk}"


class AgreedScore(SchoolOwned):
    """What a moderator agreed for one indicator that two readers saw differently, with both levels, for ever.

    Said again before the reading is settled, the later word counts. comment: to the school in place of the first
    reader's; "" leaves that one.
    """

    second = models.ForeignKey(SecondReading, models.PROTECT, related_name="agreed", db_constraint=False)
    indicator = models.ForeignKey("audits.Indicator", models.PROTECT, related_name="+", db_constraint=False)
    first_level = models.CharField(max_length=20, choices=Level)
    second_level = models.CharField(max_length=20, choices=Level)
    level = models.CharField(max_length=20, choices=Level)
    reason = models.TextField()
    comment = models.TextField(blank=True)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("agreed_score"),
            OwnedReference("second", name="agreed_score_reading_same_school"),
            OwnedReference("indicator", name="agreed_score_indicator_same_area", owner=AREA),
            models.CheckConstraint(condition=~Q(reason=""), name="agreed_score_says_why"),
            models.CheckConstraint(condition=~Q(level=Level.NOT_CHECKED), name="agreed_score_is_a_judgement"),
        ]

    def __str__(self) -> str:
        return f"agreed score {self.pk}"
