"""Change what a draft keeps beside its indicators: surveys, scale, modes, audiences and documents.

A change is a function on the settings. The whole framework is read again with it, by the rules for files, before it is
kept: what a file would be refused for cannot be typed either.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django.core.exceptions import PermissionDenied

from audits.frameworks.models import Framework
from audits.frameworks.place import DefinitionProblem, DefinitionRefused, Place
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.reading import read_values
from audits.frameworks.sections import sections_of
from audits.frameworks.types import SectionPage
from audits.frameworks.writing import as_content
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

Settings = dict[str, Any]
Change = Callable[[Settings], None]


class ChangedMeanwhile(Exception):
    """Somebody else saved the framework since the page was shown. Nothing was kept; `revision` is the present one."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"revision {revision}")
        self.revision = revision


def change_settings(*, actor: Actor, framework_id: int, read: int, change: Change, part: str) -> Framework:
    """Keep a change of a draft's settings, its revision one higher.

    read: the revision the page was showing. part: what is changed, for the trail, such as "surveys.staff".
    Raises PermissionDenied, Refused (no draft), ChangedMeanwhile, DefinitionRefused (only problems that the change
    brings), LookupError where what was to be changed is gone. 5 queries, trail apart.
    """
    framework: Framework = Framework.objects.select_for_update(no_key=True).get(pk=framework_id)
    if not may_edit_framework(actor, framework):
        raise PermissionDenied("framework.change_settings")
    if framework.state != Framework.State.DRAFT:
        words = framework.get_state_display().lower()
        raise Refused([Blocker("not_draft", f"This version is {words}: only a draft can be changed.")])
    if framework.settings_revision != read:
        raise ChangedMeanwhile(framework.settings_revision)
    sections = sections_of(framework.pk)
    before, known = deepcopy(framework.settings), _problems(framework, sections)
    change(framework.settings)
    if framework.settings == before:
        return framework
    if new := [problem for problem in _problems(framework, sections) if problem not in known]:
        raise DefinitionRefused(new)
    framework.settings_revision += 1
    framework.save(update_fields=["settings", "settings_revision"])
    record(actor, "framework.settings_changed", framework, part=part, revision=framework.settings_revision)
    return framework


def _problems(framework: Framework, sections: list[SectionPage]) -> list[DefinitionProblem]:
    problems: list[DefinitionProblem] = []
    read_values(Place(as_content(framework, sections), (), problems), sha256="")
    return problems


def moved(rows: list[Any], index: int, step: int) -> None:
    """Move one row up (step -1) or down (1) in its list; at the end of the list it stays where it is."""
    target = index + step
    if 0 <= target < len(rows):
        rows[index], rows[target] = rows[target], rows[index]
