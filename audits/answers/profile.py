"""What kind of school it is: what the register says, and what that means for the indicators asked."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from audits.frameworks.applicability import SchoolProfile, indicators_for, profile_of
from audits.frameworks.models import Indicator
from audits.frameworks.scales import modes_of, setting_model_of
from audits.lifecycle.models import Audit


def derived_features(audit: Audit, settings: Mapping[str, Any]) -> frozenset[str]:
    """Features the national register gives this school, by the framework's rules. One query for the school's row."""
    return profile_of(audit.school.gias_profile, setting_model_of(settings).rules).features


def indicators_asked(audit: Audit, settings: Mapping[str, Any]) -> list[int]:
    """Ids of the indicators that the audit's features and its mode ask, in the framework's order. One query."""
    mode = modes_of(settings)[audit.mode]
    found = Indicator.objects.filter(framework_id=audit.cycle.framework_id).annotate(section_code=F("section__code"))
    asked = indicators_for(
        profile=SchoolProfile(audit.governance, frozenset(audit.features)),
        indicators=found.order_by("position"),
        mode=mode,
        sections=audit.cycle.section_codes if mode.choose_sections else (),
    )
    return [indicator.pk for indicator in asked]
