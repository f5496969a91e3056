"""Brings a local version and the catalogue's next one together, from the version that both began from. No query.

What only one side changed is taken from that side. Where both changed the same part, the local one stands until a
person chooses. So a local change is lost only where somebody says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from audits.frameworks.comparison.outline import Outline, Thing, Things
from audits.frameworks.pulling.deciding import Sides, decide
from audits.frameworks.pulling.naming import Name, names_in_thing
from audits.frameworks.pulling.types import OURS, Choices, Fate, Merge, ThingMerge
from audits.frameworks.sheets.layout import TABLES

STILL_NAMED = "Something that stays still names it."
_BY_NAME = {table.name: table for table in TABLES}
Decided = dict[Name, ThingMerge]


def merge(*, base: Outline, ours: Outline, theirs: Outline, choices: Choices) -> Merge:
    """The two versions in one. choices: by the ids of the questions; what is not chosen gets its default."""
    gone = frozenset((sheet, key) for sheet, things in base.items() for key in things if key not in ours[sheet])
    decided: Decided = {}
    for table in TABLES:
        sides = (base[table.name], ours[table.name], theirs[table.name])
        for key in _all_keys(sides):
            three = Sides(*(side.get(key) for side in sides))
            if not three.is_untouched:
                decided[table.name, key] = decide(table, key, three, choices=choices, gone=gone)
    while still := _named_but_removed(_results(ours, decided), decided, choices):
        for name in still:
            decided[name] = _put_back(decided[name])
    results = _results(ours, decided)
    ordered = {
        sheet: {
            key: things[key] for key in merged_order(list(base[sheet]), list(ours[sheet]), list(theirs[sheet]), things)
        }
        for sheet, things in results.items()
    }
    return Merge(ordered, list(decided.values()))


def merged_order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], there: Iterable[str]) -> list[str]:
    """The keys of the outcome in order: as here where things were moved about here, else as in the catalogue.

    What only the other side has stands after the one it followed there.
    """
    kept = set(there)
    both = set(base) & set(ours)
    was_moved = [key for key in base if key in both] != [key for key in ours if key in both]
    lead, other = (ours, theirs) if was_moved else (theirs, ours)
    order = [key for key in lead if key in kept]
    placed = set(order)
    last = ""
    for key in other:
        if key in kept and key not in placed:
            order.insert(order.index(last) + 1 if last in placed else 0, key)
            placed.add(key)
        last = key if key in placed else last
    return order


def _all_keys(sides: Iterable[Things]) -> list[str]:
    return list(dict.fromkeys(key for side in sides for key in side))


def _results(ours: Outline, decided: Mapping[Name, ThingMerge]) -> dict[str, dict[str, Thing]]:
    results = {sheet: dict(things) for sheet, things in ours.items()}
    for (sheet, key), one in decided.items():
        if one.result is None:
            results[sheet].pop(key, None)
        else:
            results[sheet][key] = one.result
    return results


def _named_but_removed(
    results: Mapping[str, Things], decided: Mapping[Name, ThingMerge], choices: Choices
) -> list[Name]:
    """What the catalogue removed without anybody asking for it, though something that stays names it."""
    removed = {
        name
        for name, one in decided.items()
        if one.fate is Fate.REMOVED_THERE and one.result is None and one.questions[0].id not in choices
    }
    named: set[Name] = set()
    if removed:
        for sheet, things in results.items():
            for key, thing in things.items():
                named |= names_in_thing(_BY_NAME[sheet], key, thing)
    return sorted(removed & named)


def _put_back(one: ThingMerge) -> ThingMerge:
    question = replace(one.questions[0], default=OURS, picked=OURS, because=STILL_NAMED)
    return replace(one, result=one.ours, questions=(question,))
