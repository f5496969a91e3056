"""Who signed, and what exactly."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Signature(SchoolOwned):
    """One person's signature on one audit. It falls when the audit is given back, and stays on record."""

    class Step(models.TextChoices):
        DSL = "dsl", "Designated safeguarding lead"
        HEAD = "head", "Headteacher or principal"
        CHAIR = "chair", "Chair of governors or proprietor"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="signatures", db_constraint=False)
    step = models.CharField(max_length=10, choices=Step)
    person_id = models.BigIntegerField()
    signed_name = models.CharField(max_length=120, help_text="as the person was called on the day")
    declaration = models.TextField(help_text="the words that were signed")
    board_met_on = models.DateField(null=True, blank=True, help_text="of the chair's signature")
    signed_at = models.DateTimeField(db_default=Now())
    fallen_at = models.DateTimeField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("signature"),
            OwnedReference("audit", name="signature_audit_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "audit", "step"],
                condition=Q(fallen_at=None),
                name="signature_once_per_step",
            ),
            models.UniqueConstraint(
                fields=["tenant", "audit", "person_id"],
                condition=Q(fallen_at=None),
                name="signature_nobody_signs_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.signed_name}"


class FrozenCopy(SchoolOwned):
    """What was submitted, as canonical JSON. Never changed again: the database refuses."""

    audit = models.OneToOneField("audits.Audit", models.PROTECT, related_name="frozen_copy", db_constraint=False)
    content = models.TextField(help_text="canonical JSON: sorted keys, no spaces, UTF-8")
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [*owned_by_school("frozen_copy"), OwnedReference("audit", name="frozen_copy_audit_same_school")]

    def __str__(self) -> str:
        return f"frozen copy of audit {self.audit_id}"
