"""What every act of the editor begins with: the draft held, the rules for files, the codes that were ever given."""

from collections.abc import Iterable

from django.utils import timezone

from audits.frameworks.editor.types import EditConflict, EntryRefused
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.parts import PartReader
from audits.frameworks.place import DefinitionProblem
from audits.frameworks.queries import catalogue
from audits.frameworks.wording.forms import KEY
from lscp_portal.tenancy.actor import Actor


def used_indicator_codes(framework: Framework) -> set[str]:
    """Every code of the series, removed ones too, and of the catalogue's versions of it. One query."""
    rows = Indicator.with_removed.filter(framework__upstream=framework.upstream).order_by()
    used = {code for pair in rows.values_list("code", "replaces").distinct() for code in pair if code}
    known = (one for one in catalogue() if one.id == framework.upstream)
    return used | {indicator.code for definition in known for indicator in definition.indicators}


def used_section_codes(framework: Framework) -> set[str]:
    """The same for sections. One query."""
    rows = Section.with_removed.filter(framework__upstream=framework.upstream).order_by()
    known = (one for one in catalogue() if one.id == framework.upstream)
    return set(rows.values_list("code", flat=True)) | {row.code for one in known for row in one.sections}


def reader_of(framework: Framework) -> PartReader:
    """The rules for files, with the names of this draft. One query."""
    codes = Section.objects.filter(framework=framework).order_by("position").values_list("code", flat=True)
    return PartReader.of_settings(framework.settings, tuple(codes))


def refuse(problems: Iterable[DefinitionProblem]) -> None:
    """Raise EntryRefused with what the rules for files say, each at its key."""
    found = [(next(iter(KEY.findall(problem.place)), ""), f"{problem.reason} {problem.remedy}") for problem in problems]
    if found:
        raise EntryRefused(found)


def check_revision(row: Section | Indicator, read: int) -> None:
    """Raise EditConflict where somebody else was quicker."""
    if row.revision != read:
        raise EditConflict(row)


def keep(row: Section | Indicator, actor: Actor, *names: str) -> None:
    """Write these columns, the revision one higher, and who and when."""
    row.revision, row.changed_at, row.changed_by_id = row.revision + 1, timezone.now(), actor.person_id
    said = {name: getattr(row, name) for name in (*names, "revision", "changed_at", "changed_by_id")}
    type(row).with_removed.filter(pk=row.pk).update(**said)  # save() would not find what was removed
