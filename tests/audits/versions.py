"""Versions of a framework for tests, made by the real actions."""

from datetime import date

from audits.frameworks.models import Framework
from audits.frameworks.versions.actions import draft_version, send_for_comment
from audits.frameworks.versions.types import VersionPlan


def a_plan(version="2026.1-east", **changes):
    """What a draft is called."""
    plan = {
        "version": version, "title": "Education safeguarding audit framework", "subtitle": "For our area",
        "academic_year": "2026/27",
        "effective_from": date(2026, 9, 1), "effective_to": date(2027, 8, 31),
    }  # fmt: skip
    return VersionPlan(**(plan | changes))


def a_draft(actor, framework, version="2026.1-east", **changes):
    """A copy to edit, inside the partnership's scope."""
    return draft_version(actor=actor, framework_id=framework.pk, plan=a_plan(version, **changes))


def a_version(actor, framework, *, until, version="2026.1-out"):
    """A draft that is out for comment until a day."""
    draft = a_draft(actor, framework, version)
    send_for_comment(actor=actor, framework_id=draft.pk, until=until)
    return Framework.objects.get(pk=draft.pk)
