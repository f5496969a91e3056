"""Who signed, and what exactly; who looked at what, and who gave it back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


def signer_in_words(name: str, *, step: str, delegated_under: str) -> str:
    """“Lee Park”; of a delegate “Lee Park for the headteacher or principal, under full board, minute 4.3”."""
    return f"{name} for the {Signature.Step(step).label.lower()}, under {delegated_under}" if delegated_under else name


class Signature(SchoolOwned):
    """One person's signature on one audit. It falls when the audit is given back, and stays on record."""

    class Step(models.TextChoices):
        DSL = "dsl", "Designated safeguarding lead"
        HEAD = "head", "Headteacher or principal"
        CHAIR = "chair", "Chair of governors or proprietor"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="signatures", db_constraint=False)
    correction = models.ForeignKey(
        "audits.Correction", models.PROTECT, related_name="signatures", null=True, blank=True, db_constraint=False
    )
    delegation = models.ForeignKey(
        "audits.SigningDelegate", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    delegated_under = models.CharField(
        max_length=120, default="", db_default="", blank=True, help_text="of a delegate: where it is written"
    )
    step = models.CharField(max_length=10, choices=Step)
    person_id = models.BigIntegerField()
    signed_name = models.CharField(max_length=120, help_text="as the person was called on the day")
    declaration = models.TextField(help_text="the words that were signed")
    board_met_on = models.DateField(null=True, blank=True, help_text="of the chair's signature")
    minute_reference = models.CharField(max_length=120, blank=True, help_text="where the board's minutes say so")
    signed_at = models.DateTimeField(db_default=Now())
    fallen_at = models.DateTimeField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("signature"),
            OwnedReference("audit", name="signature_audit_same_school"),
            OwnedReference("correction", name="signature_correction_same_school"),
            OwnedReference("delegation", name="signature_delegation_same_school"),
            models.CheckConstraint(
                condition=Q(delegation=None, delegated_under="")
                | Q(delegation__isnull=False) & ~Q(step="dsl") & ~Q(delegated_under=""),
                name="signature_delegate_says_under_what",
            ),
            models.UniqueConstraint(
                fields=["tenant", "audit", "correction", "step"],
                condition=Q(fallen_at=None),
                nulls_distinct=False,
                name="signature_once_per_step",
            ),
            models.UniqueConstraint(
                fields=["tenant", "audit", "correction", "person_id"],
                condition=Q(fallen_at=None),
                nulls_distinct=False,
                name="signature_nobody_signs_twice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.signed_name}"

    @property
    def signer(self) -> str:
        """Who signed; a delegate with for whom, and under what."""
        return signer_in_words(self.signed_name, step=self.step, delegated_under=self.delegated_under)


class FrozenCopy(SchoolOwned):
    """What was submitted, as canonical JSON. Never changed again: the database refuses. A correction adds a version."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="frozen_copies", db_constraint=False)
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    content = models.TextField(help_text="canonical JSON: sorted keys, no spaces, UTF-8")
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("frozen_copy"),
            OwnedReference("audit", name="frozen_copy_audit_same_school"),
            models.UniqueConstraint(fields=["tenant", "audit", "version"], name="frozen_copy_once_per_version"),
            models.UniqueConstraint(  # for whatever refers to one copy by its hash
                fields=["tenant", "school", "audit", "sha256", "id"], name="frozen_copy_by_its_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"frozen copy {self.version} of audit {self.audit_id}"


class Look(SchoolOwned):
    """How far one person has read one audit. Kept when they sign, give back or say so; never by opening a page.

    up_to: the last answer revision that was on the page, 0 for none; revisions of one audit are numbered in order.
    """

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="looks", db_constraint=False)
    person_id = models.BigIntegerField()
    up_to = models.BigIntegerField()
    looked_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [*owned_by_school("look"), OwnedReference("audit", name="look_audit_same_school")]
        indexes = [models.Index(fields=["tenant", "audit", "person_id"], name="look_by_person")]

    def __str__(self) -> str:
        return f"look of {self.person_id} at audit {self.audit_id}"


class GivenBack(SchoolOwned):
    """An audit went back to the DSL, and why. codes: the indicators that the comment names."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="given_back", db_constraint=False)
    delegation = models.ForeignKey(
        "audits.SigningDelegate", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    delegated_under = models.CharField(
        max_length=120, default="", db_default="", blank=True, help_text="of a delegate: where it is written"
    )
    step = models.CharField(max_length=10, choices=Signature.Step)
    comment = models.TextField()
    codes = ArrayField(models.CharField(max_length=10), default=list)
    returned_by_id = models.BigIntegerField()
    returned_name = models.CharField(max_length=120, help_text="as the person was called on the day")
    returned_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("given_back"),
            OwnedReference("audit", name="given_back_audit_same_school"),
            OwnedReference("delegation", name="given_back_delegation_same_school"),
            models.CheckConstraint(
                condition=Q(delegation=None, delegated_under="") | Q(delegation__isnull=False) & ~Q(delegated_under=""),
                name="given_back_delegate_says_under_what",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "audit"], name="given_back_by_audit")]

    def __str__(self) -> str:
        return f"audit {self.audit_id} given back by {self.returned_name}"
