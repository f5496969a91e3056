"""Which school came before which. No query."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from schools.links.models import SchoolLink
from schools.links.types import Step

Direction = SchoolLink.Direction
Towards = Callable[[Step], int]


def direction_of(kind: str) -> str:
    """What a type of link says of time. Unknown types are links of another sort: nothing is carried along them.

    “Predecessor”, “Successor” and the same with “- merged”, “- amalgamated”, “- Split School” (GIAS, links file).
    """
    word = kind.strip().casefold()
    if word.startswith("predecessor"):
        return Direction.BEFORE
    return Direction.AFTER if word.startswith("successor") else Direction.BESIDE


def steps_of(links: Iterable[SchoolLink], *, names: Callable[[int], str | None], today: date) -> list[Step]:
    """Every step that has happened by today, told once though the file tells it from both sides.

    names: what we call a school ourselves, "" where we do not know it: then the file's name is used.
    """
    found: dict[tuple[int, int], Step] = {}
    for link in sorted(links, key=lambda row: (row.direction != Direction.BEFORE, row.pk or 0)):
        if link.direction == Direction.BESIDE or (link.established_on and link.established_on > today):
            continue
        is_before = link.direction == Direction.BEFORE
        earlier, later = (link.link_urn, link.urn) if is_before else (link.urn, link.link_urn)
        step = Step(
            earlier=earlier,
            later=later,
            earlier_name=(link.link_name if is_before else "") or names(earlier) or f"URN {earlier}",
            later_name=("" if is_before else link.link_name) or names(later) or f"URN {later}",
            kind=link.link_type,
            on=link.established_on,
        )
        found.setdefault((earlier, later), step)
    return sorted(found.values(), key=lambda step: (step.on or date.min, step.earlier, step.later))


def before(steps: Iterable[Step], urn: int) -> list[Step]:
    """The steps that led to a school, nearest first; each school once, however the links run round."""
    return _walk(list(steps), urn, here=lambda step: step.later, there=lambda step: step.earlier)


def after(steps: Iterable[Step], urn: int) -> list[Step]:
    """The steps that lead away from a school, nearest first."""
    return _walk(list(steps), urn, here=lambda step: step.earlier, there=lambda step: step.later)


def _walk(steps: Sequence[Step], urn: int, *, here: Towards, there: Towards) -> list[Step]:
    by_end: dict[int, list[Step]] = {}
    for step in steps:
        by_end.setdefault(here(step), []).append(step)
    seen, found, now = {urn}, [], [urn]
    while now:
        going = [step for at in now for step in by_end.get(at, ())]
        now = []
        for step in going:
            if there(step) not in seen:
                seen.add(there(step))
                found.append(step)
                now.append(there(step))
    return found
