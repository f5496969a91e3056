"""Finds answers that stand in another section, or in another school's return, nearly word for word.

How. A text is its words, in small letters, and their runs of three (shingles). Runs that the school had from elsewhere
are taken away first: the framework's wording, its trust's central answers, and its own answer to the same indicator in
an earlier year. What is left of fewer than MIN_SHINGLES runs is too short to say anything. Two texts are compared when
they share half of what is left; they count when RapidFuzz finds them ALIKE of 100. Runs that stand in more than
COMMON_FROM other returns come from a common source, such as a model policy, and are taken away as well.

Nothing here knows a database or says who wrote a text first. Runs of words as the unit of likeness: A. Broder, “On the
resemblance and containment of documents” (1997).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

RUN = 3
MIN_SHINGLES = 12
SHARED = 0.5
ALIKE = 85
COMMON_FROM = 3
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One answer's text. code, section: of its indicator; audit_id: of its return; earlier: own words of before."""

    audit_id: int
    code: str
    section: str
    text: str
    earlier: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Its words in small letters, with single spaces."""
        return " ".join(words_of(self.text))

    @property
    def shingles(self) -> frozenset[Shingle]:
        """Its runs of three words, without those of earlier years. Made anew each time: a cycle has 40,000 texts."""
        return shingles_of(self.text) - frozenset[Shingle]().union(*map(shingles_of, self.earlier))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages that are nearly the same. alike: ALIKE to 100."""

    own: Passage
    other: Passage
    alike: int


def words_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return WORD.findall(text.casefold().replace("’", "'"))


def shingles_of(text: str) -> frozenset[Shingle]:
    """All runs of three words."""
    words = words_of(text)
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


@dataclass(frozen=True, slots=True)
class Touched:
    """A passage of another return that shares runs of words with ours. size: of all its runs."""

    passage: Passage
    size: int
    shared: frozenset[Shingle]


def near_duplicates(
    own: Sequence[Passage], others: Iterable[Passage], *, known: frozenset[Shingle] = frozenset()
) -> list[Pair]:
    """Pairs across sections of one return, and with other returns. known: runs of words that belong to nobody.

    Across sections a pair stands once; with each other return an answer stands once, beside its likest.
    """
    ours = {one: one.shingles - known for one in own}
    touched = list(_touched(frozenset[Shingle]().union(*ours.values()), others, known))
    common = _common(touched)
    fresh = {one: left - common for one, left in ours.items() if len(left - common) >= MIN_SHINGLES}
    inside = [
        Pair(one, two, alike)
        for one, two in combinations(sorted(fresh, key=lambda one: one.code), 2)
        if one.section != two.section and _share_enough(fresh[one], fresh[two]) and (alike := likeness(one, two))
    ]
    return [*inside, *_elsewhere(fresh, touched, common)]


def _touched(ours: frozenset[Shingle], others: Iterable[Passage], known: frozenset[Shingle]) -> Iterator[Touched]:
    """Other passages that share anything; of their runs only those are held that we have too."""
    for other in others:
        left = other.shingles - known
        if shared := left & ours:
            yield Touched(other, len(left), shared)


def _common(touched: Iterable[Touched]) -> frozenset[Shingle]:
    """Runs that stand in more than COMMON_FROM other returns."""
    returns: defaultdict[Shingle, set[int]] = defaultdict(set)
    for one in touched:
        for shingle in one.shared:
            returns[shingle].add(one.passage.audit_id)
    return frozenset(shingle for shingle, found in returns.items() if len(found) > COMMON_FROM)


def _elsewhere(
    fresh: Mapping[Passage, frozenset[Shingle]], touched: Iterable[Touched], common: frozenset[Shingle]
) -> list[Pair]:
    """The likest passage of each other return, for each own one."""
    holders: defaultdict[Shingle, list[Passage]] = defaultdict(list)
    for one, left in fresh.items():
        for shingle in left:
            holders[shingle].append(one)
    found: dict[tuple[str, int], Pair] = {}
    for other in touched:
        rare = other.shared - common
        size = other.size - len(other.shared) + len(rare)
        shared = Counter(one for shingle in rare for one in holders[shingle]) if size >= MIN_SHINGLES else Counter()
        for one, number in shared.items():
            place = (one.code, other.passage.audit_id)
            if number >= SHARED * min(size, len(fresh[one])) and (alike := likeness(one, other.passage)):
                best = found.get(place)
                if best is None or (alike, other.passage.code) > (best.alike, best.other.code):
                    found[place] = Pair(one, other.passage, alike)
    return [pair for _place, pair in sorted(found.items())]


def likeness(one: Passage, two: Passage) -> int:
    """How alike two texts are, ALIKE to 100; 0 for less."""
    return int(fuzz.ratio(one.words, two.words, score_cutoff=ALIKE))


def _share_enough(one: frozenset[Shingle], two: frozenset[Shingle]) -> bool:
    return len(one & two) >= SHARED * min(len(one), len(two))
