"""The ladder a partnership chases by, the letters it sent, what people do by hand, and schools left in peace."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area, owned_by_school
from lscp_portal.tenancy.models import AreaOwned, SchoolOwned

MOST_LETTERS = 4  # to one person in one cycle; the database refuses the fifth


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail, sent by itself"
    CALL = "call", "Telephone call, by hand"
    LETTER = "letter", "Letter on paper, by hand"


class ChaseLadder(AreaOwned):
    """One version of a partnership's ladder, kept for ever; the highest counts. Before the first, the default does.

    steps: audits.chasing.types.Step as JSON. changed: what is different from the version before, in words.
    """

    version = models.PositiveIntegerField()
    steps = models.JSONField()
    changed = models.CharField(max_length=200)
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("chase_ladder"),
            models.UniqueConstraint(fields=["tenant", "version"], name="chase_ladder_once_per_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="chase_ladder_default_is_not_kept"),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class ChaseLetter(AreaOwned):
    """One e-mail to one person on one day, about one school or several.

    number: the first to the fourth letter to this person in this cycle; None when it was not sent. ladder_version: 0
    for the default. step: whose words it has. why: for a letter withheld. subject, text: as sent.
    """

    class Outcome(models.TextChoices):
        QUEUED = "queued", "On its way"
        SENT = "sent", "Sent"
        WITHHELD = "withheld", "Not sent"
        HELD = "held", "Held back by the lead"

    cycle = models.ForeignKey("audits.Cycle", models.PROTECT, related_name="+", db_constraint=False)
    person_id = models.BigIntegerField()
    on_day = models.DateField()
    step = models.CharField(max_length=40)
    ladder_version = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.QUEUED)
    why = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    held_by_id = models.BigIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("chase_letter"),
            OwnedReference("cycle", name="chase_letter_cycle_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "cycle", "person_id", "on_day"], name="chase_letter_one_a_day"),
            models.UniqueConstraint(fields=["tenant", "cycle", "person_id", "number"], name="chase_letter_number_once"),
            models.CheckConstraint(
                condition=Q(number=None, outcome__in=["withheld", "held"])
                | Q(number__gte=1, number__lte=MOST_LETTERS, outcome__in=["queued", "sent"]),
                name="chase_letter_never_more_than_four",
            ),
            models.CheckConstraint(condition=Q(sent_at=None) ^ Q(outcome="sent"), name="chase_letter_dated_when_sent"),
            models.CheckConstraint(condition=~Q(outcome="withheld", why=""), name="chase_letter_withheld_says_why"),
            models.CheckConstraint(condition=Q(held_by_id=None) ^ Q(outcome="held"), name="chase_letter_held_by"),
        ]
        indexes = [models.Index(fields=["tenant", "-on_day", "-id"], name="chase_letter_newest")]

    def __str__(self) -> str:
        return f"chase letter {self.pk}"

    @property
    def key(self) -> str:
        """The name of its message: asked for again, it is the same letter."""
        return f"chase:{self.cycle_id}:{self.step}:{self.person_id}:{self.on_day}"


class ChaseMatter(SchoolOwned):
    """One school in a letter, and the step it had come to. The database lets nobody have the same step twice."""

    letter = models.ForeignKey(ChaseLetter, models.PROTECT, related_name="matters", db_constraint=False)
    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="+", db_constraint=False)
    step = models.CharField(max_length=40)
    person_id = models.BigIntegerField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("chase_matter"),
            OwnedReference("letter", name="chase_matter_letter_same_area", owner=AREA),
            OwnedReference("audit", name="chase_matter_audit_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "audit", "step", "person_id"], name="chase_matter_nobody_twice_for_a_step"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "letter"], name="chase_matter_by_letter")]

    def __str__(self) -> str:
        return f"{self.step}, {self.pk}"


class ChaseTask(SchoolOwned):
    """A call to make or a letter to write about one audit: by hand, since a person has to decide."""

    class Outcome(models.TextChoices):
        PROMISED = "promised", "The school promised a date"
        HELP = "help", "The school asked for help"
        NOBODY = "nobody", "Nobody could be reached"
        SENT = "sent", "The letter is on its way"
        NOT_NEEDED = "not_needed", "Not needed any more"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="+", db_constraint=False)
    step = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel)
    ladder_version = models.PositiveIntegerField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    notes = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("chase_task"),
            OwnedReference("audit", name="chase_task_audit_same_school"),
            models.UniqueConstraint(fields=["tenant", "audit", "step"], name="chase_task_once_per_step"),
            models.CheckConstraint(condition=~Q(channel="email"), name="chase_task_is_by_hand"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by_id=None, outcome="")
                | Q(done_at__isnull=False, done_by_id__isnull=False) & ~Q(outcome=""),
                name="chase_task_done_by_and_at",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "due_on"], condition=Q(done_at=None), name="chase_task_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class ChasePause(SchoolOwned):
    """One school left in peace until the end of a day, and why."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="+", db_constraint=False)
    until = models.DateField(help_text="the last day without reminders")
    reason = models.CharField(max_length=300)
    paused_by_id = models.BigIntegerField()
    paused_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("chase_pause"),
            OwnedReference("audit", name="chase_pause_audit_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "audit"], condition=Q(ended_at=None), name="chase_pause_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="chase_pause_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by_id=None) | Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="chase_pause_ended_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"
