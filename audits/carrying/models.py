"""Which answers were carried forward from an earlier audit, by whom, and in which wording."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference, owned_by_school
from lscp_portal.tenancy.models import SchoolOwned


class CarriedForward(SchoolOwned):
    """Somebody said of one earlier answer that it is still true, and made it the answer of this audit.

    answer_revision: of the answer right after. A later revision is the school's change. Never changed or removed: the
    database refuses. The latest one counts.
    """

    answer = models.ForeignKey("audits.Answer", models.PROTECT, related_name="+", db_constraint=False)
    from_answer = models.ForeignKey("audits.Answer", models.PROTECT, related_name="+", db_constraint=False)
    answer_revision = models.PositiveIntegerField()
    cycle_name = models.CharField(max_length=160, help_text="of the audit the answer came from")
    carried_at = models.DateTimeField(db_default=Now())
    carried_by_id = models.BigIntegerField()

    class Meta(SchoolOwned.Meta):
        constraints = [
            *owned_by_school("carried_forward"),
            OwnedReference("answer", name="carried_forward_answer_same_school"),
            OwnedReference("from_answer", name="carried_forward_from_same_school"),
            models.UniqueConstraint(
                fields=["tenant", "answer", "answer_revision"], name="carried_forward_once_per_revision"
            ),
            models.CheckConstraint(condition=~Q(answer=F("from_answer")), name="carried_forward_from_another_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} from {self.from_answer_id}"
