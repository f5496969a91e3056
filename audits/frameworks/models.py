"""What is asked: a partnership's versions of frameworks. A published version never changes; the database sees to it."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area
from lscp_portal.tenancy.managers import ScopedManager
from lscp_portal.tenancy.models import AreaOwned, Owned


class Tier(models.TextChoices):
    CORE = "core", "Core"
    EXTENDED = "extended", "Extended"


class Framework(AreaOwned):
    """One version of a framework. Versions with the same `upstream` are one series and share its codes."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        CONSULTED = "consulted", "Out for comment"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    upstream = models.CharField(max_length=80, help_text="id of the series; of the catalogue's when it came from there")
    upstream_version = models.CharField(
        max_length=20, blank=True, help_text="of the catalogue; blank when all is local"
    )
    version = models.CharField(max_length=20)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False)
    title = models.CharField(max_length=160)
    subtitle = models.CharField(max_length=240, blank=True)
    academic_year = models.CharField(max_length=7, help_text="2026/27")
    settings = models.JSONField(help_text="modes, documents, setting_model and rating_scale, as in the file")
    settings_revision = models.PositiveIntegerField(default=1, help_text="of settings and the words of the head")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of its file; blank until it is published")
    adopted_at = models.DateTimeField(db_default=Now())
    adopted_by_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    consulted_at = models.DateTimeField(null=True, blank=True, help_text="when it last went out for comment")
    comments_until = models.DateField(null=True, blank=True, help_text="the last day for comments")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)
    change_note = models.TextField(blank=True, help_text="what changed and why, said when it was published")
    unconsulted_because = models.TextField(blank=True, help_text="why nobody was asked, where that is so")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("framework"),
            OwnedReference("based_on", name="framework_based_on_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "upstream", "version"], name="framework_version_once"),
            models.CheckConstraint(
                condition=Q(published_at=None) ^ Q(state__in=["published", "retired"]),
                name="framework_dated_when_published",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) ^ Q(state="retired"), name="framework_dated_when_retired"
            ),
            models.CheckConstraint(
                condition=~Q(state="consulted") | Q(comments_until__isnull=False, consulted_at__isnull=False),
                name="framework_comments_have_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class LivingManager(ScopedManager[Any]):
    """Leaves out what was removed from a draft, so that nobody has to think of it."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Rows of the open scope that stand in their framework."""
        return super().get_queryset().filter(removed_at=None)


class Edited(AreaOwned):
    """What is edited in a draft. Removed rows stay, keep their code, and can be put back."""

    code: Any
    position: Any
    revision = models.PositiveIntegerField(default=1, help_text="one more each time its words are saved")
    changed_at = models.DateTimeField(db_default=Now())
    changed_by_id = models.BigIntegerField(null=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[LivingManager] = LivingManager()
    with_removed: ClassVar[ScopedManager[Any]] = ScopedManager()

    class Meta(AreaOwned.Meta):
        abstract = True


class Section(Edited):
    """A chapter of a framework."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="sections", db_constraint=False)
    code = models.CharField(max_length=4)
    title = models.CharField(max_length=160)
    why = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta(Edited.Meta):
        constraints = [
            *owned_by_area("section"),
            OwnedReference("framework", name="section_framework_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "framework", "code"], name="section_code_once"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Indicator(Edited):
    """One thing that should be true of a school. Codes are permanent: a new meaning gets a new code."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="indicators", db_constraint=False)
    section = models.ForeignKey(Section, models.PROTECT, related_name="indicators", db_constraint=False)
    code = models.CharField(max_length=8)
    replaces = models.CharField(max_length=8, blank=True, help_text="code whose meaning changed; no trend goes across")
    position = models.PositiveSmallIntegerField(help_text="over the whole framework")
    tier = models.CharField(max_length=10, choices=Tier)
    is_critical = models.BooleanField(default=False)
    allow_na = models.BooleanField(default=False, help_text="the school may say that it does not apply")
    text = models.TextField()
    why = models.TextField(blank=True)
    looks_like = models.TextField(blank=True, help_text="what good looks like")
    evidence = models.TextField(help_text="what good evidence looks like")
    references = ArrayField(models.CharField(max_length=80), default=list)
    audience = ArrayField(models.CharField(max_length=20), default=list)
    applies = models.JSONField(help_text="'all', or conditions on governance and features")
    section_code: str  # set by queries.indicators_of

    class Meta(Edited.Meta):
        constraints = [
            *owned_by_area("indicator"),
            OwnedReference("framework", name="indicator_framework_same_area", owner=AREA),
            OwnedReference("section", name="indicator_section_same_area", owner=AREA),
            models.UniqueConstraint(fields=["tenant", "framework", "code"], name="indicator_code_once"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.code


class FrameworkComment(Owned):
    """What somebody said of a version that was out for comment. code: of an indicator or section; blank for all."""

    SCHOOL_COLUMN: ClassVar[str | None] = "from_school_id"

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="comments", db_constraint=False)
    from_school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False,
        help_text="none where partnership staff say it",
    )  # fmt: skip
    code = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    said_at = models.DateTimeField(db_default=Now())
    said_by_id = models.BigIntegerField()
    reply = models.TextField(blank=True, help_text="what became of it")
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            *owned_by_area("framework_comment"),
            OwnedReference("framework", name="framework_comment_same_area", owner=AREA),
            OwnedReference("from_school", name="framework_comment_school_same_area", owner=AREA),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
