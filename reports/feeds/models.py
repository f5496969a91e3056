"""The address of each person's calendar, and what the calendar said last. Of the identity plane: no partnership's."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class CalendarAddress(models.Model):
    """One secret address of one person's calendar. The secret itself is not kept; ended_at: it no longer works."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256, in hexadecimal")
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="calendar_address_one_that_works"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar {self.pk}"


class CalendarEntry(models.Model):
    """What a person's calendar said of one date when it was read last, so that a change is told as a change."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    uid = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what the entry says")
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "uid"], name="calendar_entry_once")]

    def __str__(self) -> str:
        return self.uid
