"""What governors saw when they visited."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class GovernorVisit(SchoolOwned):
    """One governor's note of one visit. Whoever wrote it may correct it; nobody else, the database sees to that.

    The partnership reads notes that may serve as evidence, and no others.
    """

    visited_on = models.DateField()
    role = models.CharField(max_length=20, help_text="of the writer, when it was written")
    sections = ArrayField(models.CharField(max_length=4), help_text="codes of the framework’s sections looked at")
    looked_at = models.TextField()
    found = models.TextField()
    agreed = models.TextField(blank=True, help_text="what was agreed: what, which role, by when")
    serves_as_evidence = models.BooleanField(help_text="the partnership’s reviewer may read it")
    revision = models.PositiveIntegerField(default=1, help_text="one more each time it is corrected")
    written_by_id = models.BigIntegerField()
    written_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("governor_visit"),
            models.CheckConstraint(condition=~Q(looked_at="") & ~Q(found=""), name="governor_visit_says_what_was_seen"),
            models.CheckConstraint(condition=Q(sections__len__gt=0), name="governor_visit_of_a_section"),
        ]
        indexes = [models.Index(fields=["tenant", "school", "-visited_on"], name="governor_visit_by_day")]

    def __str__(self) -> str:
        return f"governor visit {self.pk}"
