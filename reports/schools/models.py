"""Ways of looking at the schools list that somebody keeps."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class SavedView(AreaOwned):
    """Filters and order of the schools list under a name. Others see it only when it is shared; its maker changes it.

    query: as an address says it, name -> value.
    """

    person_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    query = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False, help_text="opens when its maker opens the list")
    saved_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("saved_view"),
            models.UniqueConstraint(
                fields=["tenant", "person_id", "name"], condition=Q(removed_at=None), name="saved_view_named_once"
            ),
            models.UniqueConstraint(
                fields=["tenant", "person_id"], condition=Q(is_default=True), name="saved_view_one_default"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(is_default=False), name="saved_view_removed_opens_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.name
