"""The band of a return: rules, what they found, what a person decided, and the random sample.

A band is a small workflow of its own beside the audit (docs/developer/decisions/0020-bands-beside-the-audit.md).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area, owned_by_school
from lscp_portal.tenancy.models import AreaOwned, SchoolOwned


class Band(models.TextChoices):
    """How closely the partnership looks at a return, the closest first. A prompt to talk, never a grade."""

    PRIORITY = "priority", "Priority"
    ENHANCED = "enhanced", "Enhanced"
    STANDARD = "standard", "Standard"
    LIGHT = "light", "Light"


class TriageRules(AreaOwned):
    """One version of a partnership's rules, kept for ever; the highest counts. Before the first, the default does.

    settings: audits.triage.types.Rulebook as JSON. changed: what differs from the version before, in words.
    """

    version = models.PositiveIntegerField()
    settings = models.JSONField()
    changed = models.TextField()
    reason = models.CharField(max_length=500)
    made_by_id = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("triage_rules"),
            models.UniqueConstraint(fields=["tenant", "version"], name="triage_rules_once_per_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="triage_rules_default_is_not_kept"),
            models.CheckConstraint(condition=~Q(reason=""), name="triage_rules_say_why"),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class TriageReading(SchoolOwned):
    """What the rules made of one return at one moment, for ever: facts, signals in words, reasons, and the band.

    cause: what asked for it, such as "submitted" or "rules:3"; asked again, nothing happens. rules_version: 0 is the
    default. facts: audits.triage.types.Facts; signals, reasons: as they were shown.
    """

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="+", db_constraint=False)
    cause = models.CharField(max_length=60)
    rules_version = models.PositiveIntegerField()
    band = models.CharField(max_length=10, choices=Band)
    facts = models.JSONField()
    signals = models.JSONField()
    reasons = models.JSONField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("triage_reading"),
            OwnedReference("audit", name="triage_reading_audit_same_school"),
            models.UniqueConstraint(fields=["tenant", "audit", "cause"], name="triage_reading_once_per_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.band} for audit {self.audit_id}"


class TriageBand(SchoolOwned):
    """The band of one return: proposed by the rules, then confirmed or overridden by a person.

    reading: what the band rests on. since: the day from which the response times in `days` count.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONFIRMED = "confirmed", "Confirmed"
        OVERRIDDEN = "overridden", "Overridden"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="triage", db_constraint=False)
    reading = models.ForeignKey(TriageReading, models.PROTECT, related_name="+", db_constraint=False)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed = models.CharField(max_length=10, choices=Band)
    band = models.CharField(max_length=10, choices=Band)
    since = models.DateField()
    days = models.JSONField(help_text="the response times of the rules by which it was proposed or decided")
    decided_at = models.DateTimeField(null=True, blank=True)
    readers: frozenset[int]  # who read a return of this school; set by actions and queries
    why: str  # the reason of the latest decision; set by listing.band_list

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("triage_band"),
            OwnedReference("audit", name="triage_band_audit_same_school"),
            OwnedReference("reading", name="triage_band_reading_same_school"),
            models.UniqueConstraint(fields=["tenant", "audit"], name="triage_band_once_per_audit"),
            models.CheckConstraint(
                condition=Q(decided_at=None) ^ Q(state__in=["confirmed", "overridden"]),
                name="triage_band_dated_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="overridden") | Q(band=F("proposed")),
                name="triage_band_is_the_proposal_or_overridden",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "band", "state"], name="triage_band_by_band")]

    def __str__(self) -> str:
        return f"{self.band}, {self.state}"


class TriageDecision(SchoolOwned):
    """One person's word on a band, for ever. reason: why; only a confirmation may go without."""

    triage = models.ForeignKey(TriageBand, models.PROTECT, related_name="decisions", db_constraint=False)
    reading = models.ForeignKey(TriageReading, models.PROTECT, related_name="+", db_constraint=False)
    was = models.CharField(max_length=10, choices=Band)
    band = models.CharField(max_length=10, choices=Band)
    is_confirmation = models.BooleanField()
    reason = models.CharField(max_length=1000, blank=True)
    decided_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("triage_decision"),
            OwnedReference("triage", name="triage_decision_band_same_school"),
            OwnedReference("reading", name="triage_decision_reading_same_school"),
            models.CheckConstraint(
                condition=Q(is_confirmation=True, band=F("was")) | Q(is_confirmation=False) & ~Q(reason=""),
                name="triage_decision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class RandomSample(AreaOwned):
    """The random sample of one cycle: drawn once, with everything that is needed to draw it again.

    seed: 32 bytes from the operating system, as hexadecimal. frame: URNs that could be drawn, in order. drawn: those
    that were, in the order of drawing. method: of audits.triage.sampling.
    """

    cycle = models.ForeignKey("audits.Cycle", models.PROTECT, related_name="+", db_constraint=False)
    seed = models.CharField(max_length=64)
    method = models.CharField(max_length=20)
    percent = models.PositiveSmallIntegerField()
    frame = ArrayField(models.PositiveIntegerField())
    drawn = ArrayField(models.PositiveIntegerField())
    drawn_by_id = models.BigIntegerField()
    drawn_at = models.DateTimeField(db_default=Now())

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("random_sample"),
            OwnedReference("cycle", name="random_sample_cycle_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "cycle"], name="random_sample_once_per_cycle"),
            models.CheckConstraint(condition=Q(percent__gte=10, percent__lte=100), name="random_sample_at_least_10"),
            models.CheckConstraint(condition=Q(drawn__contained_by=F("frame")), name="random_sample_of_its_frame"),
        ]

    def __str__(self) -> str:
        return f"sample of cycle {self.cycle_id}"
