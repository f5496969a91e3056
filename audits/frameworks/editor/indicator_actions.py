"""Change the indicators of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from audits.frameworks.editor.coding import problem_with_code
from audits.frameworks.editor.holding import check_revision, keep, reader_of, refuse, used_indicator_codes
from audits.frameworks.editor.ordering import arranged, keep_order, with_indicator_at
from audits.frameworks.editor.types import EntryRefused, IndicatorEntry
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.parts import problems_of_indicator
from audits.frameworks.versions.actions import locked_draft
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused


@dataclass(frozen=True, slots=True)
class NewCode:
    """Where a new indicator goes and what it is called."""

    section_code: str
    code: str


def add_indicator(*, actor: Actor, framework_id: int, where: NewCode, entry: IndicatorEntry) -> Indicator:
    """Put a new indicator at the end of a section.

    Raises PermissionDenied, Refused (no draft), EntryRefused, Section.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    made = _insert(framework, where, entry, actor)
    keep_order(arranged(framework.pk))
    record(actor, "framework.indicator_added", framework, code=made.code)
    return made


def save_indicator(*, actor: Actor, framework_id: int, code: str, read: int, entry: IndicatorEntry) -> Indicator:
    """Keep an indicator's words; its code and so its meaning stay. read: the revision the page was showing.

    Raises PermissionDenied, Refused, EditConflict, EntryRefused, Indicator.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    row = _living(framework, code)
    if IndicatorEntry.of(row) == entry:
        return row
    check_revision(row, read)
    refuse(problems_of_indicator(entry.as_in_file(code), reader_of(framework), row.section.code))
    for name, value in entry.values().items():
        setattr(row, name, value)
    keep(row, actor, *entry.values())
    record(actor, "framework.indicator_saved", framework, code=code, revision=row.revision)
    return row


def replace_indicator(
    *, actor: Actor, framework_id: int, code: str, read: int, new_code: str, entry: IndicatorEntry
) -> Indicator:
    """Give a changed meaning a new code: the old one leaves this version, the new one stands in its place.

    Survey statements that spoke to the old code speak to the new one. No trend goes across. Raises PermissionDenied,
    Refused, EditConflict, EntryRefused, Indicator.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    old = _living(framework, code)
    check_revision(old, read)
    section_code, place = old.section.code, old.position
    made = _insert(framework, NewCode(section_code, new_code), entry, actor, replaces=code)
    old.removed_at = timezone.now()
    keep(old, actor, "removed_at")
    order = arranged(framework.pk)
    before = sum(row.position < place for section, rows in order if section.code == section_code for row in rows)
    keep_order(with_indicator_at(order, new_code, section_code, before + 1))
    _repoint_surveys(framework, {code: new_code})
    record(actor, "framework.indicator_replaced", framework, code=code, by=new_code)
    return made


def remove_indicator(*, actor: Actor, framework_id: int, code: str, read: int) -> None:
    """Take an indicator out; put_back_indicator brings it back, and nobody else gets its code.

    Raises PermissionDenied, Refused, EditConflict, Indicator.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    row = _living(framework, code)
    check_revision(row, read)
    row.removed_at = timezone.now()
    keep(row, actor, "removed_at")
    keep_order(arranged(framework.pk))
    record(actor, "framework.indicator_removed", framework, code=code)


def put_back_indicator(*, actor: Actor, framework_id: int, code: str) -> Indicator:
    """Bring a removed indicator back to where it stood in its section.

    Raises PermissionDenied, Refused (its section is removed, or a successor stands there), Indicator.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    found = Indicator.with_removed.exclude(removed_at=None).select_related("section")
    row: Indicator = found.get(framework=framework, code=code)
    if row.section.removed_at is not None:
        raise Refused([Blocker("no_section", f"Put back section {row.section.code} first.")])
    successors = Indicator.with_removed.filter(framework=framework, replaces=code).values_list("code", "removed_at")
    for successor, removed_at in successors:
        if removed_at is None:
            raise Refused([Blocker("replaced", f"{successor} stands in its place: remove {successor} first.")])
    row.removed_at = None
    keep(row, actor, "removed_at")
    keep_order(arranged(framework.pk))
    _repoint_surveys(framework, {successor: code for successor, _removed_at in successors})
    record(actor, "framework.indicator_put_back", framework, code=code)
    return row


def move_indicator(*, actor: Actor, framework_id: int, code: str, section_code: str, position: int) -> None:
    """Move an indicator to a place, from 1, of this or another section; its code stays.

    Raises PermissionDenied, Refused, Indicator.DoesNotExist, Section.DoesNotExist.
    """
    framework = locked_draft(actor, framework_id)
    order = arranged(framework.pk)
    if all(row.code != code for _section, rows in order for row in rows):
        raise Indicator.DoesNotExist
    if all(section.code != section_code for section, _rows in order):
        raise Section.DoesNotExist
    keep_order(with_indicator_at(order, code, section_code, position))
    record(actor, "framework.indicator_moved", framework, code=code, section=section_code, position=position)


def _living(framework: Framework, code: str) -> Indicator:
    row: Indicator = Indicator.objects.select_related("section").get(framework=framework, code=code)
    return row


def _insert(
    framework: Framework, where: NewCode, entry: IndicatorEntry, actor: Actor, *, replaces: str = ""
) -> Indicator:
    section = Section.objects.get(framework=framework, code=where.section_code)
    used = used_indicator_codes(framework)
    if problem := problem_with_code(where.code, used=used, begins_with=where.section_code):
        raise EntryRefused([("code", problem)])
    refuse(problems_of_indicator(entry.as_in_file(where.code), reader_of(framework), where.section_code))
    last = Indicator.objects.filter(framework=framework).count()
    row = Indicator(
        tenant_id=framework.tenant_id, framework=framework, section=section, code=where.code, replaces=replaces,
        position=last + 1, changed_by_id=actor.person_id, **entry.values(),
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _repoint_surveys(framework: Framework, codes: Mapping[str, str]) -> None:
    """Let survey statements speak to other codes."""
    changed = False
    for survey in framework.settings["surveys"]["sets"]:
        for item in survey["items"]:
            said = list(dict.fromkeys(codes.get(code, code) for code in item["indicators"]))
            changed |= said != item["indicators"]
            item["indicators"] = said
    if changed:
        framework.settings_revision += 1
        framework.save(update_fields=["settings", "settings_revision"])
