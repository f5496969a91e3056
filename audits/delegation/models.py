"""Who at a school answers which part of its audit, until when, and when they were reminded."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Assignment(SchoolOwned):
    """One section or one indicator of one audit, given to one named person with a date. Ended, it stays on record.

    The person is somebody who works at the school, or somebody who is invited and may not have accepted yet. A person
    who is a contributor and nothing else sees these answers only: the database asks this table.
    """

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="assignments", db_constraint=False)
    section = models.ForeignKey(
        "audits.Section", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    indicator = models.ForeignKey(
        "audits.Indicator", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    person_id = models.BigIntegerField(null=True, blank=True)
    invitation_id = models.BigIntegerField(null=True, blank=True, help_text="of somebody who was not here yet")
    due_on = models.DateField()
    words = models.CharField(max_length=300, blank=True, help_text="to the contributor")
    assigned_by_id = models.BigIntegerField()
    assigned_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("assignment"),
            OwnedReference("audit", name="assignment_audit_same_school"),
            OwnedReference("section", name="assignment_section_same_area", owner=AREA),
            OwnedReference("indicator", name="assignment_indicator_same_area", owner=AREA),
            models.CheckConstraint(
                condition=Q(section=None) ^ Q(indicator=None), name="assignment_of_a_section_or_an_indicator"
            ),
            models.CheckConstraint(
                condition=Q(person_id=None) ^ Q(invitation_id=None), name="assignment_to_one_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by_id=None) | Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="assignment_ended_by_and_at",
            ),
            models.UniqueConstraint(
                fields=["tenant", "audit", "section"],
                condition=Q(ended_at=None, section__isnull=False),
                name="assignment_section_to_one",
            ),
            models.UniqueConstraint(
                fields=["tenant", "audit", "indicator"],
                condition=Q(ended_at=None, indicator__isnull=False),
                name="assignment_indicator_to_one",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "school", "audit"], name="assignment_by_audit")]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class AssignmentReminder(SchoolOwned):
    """One person was reminded on one day of everything that was due then. Kept, so that nobody gets too many."""

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="+", db_constraint=False)
    person_id = models.BigIntegerField()
    reminded_on = models.DateField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("assignment_reminder"),
            OwnedReference("audit", name="assignment_reminder_audit_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "audit", "person_id", "reminded_on"], name="assignment_reminder_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.reminded_on}"
