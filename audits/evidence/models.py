"""What shows that an answer is true: described and located by default, and uploaded where the partnership allows it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.files.types import LONGEST_NAME, Kind
from lscp_portal.tenancy.constraints import AREA, OwnedReference, owned_by_area, owned_by_school
from lscp_portal.tenancy.models import AreaOwned, SchoolOwned


class EvidenceItem(SchoolOwned):
    """One piece of evidence beside an answer: what it is, where it is kept and who holds it. Removed ones stay.

    visit: the governor's note that it is, where it is one kept here.
    """

    class Kind(models.TextChoices):
        POLICY = "policy", "Policy or procedure"
        CHECK = "check", "Note of a check or sample"
        TRAINING = "training", "Training record"
        MINUTES = "minutes", "Minutes or a report to governors"
        REGISTER = "register", "Register or log, as counts"
        SURVEY = "survey", "Survey or what people said"
        EXTERNAL = "external", "Report from outside the school"
        VISIT = "visit", "Note of a governor’s visit"
        OTHER = "other", "Something else"

    audit = models.ForeignKey("audits.Audit", models.PROTECT, related_name="evidence", db_constraint=False)
    indicator = models.ForeignKey("audits.Indicator", models.PROTECT, related_name="+", db_constraint=False)
    visit = models.ForeignKey(
        "audits.GovernorVisit", models.PROTECT, related_name="+", null=True, blank=True, db_constraint=False
    )
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.CharField(max_length=160)
    kept_where = models.CharField(max_length=160)
    held_by = models.CharField(max_length=120, help_text="a role, such as business manager")
    dated_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True, help_text="when the school looks at it again")
    revision = models.PositiveIntegerField(default=1, help_text="one more each time its words are changed")
    added_at = models.DateTimeField(db_default=Now())
    added_by_id = models.BigIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("evidence_item"),
            OwnedReference("audit", name="evidence_item_audit_same_school"),
            OwnedReference("indicator", name="evidence_item_indicator_same_area", owner=AREA),
            OwnedReference("visit", name="evidence_item_visit_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "audit", "indicator", "visit"],
                condition=Q(removed_at=None, visit__isnull=False),
                name="evidence_item_visit_once",
            ),
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(kept_where="") & ~Q(held_by=""), name="evidence_item_described_and_located"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by_id=None)
                | Q(removed_at__isnull=False, removed_by_id__isnull=False),
                name="evidence_item_removed_by_and_at",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "audit", "indicator"], name="evidence_item_by_indicator")]

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class EvidenceFile(SchoolOwned):
    """A file sent for one item. Until it is clean nobody but the worker reads its bytes.

    key: where the bytes are, in no way made from the name. sha256: of the bytes that were sent; kept_sha256: of the
    copy that was made anew and is handed out. scanned_with: what the scanner calls itself, "" for none.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        CHECKING = "checking", "Being checked"
        SCANNING = "scanning", "Being scanned for viruses"
        CLEAN = "clean", "Checked"
        REJECTED = "rejected", "Not kept"

    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="files", db_constraint=False)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=20, blank=True, help_text="name of a Reason of lscp_portal.files.types")
    key = models.CharField(max_length=32)
    name = models.CharField(max_length=LONGEST_NAME, help_text="as the sender's computer called it; only ever shown")
    kind = models.CharField(max_length=4, choices=[(one.name, one.ending) for one in Kind])
    size = models.PositiveIntegerField(help_text="bytes that were sent")
    sha256 = models.CharField(max_length=64)
    kept_size = models.PositiveIntegerField(default=0)
    kept_sha256 = models.CharField(max_length=64, blank=True)
    scanned_with = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(db_default=Now())
    received_by_id = models.BigIntegerField()
    settled_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by_id = models.BigIntegerField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="when its bytes were thrown away")

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("evidence_file"),
            OwnedReference("item", name="evidence_file_item_same_school"),
            models.UniqueConstraint(fields=["tenant", "key"], name="evidence_file_own_key"),
            models.UniqueConstraint(
                fields=["tenant", "item"],
                condition=Q(removed_at=None) & ~Q(state="rejected"),
                name="evidence_file_one_per_item",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "checking"], reason="", kept_sha256="", settled_at=None)
                | Q(state="scanning", reason="", settled_at=None) & ~Q(kept_sha256="")
                | Q(state="clean", reason="", settled_at__isnull=False) & ~Q(kept_sha256="")
                | Q(state="rejected", settled_at__isnull=False) & ~Q(reason=""),
                name="evidence_file_is_what_its_state_says",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by_id=None)
                | Q(removed_at__isnull=False, removed_by_id__isnull=False),
                name="evidence_file_removed_by_and_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "received_at"],
                condition=Q(settled_at=None),
                name="evidence_file_unsettled",
            )
        ]

    def __str__(self) -> str:
        return f"evidence file {self.pk}"


class UploadDecision(AreaOwned):
    """The partnership lets its schools upload files, or no longer. Never changed; the latest one counts."""

    allowed = models.BooleanField()
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField(db_default=Now())
    decided_by_id = models.BigIntegerField()

    class Meta(AreaOwned.Meta):
        constraints = [
            *owned_by_area("upload_decision"),
            models.CheckConstraint(condition=~Q(reason=""), name="upload_decision_says_why"),
        ]

    def __str__(self) -> str:
        return f"uploads {'allowed' if self.allowed else 'not allowed'}"
