"""What becomes of one thing that differs on either side."""

from collections.abc import Collection
from dataclasses import dataclass

from audits.frameworks.comparison.outline import Part, Thing
from audits.frameworks.pulling.naming import Name, names_in_part, names_in_thing
from audits.frameworks.pulling.types import EDIT, OURS, THEIRS, Choice, Choices, Fate, Question, ThingMerge
from audits.frameworks.sheets.table import Table

GONE_HERE = "It names something that was removed here."


@dataclass(frozen=True, slots=True)
class Sides:
    """One thing in the version both began from, here, and in the catalogue's next; None where it is not there."""

    base: Thing | None
    ours: Thing | None
    theirs: Thing | None

    @property
    def is_untouched(self) -> bool:
        """Whether it is the same everywhere."""
        return self.base == self.ours == self.theirs


def decide(table: Table, key: str, sides: Sides, *, choices: Choices, gone: Collection[Name]) -> ThingMerge:
    """The outcome for a thing, with the questions that somebody may answer. gone: what was removed here."""
    if sides.theirs in (sides.base, sides.ours):
        return _made(table, key, _fate_here(sides), sides, result=sides.ours)
    if sides.ours == sides.base or sides.ours is None or sides.theirs is None:
        return _whole(table, key, sides, choices=choices, gone=gone)
    fate = Fate.ADDED_IN_BOTH if sides.base is None else Fate.CHANGED_IN_BOTH
    return _part_by_part(table, key, fate, sides, choices=choices, gone=gone)


def picked(question_id: str, default: str, choices: Choices) -> Choice:
    """What somebody chose, or the default."""
    return choices.get(question_id, Choice(default))


def _whole(table: Table, key: str, sides: Sides, *, choices: Choices, gone: Collection[Name]) -> ThingMerge:
    """Ours or theirs as a whole: only one side changed it, or one side removed what the other changed."""
    fate = _fate_there(sides)
    needs = names_in_thing(table, key, sides.theirs) if sides.theirs is not None else set()
    is_safe = sides.ours == sides.base and not needs & set(gone)
    because = GONE_HERE if sides.ours == sides.base and not is_safe else ""
    question_id = f"{table.name}|{key}"
    default = THEIRS if is_safe else OURS
    pick = THEIRS if picked(question_id, default, choices).pick == THEIRS else OURS
    question = Question(
        question_id, "", default, pick, is_clash=sides.ours != sides.base, because=because,
    )  # fmt: skip
    return _made(table, key, fate, sides, result=sides.theirs if pick == THEIRS else sides.ours, questions=(question,))


def _part_by_part(
    table: Table, key: str, fate: Fate, sides: Sides, *, choices: Choices, gone: Collection[Name]
) -> ThingMerge:
    base, ours, theirs = sides.base or {}, sides.ours or {}, sides.theirs or {}
    result, questions = dict(ours), []
    for part, value in theirs.items():
        was, here = base.get(part), ours.get(part)
        if value == here or (sides.base is not None and value == was):
            continue
        is_clash = here != was or sides.base is None
        needs_gone = bool(names_in_part(table, key, part, value) & set(gone))
        default = OURS if is_clash or needs_gone else THEIRS
        question_id = f"{table.name}|{key}|{part}"
        choice = picked(question_id, default, choices)
        question = Question(
            question_id, part, default, choice.pick, is_clash=is_clash, base=was, ours=here, theirs=value,
            because=GONE_HERE if needs_gone and not is_clash else "",
        )  # fmt: skip
        questions.append(question)
        result[part] = _outcome(question, choice)
    return _made(table, key, fate, sides, result=result, questions=tuple(questions))


def _outcome(question: Question, choice: Choice) -> Part:
    if choice.pick == EDIT and question.may_edit and choice.text.strip():
        return choice.text.strip()
    return question.theirs if choice.pick == THEIRS else question.ours


def _made(
    table: Table, key: str, fate: Fate, sides: Sides, *, result: Thing | None, questions: tuple[Question, ...] = ()
) -> ThingMerge:
    return ThingMerge(table.name, key, fate, sides.base, sides.ours, sides.theirs, result, questions)


def _fate_here(sides: Sides) -> Fate:
    if sides.base is None:
        return Fate.ADDED_HERE
    return Fate.REMOVED_HERE if sides.ours is None else Fate.CHANGED_HERE


def _fate_there(sides: Sides) -> Fate:
    if sides.base is None:
        return Fate.ADDED_THERE
    if sides.theirs is None:
        return Fate.REMOVED_THERE if sides.ours == sides.base else Fate.REMOVED_THERE_CHANGED_HERE
    return Fate.CHANGED_THERE if sides.ours == sides.base else Fate.REMOVED_HERE_CHANGED_THERE
