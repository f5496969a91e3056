"""Laws and guidance that indicators refer to, edition by edition, and who last checked that a reference still holds."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class ReferenceDocument(AreaOwned):
    """One edition of a law or guidance. A new edition is a row of its own with a key of its own."""

    key = models.CharField(max_length=80, help_text="how references begin: KCSIE26")
    title = models.TextField()
    publisher = models.CharField(max_length=120, blank=True)
    edition = models.CharField(max_length=80, blank=True, help_text="version or edition, in its own words")
    published = models.DateField(null=True, blank=True)
    in_force = models.DateField(null=True, blank=True)
    web_address = models.URLField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", db_constraint=False
    )
    revision = models.PositiveIntegerField(default=1, help_text="one more each time its facts are saved")
    added_at = models.DateTimeField(db_default=Now())
    added_by_id = models.BigIntegerField(null=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("reference_document"),
            OwnedReference("replaced_by", name="reference_document_replaced_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "key"], name="reference_document_key_once"),
            models.CheckConstraint(condition=~Q(replaced_by=F("id")), name="reference_document_not_its_own_successor"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class ReferenceCheck(AreaOwned):
    """Somebody looked whether a reference still says what it is quoted for. Kept for ever; the latest one counts."""

    class Outcome(models.TextChoices):
        RIGHT = "right", "Still right"
        CHANGED = "changed", "Changed"
        GONE = "gone", "Gone"

    document = models.ForeignKey(ReferenceDocument, models.PROTECT, related_name="checks", db_constraint=False)
    reference = models.CharField(max_length=80, help_text="as indicators quote it: KCSIE26 para 74")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(blank=True)
    checked_at = models.DateTimeField(db_default=Now())
    checked_by_id = models.BigIntegerField()

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("reference_check"),
            OwnedReference("document", name="reference_check_document_same_area", owner=AREA),
            models.CheckConstraint(
                condition=Q(outcome="right") | ~Q(note=""), name="reference_check_says_what_changed"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "reference", "-checked_at"], name="reference_check_latest")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.outcome}"
