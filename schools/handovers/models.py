"""A school's own record, frozen and handed over: to the school it became, or to the partnership it moved to."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area
from lscp_portal.tenancy.managers import ScopedManager
from lscp_portal.tenancy.models import AreaOwned
from lscp_portal.tenancy.scope import current


class ReceivedManager(models.Manager[Any]):
    """What was handed to the open scope's partnership. The database shows a school what is its own of it."""

    use_in_migrations = False

    def get_queryset(self) -> "models.QuerySet[Any]":
        """Rows of another owner on purpose; raises ScopeError outside a scope."""
        return super().get_queryset().filter(to_tenant_id=current().tenant)


class Received(AreaOwned):
    """A row that one partnership writes and another may read (docs/developer/decisions/)."""

    to_tenant = models.ForeignKey("tenancy.Partnership", models.PROTECT, related_name="+", db_index=False)
    to_urn = models.PositiveIntegerField()

    objects: ClassVar[ScopedManager[Any]] = ScopedManager()
    received: ClassVar[ReceivedManager] = ReceivedManager()

    class Meta(AreaOwned.Meta):
        abstract = True


class Handover(Received):
    """One package. `tenant` gives, `to_tenant` receives; both are the same when a school became another one here.

    manifest: what is in it, [{kind, title, dated_on, sha256}]. people: [{person, role, starts_on, ends_on}], whose
    roles may go with the school. sha256: of the manifest as canonical JSON.
    """

    class Reason(models.TextChoices):
        MOVED = "moved", "The school moved to another area"
        BECAME = "became", "The school became another one"

    from_urn = models.PositiveIntegerField()
    from_name = models.CharField(max_length=200)
    from_school_id = models.BigIntegerField(help_text="the giver's schools.School")
    reason = models.CharField(max_length=10, choices=Reason)
    number = models.PositiveSmallIntegerField(help_text="1, 2, …: what came to the record later follows in another one")
    manifest = models.JSONField()
    people = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    handed_over_at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(Received.Meta):
        constraints = [
            *owned_by_area("handover"),
            models.UniqueConstraint(
                fields=["tenant", "from_urn", "to_tenant", "to_urn", "number"], name="handover_numbered_once"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None, accepted_by_id=None)
                | models.Q(accepted_at__isnull=False, accepted_by_id__isnull=False),
                name="handover_accepted_by_and_at",
            ),
        ]
        indexes = [models.Index(fields=["to_tenant", "to_urn"], name="handover_by_receiver")]

    def __str__(self) -> str:
        return f"{self.from_urn} to {self.to_urn}, package {self.number}"


class HandoverItem(Received):
    """One paper of a package, with the exact text its hash is of. Never changed: the database refuses."""

    class Kind(models.TextChoices):
        COPY = "copy", "Signed copy"
        LETTER = "letter", "Feedback letter"
        REPORT = "report", "Published report"
        ANSWERS = "answers", "Answers not sent in"

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items", db_constraint=False)
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    dated_on = models.DateField()
    content = models.TextField(help_text="canonical JSON; of a signed copy, the very text that was signed")
    sha256 = models.CharField(max_length=64)

    class Meta(Received.Meta):
        constraints = [
            *owned_by_area("handover_item"),
            OwnedReference("handover", name="handover_item_same_giver", owner=AREA),
        ]
        indexes = [models.Index(fields=["to_tenant", "to_urn"], name="handover_item_by_receiver")]

    def __str__(self) -> str:
        return self.title
