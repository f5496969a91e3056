"""Make a version of one's own, ask for comments, publish, retire."""

import hashlib
from copy import deepcopy
from datetime import date
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.frameworks.changing import ChangedMeanwhile
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.sections import sections_of
from audits.frameworks.transitions import FRAMEWORK
from audits.frameworks.versions.types import VersionPlan, VersionTaken
from audits.frameworks.writing import as_yaml
from lscp_portal.accounts.queries import holders_by_school
from lscp_portal.notify.posting import TASK, letters
from lscp_portal.outbox.posting import post_many
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.register.models import OPEN_HERE, School

TOLD = ("dsl", "head", "chair")
COPIED = (
    "code", "position", "tier", "is_critical", "allow_na", "text", "why", "looks_like", "evidence", "references",
    "audience", "applies", "replaces",
)  # fmt: skip
HEAD = ("version", "title", "subtitle", "academic_year")


def draft_version(*, actor: Actor, framework_id: int, plan: VersionPlan) -> Framework:
    """Copy a version, whatever its state, into a new draft that can be edited; codes stay, removed parts stay behind.

    Raises PermissionDenied, VersionTaken, Framework.DoesNotExist. 7 queries, trail apart, whatever the size.
    """
    if not may_edit_framework(actor):
        raise PermissionDenied("framework.draft")
    source = Framework.objects.get(pk=framework_id)
    draft = Framework(
        tenant_id=source.tenant_id,
        upstream=source.upstream,
        upstream_version=source.upstream_version,
        based_on=source,
        settings=deepcopy(source.settings),
        adopted_by_id=actor.person_id,
    )
    _name(draft, plan)
    draft.settings["head"] |= {"supersedes": source.version, "status": "local"}
    _insert(draft)
    _copy_parts(source, draft, actor)
    record(actor, "framework.drafted", draft, version=draft.version, based_on=source.pk)
    return draft


def change_head(*, actor: Actor, framework_id: int, read: int, plan: VersionPlan) -> Framework:
    """Change what a draft is called and when it holds. read: the revision of its settings that the page was showing.

    Raises PermissionDenied, Refused (no draft), ChangedMeanwhile, VersionTaken.
    """
    framework = locked_draft(actor, framework_id)
    if framework.settings_revision != read:
        raise ChangedMeanwhile(framework.settings_revision)
    _name(framework, plan)
    framework.settings_revision += 1
    try:
        with transaction.atomic():
            framework.save(update_fields=[*HEAD, "settings", "settings_revision"])
    except IntegrityError as clash:
        raise _taken(clash) from clash
    record(actor, "framework.head_changed", framework, version=framework.version)
    return framework


def send_for_comment(*, actor: Actor, framework_id: int, until: date) -> Framework:
    """Show the draft to staff and schools until a day, and write to each school's lead, head and chair.

    Raises PermissionDenied, Refused. It cannot be edited meanwhile: everybody comments on the same words.
    """
    framework = _locked(framework_id)
    framework.comments_until = until
    FRAMEWORK.move("consult", framework, actor)
    framework.consulted_at = timezone.now()
    framework.save(update_fields=["state", "comments_until", "consulted_at"])
    record(actor, "framework.consulted", framework, until=until)
    post_many(TASK, chain.from_iterable(_invitations(actor, framework, until)))
    return framework


def take_back(*, actor: Actor, framework_id: int) -> Framework:
    """Make it a draft again, to work in what was said. Raises PermissionDenied, Refused."""
    framework = _locked(framework_id)
    FRAMEWORK.move("take_back", framework, actor)
    framework.save(update_fields=["state"])
    record(actor, "framework.taken_back", framework)
    return framework


def publish_version(*, actor: Actor, framework_id: int, change_note: str, unconsulted_because: str = "") -> Framework:
    """Publish for good. change_note: what changed and why; unconsulted_because: where nobody was asked, why not.

    Raises PermissionDenied, Refused (its blockers say what stands in the way).
    """
    framework = _locked(framework_id)
    framework.change_note, framework.unconsulted_because = change_note.strip(), unconsulted_because.strip()
    FRAMEWORK.move("publish", framework, actor)
    framework.published_at, framework.published_by_id = timezone.now(), actor.person_id
    framework.sha256 = hashlib.sha256(as_yaml(framework, sections_of(framework.pk)).encode()).hexdigest()
    said = ["state", "published_at", "published_by_id", "sha256", "change_note", "unconsulted_because"]
    framework.save(update_fields=said)
    record(actor, "framework.published", framework, version=framework.version, sha256=framework.sha256)
    return framework


def retire_version(*, actor: Actor, framework_id: int) -> Framework:
    """No new cycle can be planned with it; those that run go on. Raises PermissionDenied, Refused."""
    framework = _locked(framework_id)
    FRAMEWORK.move("retire", framework, actor)
    framework.retired_at, framework.retired_by_id = timezone.now(), actor.person_id
    framework.save(update_fields=["state", "retired_at", "retired_by_id"])
    record(actor, "framework.retired", framework, version=framework.version)
    return framework


def locked_draft(actor: Actor, framework_id: int) -> Framework:
    """The draft, held until the transaction ends. Raises PermissionDenied, Refused (no draft)."""
    framework = _locked(framework_id)
    if not may_edit_framework(actor, framework):
        raise PermissionDenied("framework.edit")
    if framework.state != Framework.State.DRAFT:
        words = framework.get_state_display().lower()
        raise Refused([Blocker("not_draft", f"This version is {words}: only a draft can be changed.")])
    return framework


def _locked(framework_id: int) -> Framework:
    framework: Framework = Framework.objects.select_for_update(no_key=True, of=("self",)).get(pk=framework_id)
    return framework


def _name(framework: Framework, plan: VersionPlan) -> None:
    framework.version, framework.title, framework.subtitle = plan.version, plan.title, plan.subtitle
    framework.academic_year = plan.academic_year
    days = {"effective_from": plan.effective_from, "effective_to": plan.effective_to}
    framework.settings["head"] |= {key: day.isoformat() for key, day in days.items()}


def _insert(draft: Framework) -> None:
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as clash:
        raise _taken(clash) from clash


def _taken(clash: IntegrityError) -> Exception:
    return VersionTaken() if "framework_version_once" in str(clash) else clash


def _copy_parts(source: Framework, draft: Framework, actor: Actor) -> None:
    owner: dict[str, Any] = {"tenant_id": draft.tenant_id, "framework": draft, "changed_by_id": actor.person_id}
    rows = list(Section.objects.filter(framework=source).order_by("position"))
    made = Section.objects.bulk_create(
        Section(**owner, code=row.code, title=row.title, why=row.why, position=row.position) for row in rows
    )
    there = {old.pk: new for old, new in zip(rows, made, strict=True)}
    Indicator.objects.bulk_create(
        Indicator(**owner, section=there[row.section_id], **{name: getattr(row, name) for name in COPIED})
        for row in Indicator.objects.filter(framework=source, section__in=there).order_by("position")
    )


def _invitations(actor: Actor, framework: Framework, until: date) -> Any:  # noqa: ANN401 - an iterator of letters
    people = holders_by_school(roles=TOLD)
    for school_id, urn in School.objects.filter(OPEN_HERE).values_list("pk", "urn"):
        yield letters(
            template="framework_comments",
            key=f"comments:{framework.pk}:{until}:{school_id}",
            to=people.get(school_id, []),
            path=f"/s/{urn}/frameworks/{framework.pk}/",
            by=actor.person_id,
            school_id=school_id,
            due_on=until,
        )
