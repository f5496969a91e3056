"""Dividing schools into groups. Pure: no database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from schools.register.models import School

MOST = 12
OTHERS = "Other schools"
NO_TRUST = "Schools without a trust"


def divided(schools: Sequence[School], *, by: str, number: int) -> list[tuple[str, list[int]]]:
    """(name of the group, ids of its schools): by phase, authority or trust, or in `number` parts by name.

    Every school is in one group. Of more than twelve groups the smallest become one of other schools. by: a key of
    models of Division; number counts for "size" only.
    """
    if by == "size":
        return _parts(schools, number)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for school in schools:
        found[_key(school, by)].append(school.pk)
    return _few(found.items())


def _key(school: School, by: str) -> str:
    if by == "authority":
        return school.la_name
    if by == "trust":
        return school.trust_name.split("~")[0] or NO_TRUST
    return school.kind


def _few(groups: Iterable[tuple[str, list[int]]]) -> list[tuple[str, list[int]]]:
    """By name, at most twelve, the rest together at the end."""
    by_size = sorted(groups, key=lambda group: (-len(group[1]), group[0]))
    if len(by_size) <= MOST:
        return sorted((name[:60], ids) for name, ids in by_size)
    kept = sorted((name[:60], ids) for name, ids in by_size[: MOST - 1])
    return [*kept, (OTHERS, [key for _name, ids in by_size[MOST - 1 :] for key in ids])]


def _parts(schools: Sequence[School], number: int) -> list[tuple[str, list[int]]]:
    """Of about the same size, in the order of the names: "Group 1: A to F"."""
    ordered = sorted(schools, key=lambda school: (school.name.lower(), school.pk))
    size, rest = divmod(len(ordered), number)
    parts, start = [], 0
    for place in range(number):
        end = start + size + (place < rest)
        parts.append(ordered[start:end])
        start = end
    return [(_named(place, part), [school.pk for school in part]) for place, part in enumerate(parts, 1)]


def _named(place: int, part: Sequence[School]) -> str:
    if not part:
        return f"Group {place}"
    first, last = part[0].name[:1].upper(), part[-1].name[:1].upper()
    return f"Group {place}: {first}" if first == last else f"Group {place}: {first} to {last}"
