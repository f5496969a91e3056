"""What a framework keeps beside its indicators, for the pages that show and change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.frameworks.models import Framework, Indicator


@dataclass(frozen=True, slots=True)
class Kept:
    """A framework's settings. state: in words. revision: what a change has to name."""

    id: int
    name: str
    state: str
    is_draft: bool
    revision: int
    settings: Mapping[str, Any]


def kept(*, framework_id: int) -> Kept:
    """One framework's settings. One query. Raises Framework.DoesNotExist."""
    row = Framework.objects.get(pk=framework_id)
    is_draft = row.state == Framework.State.DRAFT
    return Kept(row.pk, str(row), row.get_state_display(), is_draft, row.settings_revision, row.settings)


def indicator_codes(*, framework_id: int) -> list[str]:
    """In order. One query."""
    rows = Indicator.objects.filter(framework_id=framework_id).order_by("position")
    return list(rows.values_list("code", flat=True))


def users_of_audience(*, framework_id: int, audience: str) -> list[str]:
    """Codes of the indicators that name an audience, in order. One query."""
    rows = Indicator.objects.filter(framework_id=framework_id, audience__contains=[audience]).order_by("position")
    return list(rows.values_list("code", flat=True))
