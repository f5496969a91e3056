"""Pull the catalogue's next version into a local one: a new draft holds the outcome."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied

from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.exchange.actions import draft_from
from audits.frameworks.exchange.types import DraftChanged, Origin
from audits.frameworks.models import Framework
from audits.frameworks.place import DefinitionRefused
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.pulling.queries import Three, merged, outcome
from audits.frameworks.pulling.types import Choices
from lscp_portal.tenancy.actor import Actor


def pull(*, actor: Actor, three: Three, read: str, version: str, choices: Choices) -> Framework:
    """Make a draft of a local version and the catalogue's next one; the local version stays as it is.

    read: the digest of our contents that the page was made from. version: of the new draft. choices: by the ids of the
    questions; the trail keeps what was picked for each, without its words. Raises PermissionDenied, DraftChanged,
    VersionTaken, DefinitionRefused where the choices do not go together. 6 queries, trail apart.
    """
    if not may_edit_framework(actor):
        raise PermissionDenied("framework.pull")
    if three.contents.digest != read:
        raise DraftChanged
    found = merged(three, choices)
    definition, problems = outcome(three, found)
    if problems:
        raise DefinitionRefused(problems)
    origin = Origin(
        kind="framework.pulled",
        facts={
            "based_on": three.framework.pk,
            "from_version": three.base.version,
            "to_version": three.theirs.version,
            "picked": {question.id: question.picked for question in found.questions},
            "kept": [f"{one.sheet}|{one.key}" for one in found.things if not one.questions],
        },
        based_on=three.framework,
        upstream_version=three.theirs.version,
    )
    draft = _named(definition, version=version, supersedes=three.framework.version)
    return draft_from(actor=actor, definition=draft, version=version, origin=origin)


def _named(definition: FrameworkDefinition, *, version: str, supersedes: str) -> FrameworkDefinition:
    head = {**definition.settings["head"], "supersedes": supersedes, "status": "local"}
    return replace(definition, version=version, settings={**definition.settings, "head": head})
