"""What a trust answers centrally, and which schools made it their own answer.

A central answer is written once and kept once for each partnership that lets the trust's lead see its schools, so that
every row has a partnership, as all rows have.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from audits.answers.models import Level, Strength
from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area, owned_by_school
from lscp_portal.tenancy.models import AreaOwned, SchoolOwned


class CentralWording(AreaOwned):
    """What a trust says about one indicator. note: for its schools, such as what each has to add itself."""

    level = models.CharField(max_length=20, choices=Level)
    strength = models.PositiveSmallIntegerField(choices=Strength, null=True, blank=True)
    how_we_know = models.TextField()
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(help_text="1 at first save, one more each time")
    saved_at = models.DateTimeField(db_default=Now())
    saved_by_id = models.BigIntegerField()

    class Meta(AreaOwned.Meta):
        abstract = True


class CentralAnswer(CentralWording):
    """A trust's latest answer to one indicator of a series of frameworks. Withdrawn ones are no longer offered."""

    trust_uid = models.CharField(max_length=12)
    upstream = models.CharField(max_length=80, help_text="the series of the framework, whose codes are permanent")
    code = models.CharField(max_length=8)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(CentralWording.Meta):
        constraints = [
            *owned_by_area("central_answer"),
            models.UniqueConstraint(
                fields=["tenant", "trust_uid", "upstream", "code"], name="central_answer_once_per_indicator"
            ),
            models.CheckConstraint(
                condition=~Q(trust_uid="") & ~Q(how_we_know=""), name="central_answer_is_of_a_trust"
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.EMBEDDED) | Q(strength__gte=Strength.SAMPLED),
                name="central_answer_impact_needs_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trust_uid} {self.code}"


class CentralAnswerRevision(CentralWording):
    """One kept wording of a central answer. Never changed: the database refuses."""

    central_answer = models.ForeignKey(CentralAnswer, models.PROTECT, related_name="revisions", db_constraint=False)
    trust_uid = models.CharField(max_length=12)

    class Meta(CentralWording.Meta):
        constraints = [
            *owned_by_area("central_answer_revision"),
            OwnedReference("central_answer", name="central_answer_revision_same_area", owner=AREA),
            models.UniqueConstraint(
                fields=["tenant", "central_answer", "revision"], name="central_answer_revision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.central_answer_id} at {self.revision}"


class TrustConfirmation(SchoolOwned):
    """A school made a trust's answer its own: which wording of which, in which answer. The latest one counts.

    answer_revision: of the school's answer right after. A later revision with other words is the school's change. Where
    the trust changed its note only, the school's words stay, so that one revision can be confirmed more than once.
    """

    answer = models.ForeignKey("audits.Answer", models.PROTECT, related_name="+", db_constraint=False)
    central_answer = models.ForeignKey(CentralAnswer, models.PROTECT, related_name="+", db_constraint=False)
    central_revision = models.PositiveIntegerField()
    answer_revision = models.PositiveIntegerField()
    trust_name = models.CharField(max_length=160)
    confirmed_at = models.DateTimeField(db_default=Now())
    confirmed_by_id = models.BigIntegerField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("trust_confirmation"),
            OwnedReference("answer", name="trust_confirmation_answer_same_school"),
            OwnedReference("central_answer", name="trust_confirmation_same_area", owner=AREA),
            models.UniqueConstraint(
                fields=["tenant", "answer", "answer_revision", "central_answer", "central_revision"],
                name="trust_confirmation_once_per_wording",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} from {self.central_answer_id}"
