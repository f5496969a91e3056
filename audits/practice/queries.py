"""What schools like this one commonly use as evidence."""

from collections.abc import Iterable

from audits.answers.models import Strength
from audits.frameworks.models import Framework
from audits.lifecycle.models import Audit
from audits.practice.counting import FLOOR
from audits.practice.models import CommonPractice
from schools.register.models import School

USED = {
    Strength.STATED: "say so, without a record",
    Strength.DOCUMENTED: "have a document or record that shows it",
    Strength.SAMPLED: "have tested it: records, a walk, spot questions",
    Strength.CONFIRMED: "have it confirmed by children, parents, staff or somebody from outside",
}


def practice_for(*, audit: Audit, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Code -> sentences about schools of the same phase, the strongest kind first. One query; a school's scope.

    Empty where fewer than ten schools used one kind (counting.py has the rule).
    """
    found = CommonPractice.objects.filter(
        code__in=list(codes),
        at_least__gte=FLOOR,
        upstream__in=Framework.objects.filter(pk=audit.cycle.framework_id).values("upstream"),
        phase__in=School.objects.filter(pk=audit.school_id).values("phase"),
    )
    said: dict[str, tuple[str, ...]] = {}
    for code, strength, number in found.order_by("-strength").values_list("code", "strength", "at_least"):
        said[code] = (*said.get(code, ()), f"At least {number} {USED[Strength(strength)]}")
    return said
