"""What schools of a phase commonly use as evidence: counts, and nothing that could be one school's."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from audits.answers.models import Strength
from lscp_portal.tenancy.constraints import owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class CommonPractice(AreaOwned):
    """How many schools of one phase know an indicator by one kind of evidence. The rule stands in counting.py.

    at_least: rounded down to five; 0 where fewer than ten did, and then no school reads the row.
    """

    upstream = models.CharField(max_length=80, help_text="the series of the framework, whose codes are permanent")
    code = models.CharField(max_length=8)
    phase = models.CharField(max_length=40, help_text="as in the register")
    strength = models.PositiveSmallIntegerField(choices=Strength)
    at_least = models.PositiveIntegerField()
    counted_at = models.DateTimeField(db_default=Now())

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("common_practice"),
            models.UniqueConstraint(
                fields=["tenant", "upstream", "code", "phase", "strength"], name="common_practice_once"
            ),
            models.CheckConstraint(
                condition=Q(at_least=0) | Q(at_least__gte=10), name="common_practice_of_ten_or_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.phase} {self.strength}"
