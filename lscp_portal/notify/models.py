"""What became of e-mails, and which addresses do not work. Never a letter's words."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class UndeliverableAddress(models.Model):
    """An address that refused a letter for good. It is written to again when a person says so, or once it is mended.

    It belongs to the identity plane: a person has one address, whichever partnerships write to it. A scope sees those
    of its own people and guests.
    """

    class Kind(models.TextChoices):
        REFUSED = "refused", "The mail server refused the address"
        BOUNCED = "bounced", "The letter came back"

    email = models.EmailField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=12, help_text="5.1.1, or 550 where the server said no more (RFC 3463)")
    template = models.CharField(max_length=40, help_text="which letter it was")
    failed_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    retry_at = models.DateTimeField(null=True, blank=True, help_text="a person said: try again")
    retry_by_id = models.BigIntegerField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True, help_text="a later letter was taken")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(retry_at=None, retry_by_id=None) | Q(retry_at__isnull=False, retry_by_id__isnull=False),
                name="undeliverable_retry_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.code}"


class Delivery(AreaOwned):
    """One e-mail to one reader, and what became of it: handed over, refused, held back, or returned later."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        REFUSED = "refused", "Refused by the mail server"
        HELD_BACK = "held_back", "Not sent: address does not work"
        BOUNCED = "bounced", "Came back"

    message_id = models.CharField(max_length=255)
    template = models.CharField(max_length=40)
    email = models.EmailField()
    person_id = models.BigIntegerField(null=True, blank=True, help_text="none for somebody who is invited")
    about_school_id = models.BigIntegerField(null=True, blank=True, help_text="the school it was about, if one")
    outcome = models.CharField(max_length=10, choices=Outcome)
    code = models.CharField(max_length=12, blank=True)
    first_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("delivery"),
            models.UniqueConstraint(fields=["tenant", "message_id"], name="delivery_once_per_message"),
        ]
        indexes = [
            models.Index(fields=["tenant", "email"], name="delivery_by_address"),
            models.Index(fields=["tenant", "-changed_at"], condition=~Q(outcome="sent"), name="delivery_that_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.outcome}"
