"""Published versions: bytes stored once, served unchanged."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class Edition(SchoolOwned):
    """One approved version of a report. `summary` is what search and the school's public page show of it."""

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="editions", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, help_text="full, light or deep-dive")
    urn = models.PositiveIntegerField()
    school_name = models.CharField(max_length=200, help_text="as it was on the day")
    summary = models.JSONField(help_text="the half page: paragraphs, facts, section results")
    source_html = models.TextField(help_text="the approved document, ready to be rendered")
    rendered_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("edition"),
            OwnedReference("report", name="edition_report_same_school"),
            models.UniqueConstraint(fields=["tenant", "report", "number"], name="edition_numbered_once"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by_id=None)
                | Q(published_at__isnull=False, published_by_id__isnull=False, rendered_at__isnull=False),
                name="edition_published_when_rendered",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, published_at__isnull=False) & ~Q(withdrawn_because=""),
                name="edition_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["urn", "year", "kind"], name="edition_by_address")]

    def __str__(self) -> str:
        return f"edition {self.number} of report {self.report_id}"


class EditionFile(SchoolOwned):
    """The bytes of one edition in one format. Never changed, never rendered again: the database refuses."""

    class Format(models.TextChoices):
        HTML = "html", "Web page"
        PDF = "pdf", "PDF"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files", db_constraint=False)
    format = models.CharField(max_length=4, choices=Format)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    bytes_long = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    stored_at = models.DateTimeField(db_default=Now())

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("edition_file"),
            OwnedReference("edition", name="edition_file_edition_same_school"),
            models.UniqueConstraint(fields=["tenant", "edition", "format"], name="edition_file_once_per_format"),
        ]

    def __str__(self) -> str:
        return f"{self.format} of edition {self.edition_id}"
