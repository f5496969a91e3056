"""Change the sections of a draft."""

from django.utils import timezone

from audits.frameworks.editor.coding import problem_with_code
from audits.frameworks.editor.holding import check_revision, keep, reader_of, refuse, used_section_codes
from audits.frameworks.editor.ordering import arranged, keep_order, with_section_at
from audits.frameworks.editor.types import EntryRefused, SectionEntry
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.parts import problems_of_section
from audits.frameworks.versions.actions import locked_draft
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record


def add_section(*, actor: Actor, framework_id: int, code: str, entry: SectionEntry) -> Section:
    """Put a new section at the end. Raises PermissionDenied, Refused (no draft), EntryRefused."""
    framework = locked_draft(actor, framework_id)
    if problem := problem_with_code(code, used=used_section_codes(framework)):
        raise EntryRefused([("code", problem)])
    _check(framework, code, entry)
    last = Section.objects.filter(framework=framework).count()
    section = Section(
        tenant_id=framework.tenant_id, framework=framework, code=code, title=entry.title, why=entry.why,
        position=last + 1, changed_by_id=actor.person_id,
    )  # fmt: skip
    section.save(force_insert=True)
    record(actor, "framework.section_added", framework, code=code)
    return section


def save_section(*, actor: Actor, framework_id: int, code: str, read: int, entry: SectionEntry) -> Section:
    """Keep a section's words. read: the revision the page was showing.

    Raises PermissionDenied, Refused, EditConflict, EntryRefused, Section.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    section: Section = Section.objects.get(framework=framework, code=code)
    if SectionEntry.of(section) == entry:
        return section
    check_revision(section, read)
    _check(framework, code, entry)
    section.title, section.why = entry.title, entry.why
    keep(section, actor, "title", "why")
    record(actor, "framework.section_saved", framework, code=code, revision=section.revision)
    return section


def remove_section(*, actor: Actor, framework_id: int, code: str, read: int) -> None:
    """Take a section out with the indicators in it; put_back_section brings both back.

    Raises PermissionDenied, Refused, EditConflict, Section.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    section: Section = Section.objects.get(framework=framework, code=code)
    check_revision(section, read)
    section.removed_at = timezone.now()
    gone = Indicator.objects.filter(section=section).update(removed_at=section.removed_at)
    keep(section, actor, "removed_at")
    keep_order(arranged(framework.pk))
    record(actor, "framework.section_removed", framework, code=code, indicators=gone)


def put_back_section(*, actor: Actor, framework_id: int, code: str) -> None:
    """Bring a removed section back to the end, with the indicators that went with it.

    Raises PermissionDenied, Refused, Section.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    section: Section = Section.with_removed.exclude(removed_at=None).get(framework=framework, code=code)
    with_it = Indicator.with_removed.filter(section=section, removed_at=section.removed_at)
    with_it.update(removed_at=None)
    section.removed_at, section.position = None, Section.objects.filter(framework=framework).count() + 1
    keep(section, actor, "removed_at", "position")
    keep_order(arranged(framework.pk))
    record(actor, "framework.section_put_back", framework, code=code)


def move_section(*, actor: Actor, framework_id: int, code: str, position: int) -> None:
    """Move a section to a place from 1. Raises PermissionDenied, Refused, Section.DoesNotExist."""
    framework = locked_draft(actor, framework_id)
    order = arranged(framework.pk)
    if all(section.code != code for section, _rows in order):
        raise Section.DoesNotExist
    keep_order(with_section_at(order, code, position))
    record(actor, "framework.section_moved", framework, code=code, position=position)


def _check(framework: Framework, code: str, entry: SectionEntry) -> None:
    refuse(problems_of_section(entry.as_in_file(code), reader_of(framework)))
