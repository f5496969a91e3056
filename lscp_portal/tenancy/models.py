"""Partnerships, and the two kinds of row they own."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from lscp_portal.tenancy.managers import ScopedManager


class Partnership(models.Model):
    """One local safeguarding children partnership: the isolation boundary. Its row is public knowledge."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=20, unique=True, help_text="lscp_code in open data")
    safeguarding_phone = models.CharField(max_length=40)
    out_of_hours_phone = models.CharField(max_length=40)
    publishes_reports = models.BooleanField(default=False, help_text="a publication protocol has been adopted")
    feedback_workdays = models.PositiveSmallIntegerField(default=30, help_text="from submission to formal feedback")
    accuracy_workdays = models.PositiveSmallIntegerField(default=10, help_text="for a school's check of a report")
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class PartnershipAuthority(models.Model):
    """A local authority that belongs to a partnership; an authority belongs to one partnership only."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="authorities")
    la_code = models.CharField(max_length=3, unique=True, help_text="as in GIAS, three digits")
    la_name = models.CharField(max_length=80)
    gss_code = models.CharField(max_length=9, blank=True, help_text="new_la_code in open data, E06…")

    def __str__(self) -> str:
        return f"{self.la_code} {self.la_name}"


class Owned(models.Model):
    """A row of one partnership. SCHOOL_COLUMN names the column that holds the school, where there is one."""

    SCHOOL_COLUMN: ClassVar[str | None] = None

    tenant = models.ForeignKey(Partnership, models.PROTECT, related_name="+", db_index=False)

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class AreaOwned(Owned):
    """A row of the partnership itself."""

    class Meta(Owned.Meta):
        abstract = True


class SchoolOwned(Owned):
    """A row of one school of the partnership."""

    SCHOOL_COLUMN: ClassVar[str | None] = "school_id"

    school = models.ForeignKey("schools.School", models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta(Owned.Meta):
        abstract = True

    @property
    def owner(self) -> dict[str, int]:
        """The owner's columns, for rows that hang on this one."""
        return {"tenant_id": self.tenant_id, "school_id": self.school_id}
