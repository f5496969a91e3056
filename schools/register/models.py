"""The partnership's schools, as the national register (GIAS) has them, and what each import changed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower, Now, Replace, Upper

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area
from lscp_portal.tenancy.models import AreaOwned, Owned


class School(Owned):
    """One establishment of the partnership. A school that leaves the area keeps its row here, with `left_area_on`."""

    SCHOOL_COLUMN: ClassVar[str | None] = "id"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSING = "closing", "Open, but proposed to close"
        PROPOSED = "proposed", "Proposed to open"
        CLOSED = "closed", "Closed"

    urn = models.PositiveIntegerField(help_text="unique reference number in the national register")
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status)
    establishment_type = models.CharField(max_length=80)
    type_group = models.CharField(max_length=60)
    phase = models.CharField(max_length=40)
    la_code = models.CharField(max_length=3)
    la_name = models.CharField(max_length=80)
    establishment_number = models.CharField(max_length=4, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    number_of_pupils = models.PositiveIntegerField(null=True, blank=True)
    trust_uid = models.CharField(max_length=12, blank=True)
    trust_name = models.CharField(max_length=160, blank=True)
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    website = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    left_area_on = models.DateField(null=True, blank=True)
    gias_profile = models.JSONField(help_text="the cells that framework rules look at, by column name")
    search_text = models.GeneratedField(
        expression=Lower(Concat("name", Value(" "), "town", Value(" "), "locality")),
        output_field=models.TextField(),
        db_persist=True,
    )
    postcode_compact = models.GeneratedField(
        expression=Upper(Replace("postcode", Value(" "), Value(""))),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )

    class Meta(Owned.Meta):
        constraints = [
            *owned_by_area("school"),
            models.UniqueConstraint(fields=["tenant", "urn"], name="school_once_per_area"),
        ]
        indexes = [
            models.Index(fields=["tenant", "name"], name="school_by_name"),
            models.Index(fields=["urn"], name="school_by_urn"),
            models.Index(fields=["postcode_compact"], name="school_by_postcode"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="school_search"),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.name}"

    @property
    def kind(self) -> str:
        """What people call it: its phase, or its type where the register gives none (special, independent)."""
        return self.establishment_type if self.phase in {"", "Not applicable"} else self.phase

    @property
    def is_open(self) -> bool:
        """It has pupils here now: open or closing, and still in this area."""
        return self.status in {self.Status.OPEN, self.Status.CLOSING} and self.left_area_on is None


class RegisterImport(AreaOwned):
    """One reading of an extract for this partnership."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows_read = models.PositiveIntegerField()
    rows_of_area = models.PositiveIntegerField()
    imported_at = models.DateTimeField(db_default=Now())
    imported_by_id = models.BigIntegerField(null=True, help_text="accounts.Person; None for the operator's command")
    closed_urns = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        help_text="closed in the file and never ours: when one opens, it did not move in",
    )

    class Meta(AreaOwned.Meta):
        constraints = [*owned_by_area("register_import")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.imported_at:%d %B %Y}"


class RegisterChange(AreaOwned):
    """What an import changed about one school. `fields`: column name -> [before, after]."""

    class Kind(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Re-opened"
        MOVED_IN = "moved_in", "Moved into the area"
        MOVED_OUT = "moved_out", "Moved out of the area"

    register_import = models.ForeignKey(RegisterImport, models.PROTECT, related_name="changes", db_constraint=False)
    urn = models.PositiveIntegerField()
    school_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    fields = models.JSONField(default=dict)

    class Meta(AreaOwned.Meta):
        constraints = [
            OwnedReference("register_import", name="register_change_same_area", owner=AREA),
            models.UniqueConstraint(
                fields=["tenant", "register_import", "urn"], name="register_change_once_per_school"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.kind}"


OPEN_HERE = Q(status__in=[School.Status.OPEN, School.Status.CLOSING], left_area_on=None)
