"""What changed from one version of a framework to another, thing by thing, in words. No query."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from audits.frameworks.comparison.applying import applies_change, as_applies
from audits.frameworks.comparison.outline import ASKED_OF, ROWS, Part, Thing, Things, outline
from audits.frameworks.comparison.summary import summary_of
from audits.frameworks.comparison.types import ADDED, CHANGED, REMOVED, ChangeGroup, Comparison, TextChange, ThingChange
from audits.frameworks.comparison.wording import word_changes
from audits.frameworks.definition import FrameworkDefinition, SettingModel
from audits.frameworks.sheets.layout import INDICATORS, TABLES
from audits.frameworks.sheets.table import Shape, Table
from audits.frameworks.writing import content_of

_TITLES = ("Indicator", "Title", "Statement", "Words", "Value")  # the part that names a thing to people, if it has one
_OPTIONAL_MARKS = {
    ("Critical", True): "Now critical.",
    ("Critical", False): "No longer critical.",
    ("May not apply", True): "Schools may now say that it does not apply.",
    ("May not apply", False): "Schools can no longer say that it does not apply.",
}
Models = tuple[SettingModel, SettingModel]


def compare(before: FrameworkDefinition, after: FrameworkDefinition) -> Comparison:
    """Everything that differs, in the order of the newer version. Raises CannotWrite for what has no words."""
    old, new = outline(content_of(before)), outline(content_of(after))
    models = (before.setting_model, after.setting_model)
    changes = {table.name: list(_changes(table, old[table.name], new[table.name], models)) for table in TABLES}
    indicators = changes.pop(INDICATORS.name)
    titles = {section.code: section.title for section in (*before.sections, *after.sections)}
    return Comparison(
        before=f"{before.title} {before.version}",
        after=f"{after.title} {after.version}",
        summary=summary_of(indicators, changes),
        indicators=[
            ChangeGroup(f"{code}: {title}", found)
            for code, title in titles.items()
            if (found := [change for change in indicators if change.section == code])
        ],
        others=[ChangeGroup(name, found) for name, found in changes.items() if found],
    )


def thing_change(
    table: Table, key: str, sides: tuple[Thing | None, Thing | None], models: Models, moves: Sequence[str] = ()
) -> ThingChange | None:
    """What became of one thing; None where it is the same. sides: older and newer, None where it is not there."""
    old, new = sides
    if new is None:
        return _whole(REMOVED, table, key, old, models[0]) if old is not None else None
    if old is None:
        return _whole(ADDED, table, key, new, models[1])
    notes, texts = [*moves, *_notes(old, new, models)], [*_texts(old, new)]
    if not notes and not texts:
        return None
    return ThingChange(CHANGED, table.name, _name(table, key), _title(new), _section(new), notes, texts)


def _changes(table: Table, old: Things, new: Things, models: Models) -> Iterator[ThingChange]:
    moves = _moved(table, old, new)
    for key in dict.fromkeys((*new, *old)):
        found = thing_change(table, key, (old.get(key), new.get(key)), models, moves.get(key, ()))
        if found is not None:
            yield found


def _whole(kind: str, table: Table, key: str, thing: Thing, model: SettingModel) -> ThingChange:
    """Something that came or went, with all it says."""
    notes = []
    if thing.get("Replaces"):
        notes.append(f"It takes over from {thing['Replaces']} with a changed meaning, so trends begin anew.")
    if kind == ADDED and ASKED_OF in thing:
        notes += [*applies_change("all", as_applies(thing[ASKED_OF]), (model, model))]
        notes = [note.replace("No longer asked of every school, but only where", "Asked only where") for note in notes]
    notes += [said for part in ("Tier", "Critical") if (said := _mark(part, thing.get(part)))]
    return ThingChange(kind, table.name, _name(table, key), _title(thing), _section(thing), notes)


def _mark(part: str, value: Part) -> str:
    if part == "Critical":
        return "Critical." if value is True else ""
    return f"{str(value).capitalize()}." if value else ""


def _notes(old: Thing, new: Thing, models: Models) -> Iterator[str]:
    for part, value in new.items():
        was = old.get(part)
        if part == ASKED_OF:
            yield from applies_change(as_applies(was), as_applies(value), models)
        elif was == value or _is_text(was, value):
            continue
        elif part == ROWS:
            yield from _row_notes(was, value)
        elif isinstance(value, bool) or isinstance(was, bool):
            yield from _flag_note(part, was=bool(was), now=bool(value))
        else:
            yield from _value_notes(part, was, value)


def _flag_note(part: str, *, was: bool, now: bool) -> Iterator[str]:
    if was != now:
        yield _OPTIONAL_MARKS.get((part, now), f"{part}: now {'yes' if now else 'no'}.")


def _value_notes(part: str, was: Part, value: Part) -> Iterator[str]:
    if isinstance(was, tuple) or isinstance(value, tuple):
        old, new = _names(was), _names(value)
        came, went = [name for name in new if name not in old], [name for name in old if name not in new]
        if came:
            yield f"{part}: now also {'; '.join(came)}."
        if went:
            yield f"{part}: no longer {'; '.join(went)}."
        if not came and not went:
            yield f"{part}: in another order."
    elif part == "Section":
        yield f"Moved from section {was} to {value}."
    else:
        yield f"{part}: now {_said(value)}, before {_said(was)}."


def _names(part: Part) -> Sequence[str]:
    return [str(one) for one in part] if isinstance(part, tuple) else []


def _said(value: Part) -> str:
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return "blank" if value is None else str(value)


def _row_notes(was: Part, value: Part) -> Iterator[str]:
    """Rows that only make sense together: which came and which went."""
    old, new = _row_words(was), _row_words(value)
    yield from (f"New: {row}" for row in new if row not in old)
    yield from (f"Gone: {row}" for row in old if row not in new)
    if sorted(old) == sorted(new):
        yield "In another order."


def _row_words(part: Part) -> list[str]:
    rows = part if isinstance(part, tuple) else ()
    return [", ".join(_cell_words(cell) for cell in row if cell is not None) for row in rows]


def _cell_words(cell: object) -> str:
    return "; ".join(map(str, cell)) if isinstance(cell, tuple) else str(cell)


def _is_text(*values: Part) -> bool:
    """Whether a part is prose: text on both sides, or on one where the other is blank, of more than one word."""
    texts = [value for value in values if value is not None]
    return bool(texts) and all(isinstance(value, str) for value in texts) and any(" " in str(value) for value in texts)


def _texts(old: Thing, new: Thing) -> Iterator[TextChange]:
    for part, value in new.items():
        was = old.get(part)
        if was != value and _is_text(was, value):
            before, after = str(was or ""), str(value or "")
            yield TextChange(part, before, after, word_changes(before, after))


def _moved(table: Table, old: Things, new: Things) -> Mapping[str, list[str]]:
    """Things that stand elsewhere among those that both versions have, in the same section.

    Mappings have no order: tables do not keep that of their keys.
    """
    if table.shape not in {Shape.LISTED, Shape.INNER} or not (set(old) & set(new)):
        return {}
    there = [key for key in new if key in old and _section(old[key]) == _section(new[key])]
    standing = longest_rising([list(old).index(key) for key in there])
    order = list(old)
    still = {order[index] for index in standing}
    found = {}
    for place, key in enumerate(there):
        if key not in still:
            found[key] = [f"Now stands after {_name(table, there[place - 1])}." if place else "Now stands first."]
    return found


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """The longest rising run of numbers, gaps allowed: what did not move while the rest was moved around it."""
    best: list[list[int]] = []
    for number in numbers:
        runs = [run for run in best if run[-1] < number]
        best.append([*max(runs, key=len, default=[]), number])
    return max(best, key=len, default=[])


def _section(thing: Thing) -> str:
    return str(thing.get("Section") or "")


def _name(table: Table, key: str) -> str:
    return key or table.name


def _title(thing: Thing) -> str:
    return next((str(thing[part]) for part in _TITLES if isinstance(thing.get(part), str)), "")
