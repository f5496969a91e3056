"""What a visit found, by indicator and theme. Themes and arrangements, never children."""

from django.db import models
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Note(SchoolOwned):
    """One observation. The school sees what comes of it in the report, not the note."""

    class Theme(models.TextChoices):
        LEADERSHIP = "leadership", "Leaders and governors"
        STAFF = "staff", "Staff spot questions"
        CHILDREN = "children", "Discussion with children"
        RECORDS = "records", "Record sampling with the DSL"
        SITE = "site", "Walk of the site"
        ROUTES = "routes", "Test of reporting routes"

    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="notes", db_constraint=False)
    theme = models.CharField(max_length=12, choices=Theme)
    indicator = models.ForeignKey(
        "audits.Indicator", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    text = models.TextField()
    is_strength = models.BooleanField(default=False)
    noted_by_id = models.BigIntegerField()
    noted_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("note"),
            OwnedReference("visit", name="note_visit_same_school"),
            OwnedReference("indicator", name="note_indicator_same_area", owner=AREA),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"
