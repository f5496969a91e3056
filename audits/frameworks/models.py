"""What is asked: a partnership's adopted frameworks. An adopted version never changes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area
from lscp_portal.tenancy.models import AreaOwned


class Tier(models.TextChoices):
    CORE = "core", "Core"
    EXTENDED = "extended", "Extended"


class Framework(AreaOwned):
    """One version of a framework, copied from the catalogue into the partnership's own rows."""

    upstream = models.CharField(max_length=80, help_text="id of the framework in the catalogue")
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    subtitle = models.CharField(max_length=240, blank=True)
    academic_year = models.CharField(max_length=7, help_text="2026/27")
    settings = models.JSONField(help_text="modes, documents, setting_model and rating_scale, as in the file")
    sha256 = models.CharField(max_length=64, help_text="of the file it was adopted from")
    adopted_at = models.DateTimeField(db_default=Now())
    adopted_by_id = models.BigIntegerField(null=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("framework"),
            models.UniqueConstraint(fields=["tenant", "upstream", "version"], name="framework_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Section(AreaOwned):
    """A chapter of a framework."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="sections", db_constraint=False)
    code = models.CharField(max_length=4)
    title = models.CharField(max_length=160)
    why = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("section"),
            OwnedReference("framework", name="section_framework_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "framework", "code"], name="section_code_once"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Indicator(AreaOwned):
    """One thing that should be true of a school. Codes are permanent: a new meaning gets a new code."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="indicators", db_constraint=False)
    section = models.ForeignKey(Section, models.PROTECT, related_name="indicators", db_constraint=False)
    code = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField(help_text="over the whole framework")
    tier = models.CharField(max_length=10, choices=Tier)
    is_critical = models.BooleanField(default=False)
    allow_na = models.BooleanField(default=False, help_text="the school may say that it does not apply")
    text = models.TextField()
    evidence = models.TextField(help_text="what good evidence looks like")
    references = ArrayField(models.CharField(max_length=80), default=list)
    audience = ArrayField(models.CharField(max_length=20), default=list)
    applies = models.JSONField(help_text="'all', or conditions on governance and features")
    section_code: str  # set by queries.indicators_of

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("indicator"),
            OwnedReference("framework", name="indicator_framework_same_area", owner=AREA),
            OwnedReference("section", name="indicator_section_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "framework", "code"], name="indicator_code_once"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code
