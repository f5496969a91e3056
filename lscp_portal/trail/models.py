"""The tamper-evident record of who did what: one hash chain a partnership, one for the identity plane (tenant 0)."""

from typing import ClassVar

from django.db import models

from lscp_portal.tenancy.managers import ScopedManager


class Event(models.Model):
    """One link of a chain. Written by the database function lscp.record only; nobody may change or delete it."""

    SCHOOL_COLUMN: ClassVar[str | None] = None

    pk = models.CompositePrimaryKey("tenant_id", "sequence")
    tenant_id = models.BigIntegerField(help_text="a partnership, or 0 for the identity plane")
    sequence = models.BigIntegerField()
    happened_at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=80)
    record = models.CharField(max_length=120, help_text="what it is about, as table:id")
    facts = models.JSONField(help_text="ids, codes and hashes; never names or texts")
    previous = models.BinaryField()
    hash = models.BinaryField()

    objects: ClassVar[ScopedManager["Event"]] = ScopedManager()

    class Meta:
        db_table = "trail_event"

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class ChainHead(models.Model):
    """The end of each chain, locked while a link is added. Read and written by lscp.record only."""

    tenant_id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "trail_chain_head"

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.sequence}"
