"""Messages kept with the change that causes them; the broker is only a doorbell."""

import uuid

from django.db import models
from django.db.models.functions import Now


class OutboxMessage(models.Model):
    """One thing to be done after commit. `arguments` are ids and codes, never text.

    The one table that is read across partnerships: scopes may only insert, the worker's login reads and marks.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey("tenancy.Partnership", models.PROTECT, related_name="+", db_index=False)
    task = models.CharField(max_length=80)
    key = models.CharField(max_length=160, help_text="the same key is only ever done once")
    arguments = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    not_before = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "outbox_message"
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="outbox_message_once_per_key")]
        indexes = [
            models.Index(fields=["not_before"], condition=models.Q(done_at=None), name="outbox_message_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.key}"
