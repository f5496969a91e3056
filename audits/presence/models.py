"""Who of a school is at work in which part of an audit, now."""

from django.db import models
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Presence(SchoolOwned):
    """Where somebody was seen last. One row a person and audit, written over again and again: no history is kept."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="+", db_constraint=False)
    person_id = models.BigIntegerField()
    section_code = models.CharField(max_length=4)
    code = models.CharField(max_length=8, blank=True, help_text="the indicator; blank on the page of the section")
    seen_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("presence"),
            OwnedReference("audit", name="presence_audit_same_school"),
            models.UniqueConstraint(fields=["tenant", "audit", "person_id"], name="presence_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.section_code}"
