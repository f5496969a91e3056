"""What later extracts of the register would change, and what somebody decided about it."""

from django.db import models
from django.db.models import Q

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area
from lscp_portal.tenancy.models import AreaOwned
from schools.register.models import RegisterChange


class Proposal(AreaOwned):
    """What one import would change about one school. `fields`: column name -> [ours, the register's].

    A school has one that is alive at most: a later import that says something else takes its place.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "To decide"
        HELD = "held", "Held"
        EXPLAINED = "explained", "Left as it is"
        ACCEPTED = "accepted", "Taken over"
        SUPERSEDED = "superseded", "Overtaken by a later file"

    class Group(models.TextChoices):
        CLOSED = "closed", "Closed"
        MOVED_OUT = "moved_out", "Moved out of the area"
        MOVED_IN = "moved_in", "Moved into the area"
        NEW = "new", "New"
        REOPENED = "reopened", "Re-opened"
        ASKED = "asked", "May change what the school is asked"
        OTHER = "other", "Other changes"
        HARMLESS = "harmless", "Everyday changes"

    register_import = models.ForeignKey(
        "schools.RegisterImport", models.PROTECT, related_name="proposals", db_constraint=False
    )
    urn = models.PositiveIntegerField()
    school_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=RegisterChange.Kind)
    group = models.CharField(max_length=10, choices=Group)
    fields = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    waiting_since = models.DateTimeField(help_text="since when the school waits, over later imports that say otherwise")
    note = models.CharField(max_length=500, blank=True)
    comes_back_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True, help_text="None for the operator's command")

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("proposal"),
            OwnedReference("register_import", name="proposal_import_same_area", owner=AREA),
            models.UniqueConstraint(
                fields=["tenant", "urn"],
                condition=Q(state__in=["waiting", "held", "explained"]),
                name="proposal_one_alive_per_school",
            ),
            models.CheckConstraint(condition=Q(comes_back_on=None) ^ Q(state="held"), name="proposal_held_until_a_day"),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "explained"]) | ~Q(note=""), name="proposal_not_taken_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "group"], name="proposal_by_state"),
            models.Index(fields=["tenant", "urn"], name="proposal_by_urn"),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.kind} {self.state}"


ALIVE = Q(state__in=[Proposal.State.WAITING, Proposal.State.HELD, Proposal.State.EXPLAINED])
