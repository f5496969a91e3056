"""What somebody decided where the register does not tell what kind of school it is."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class KindDecision(SchoolOwned):
    """How one school is governed, for the questions it is asked. The latest one counts; it outlives every import."""

    governance = models.CharField(
        max_length=30, blank=True, help_text="a key of the framework's setting_model; blank: the decision is taken back"
    )
    reason = models.CharField(max_length=500)
    decided_by_id = models.BigIntegerField()
    decided_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("kind_decision"),
            models.CheckConstraint(condition=~Q(reason=""), name="kind_decision_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.governance}"
