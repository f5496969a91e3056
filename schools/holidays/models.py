"""Days on which schools are closed, as their local term dates say."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class SchoolHoliday(AreaOwned):
    """Days on which schools are closed: of all schools, of one local authority's (la_code) or of one trust's.

    Holidays may overlap; a day is closed when any of them covers it. A row taken out keeps its place (removed_at).
    """

    name = models.CharField(max_length=80)
    first_on = models.DateField()
    last_on = models.DateField()
    la_code = models.CharField(max_length=3, blank=True)
    trust_uid = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=120, help_text="a file's name, or typed")
    added_by_id = models.BigIntegerField()
    added_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("school_holiday"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="school_holiday_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(la_code="") | Q(trust_uid=""), name="school_holiday_of_one_kind"),
        ]
        indexes = [models.Index(fields=["tenant", "last_on"], name="school_holiday_by_end")]

    def __str__(self) -> str:
        return self.name
