"""A local version beside the catalogue's next one, as a page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.frameworks.comparison.comparing import thing_change
from audits.frameworks.comparison.outline import Outline, Thing, assembled, outline
from audits.frameworks.comparison.types import ThingChange
from audits.frameworks.comparison.wording import Piece, word_changes
from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.exchange.contents import contents_in, definition_in
from audits.frameworks.exchange.types import Contents
from audits.frameworks.models import Framework
from audits.frameworks.place import DefinitionProblem
from audits.frameworks.pulling.merging import merge
from audits.frameworks.pulling.types import Choices, Fate, Merge, Question, ThingMerge
from audits.frameworks.queries import catalogue
from audits.frameworks.sheets.layout import HEAD, TABLES
from audits.frameworks.versions.naming import next_version
from audits.frameworks.writing import content_of

OF_ITS_OWN = ("Identifier", "Version", "Status", "Supersedes")  # every version has its own; nothing to bring together
_BY_NAME = {table.name: table for table in TABLES}


class NothingToPull(Exception):
    """The version does not come from the catalogue, or the catalogue has no other one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Three:
    """The three versions: what both began from, ours and the catalogue's."""

    framework: Framework
    contents: Contents
    base: FrameworkDefinition
    ours: FrameworkDefinition
    theirs: FrameworkDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with the words of both sides. here, there: what changed on each side since they parted."""

    number: int
    question: Question
    here: Sequence[Piece]
    there: Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledThing:
    """One thing that differs. here, there: what became of it on each side; None where nothing did."""

    merge: ThingMerge
    here: ThingChange | None
    there: ThingChange | None
    asked: Sequence[Asked]

    @property
    def name(self) -> str:
        """How people call it."""
        return next((side.name for side in (self.here, self.there) if side), self.merge.key)

    @property
    def title(self) -> str:
        """Its words here, else there."""
        return next((side.title for side in (self.here, self.there) if side and side.title), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PullPage:
    """Everything that differs, sorted by who has to do something about it."""

    contents: Contents
    base: str
    theirs: str
    version: str
    taken: Sequence[str]
    clashes: Sequence[PulledThing]
    theirs_only: Sequence[PulledThing]
    ours_only: Sequence[PulledThing]
    questions: Sequence[Question]


def later_versions(*, framework_id: int) -> list[str]:
    """The catalogue's other versions of the series that this one comes from. One query. Raises DoesNotExist."""
    framework = Framework.objects.defer("settings").get(pk=framework_id)
    if not framework.upstream_version:
        return []
    versions = [one.version for one in catalogue() if one.id == framework.upstream]
    known = versions.index(framework.upstream_version) if framework.upstream_version in versions else len(versions)
    return versions[known + 1 :]


def three_versions(*, framework_id: int, version: str) -> Three:
    """The three to be brought together. Three queries. Raises NothingToPull, Framework.DoesNotExist."""
    framework = Framework.objects.get(pk=framework_id)
    series = {one.version: one for one in catalogue() if one.id == framework.upstream}
    base, theirs = series.get(framework.upstream_version), series.get(version)
    if base is None or theirs is None or base is theirs:
        raise NothingToPull
    contents = contents_in(framework)
    return Three(framework=framework, contents=contents, base=base, ours=definition_in(contents), theirs=theirs)


def merged(three: Three, choices: Choices) -> Merge:
    """The outcome with these choices. No query. Raises CannotWrite."""
    ours = outline(three.contents.content)
    base, theirs = (_as_ours(outline(content_of(one)), ours) for one in (three.base, three.theirs))
    return merge(base=base, ours=ours, theirs=theirs, choices=choices)


def outcome(three: Three, merge_: Merge) -> tuple[FrameworkDefinition, list[DefinitionProblem]]:
    """The definition that a merge makes, and the problems that it brings and our version did not have."""
    definition, problems = assembled(merge_.result)
    _ours, known = assembled(outline(three.contents.content))
    reasons = {problem.reason for problem in known}
    return definition, [problem for problem in problems if problem.reason not in reasons]


def pull_page(*, three: Three, choices: Choices) -> PullPage:
    """What differs, and what is asked. One query."""
    found = merged(three, choices)
    numbers = {question.id: number for number, question in enumerate(found.questions)}
    things = [_thing(one, three, numbers) for one in found.things]
    series = Framework.objects.filter(upstream=three.framework.upstream)
    taken = sorted(series.values_list("version", flat=True))
    return PullPage(
        contents=three.contents,
        base=three.base.version,
        theirs=three.theirs.version,
        version=next_version(three.theirs.version, taken=taken),
        taken=taken,
        clashes=[one for one in things if one.merge.needs_a_person],
        theirs_only=[one for one in things if one.asked and not one.merge.needs_a_person],
        ours_only=[one for one in things if not one.asked and _is_of_people(one.merge)],
        questions=found.questions,
    )


def _is_of_people(one: ThingMerge) -> bool:
    """Whether it differs by somebody's doing, and not by both having done the same."""
    return one.ours != one.theirs or one.fate in {Fate.ADDED_HERE, Fate.REMOVED_HERE}


def _as_ours(one: Outline, ours: Outline) -> Outline:
    """With the version's own name as ours, which is never brought together."""
    own: Mapping[str, Thing] = {name: ours[HEAD.name][name] for name in OF_ITS_OWN}
    return {**one, HEAD.name: {**one[HEAD.name], **own}}


def _thing(one: ThingMerge, three: Three, numbers: Mapping[str, int]) -> PulledThing:
    table = _BY_NAME[one.sheet]
    base, ours, theirs = three.base.setting_model, three.ours.setting_model, three.theirs.setting_model
    return PulledThing(
        merge=one,
        here=thing_change(table, one.key, (one.base, one.ours), (base, ours)),
        there=thing_change(table, one.key, (one.base, one.theirs), (base, theirs)),
        asked=[
            Asked(
                number=numbers[question.id],
                question=question,
                here=_pieces(question.base, question.ours),
                there=_pieces(question.base, question.theirs),
            )
            for question in one.questions
        ],
    )


def _pieces(before: object, after: object) -> Sequence[Piece]:
    return word_changes(said(before), said(after))


def said(part: object) -> str:
    """A part in words: its text, or its names with semicolons between them."""
    if isinstance(part, tuple):
        return "; ".join(filter(None, map(said, part)))
    if isinstance(part, bool):
        return "yes" if part else "no"
    return "" if part is None else str(part)
