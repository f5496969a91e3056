"""Which school another one came from or became, as the register's file of links says."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class SchoolLink(AreaOwned):
    """One line of the file of links about a school of ours. A link that a later file lacks is gone, and stays here."""

    class Direction(models.TextChoices):
        BEFORE = "before", "The other school came before this one"
        AFTER = "after", "The other school came after this one"
        BESIDE = "beside", "Linked in another way"

    urn = models.PositiveIntegerField()
    link_urn = models.PositiveIntegerField()
    link_name = models.CharField(max_length=200)
    link_type = models.CharField(max_length=120, help_text="in the register's words")
    established_on = models.DateField(null=True, blank=True)
    direction = models.CharField(max_length=6, choices=Direction)
    file_name = models.CharField(max_length=200)
    imported_at = models.DateTimeField(db_default=Now())
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("school_link"),
            models.UniqueConstraint(
                fields=["tenant", "urn", "link_urn", "link_type"],
                condition=Q(gone_at=None),
                name="school_link_once",
            ),
        ]
        indexes = [
            models.Index(fields=["urn"], name="school_link_by_urn"),
            models.Index(fields=["link_urn"], name="school_link_by_other"),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.link_type} {self.link_urn}"
