"""Reads how far readers agree: by reader, by section, by indicator. By name and by code, never by who is best."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from audits.frameworks.models import Indicator
from audits.moderation.agreed import agreed_of
from audits.moderation.agreement import ENOUGH, Kappa, Spread, in_words, kappa_of, spread_of, table_of
from audits.moderation.models import SecondReading, SecondScore
from audits.moderation.policies import oversees
from audits.review.models import Score
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.levels import BY_KEY

HEADINGS = ("Kind", "Who or what", "Returns", "Pairs", "Kappa", "From", "To", "Mean difference", "Standard deviation")


@dataclass(frozen=True, slots=True)
class Met:
    """Two blind levels of one indicator of one return, and the one that counts now."""

    second_id: int
    first_reader: int
    second_reader: int
    section: str
    code: str
    first: int
    second: int
    agreed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """One reader, section or indicator. kappa, spread: None below ENOUGH pairs, or where undefined; words say why."""

    name: str
    returns: int
    pairs: int
    kappa: Kappa | None
    spread: Spread | None
    words: str

    @property
    def leaning(self) -> str:
        """The spread in words."""
        if self.spread is None:
            return ""
        apart, deviation = f"{abs(self.spread.mean):.2f}", f"standard deviation {self.spread.deviation:.2f}"
        if apart == "0.00":
            return f"On average neither higher nor lower; {deviation}"
        return f"On average {apart} levels {'higher' if self.spread.mean > 0 else 'lower'}; {deviation}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPage:
    """What lead and scrutineer see; a reviewer sees one row of readers and nothing else.

    too_few: how many indicators have fewer than ENOUGH pairs. pairs, returns: behind it all.
    """

    returns: int
    pairs: int
    readers: Sequence[AgreementRow]
    sections: Sequence[AgreementRow]
    indicators: Sequence[AgreementRow]
    too_few: int
    is_own: bool
    enough: int = ENOUGH


def calibration_page(*, actor: Actor) -> CalibrationPage:
    """From every second reading that has been agreed. Six queries, whatever their number."""
    met = _met()
    sees_all = oversees(actor)
    people = {person for one in met for person in (one.first_reader, one.second_reader)}
    names = names_of(people)
    shown = people if sees_all else people & {actor.person_id}
    readers = [_reader(names.get(person, GONE), person, met) for person in shown]
    indicators = _by(met, lambda one: one.code) if sees_all else []
    return CalibrationPage(
        returns=len({one.second_id for one in met}) if sees_all else sum(row.returns for row in readers),
        pairs=len(met) if sees_all else sum(row.pairs for row in readers),
        readers=sorted(readers, key=lambda row: row.name.casefold()),
        sections=_by(met, lambda one: one.section) if sees_all else [],
        indicators=[row for row in indicators if row.pairs >= ENOUGH],
        too_few=sum(row.pairs < ENOUGH for row in indicators),
        is_own=not sees_all,
    )


def calibration_lines(*, actor: Actor) -> list[Sequence[object]]:
    """The same as lines of a file, headings first."""
    page = calibration_page(actor=actor)
    kinds = (("Reader", page.readers), ("Section", page.sections), ("Indicator", page.indicators))
    return [HEADINGS, *(_line(kind, row) for kind, rows in kinds for row in rows)]


def _line(kind: str, row: AgreementRow) -> Sequence[object]:
    found = (row.kappa.value, row.kappa.low, row.kappa.high) if row.kappa else (None, None, None)
    figures = ["" if one is None else f"{one:.3f}" for one in found]
    spread = [f"{one:.3f}" for one in (row.spread.mean, row.spread.deviation)] if row.spread else ["", ""]
    return [kind, row.name, row.returns, row.pairs, *figures, *spread]


def _met() -> list[Met]:
    """Every pair of levels from 0 to 3, in the order of the framework. Five queries."""
    rows = SecondReading.objects.filter(state=SecondReading.State.AGREED).select_related("first")
    readings = {row.first_id: row for row in rows}
    by_second = {row.pk: row for row in readings.values()}
    again = {
        (second_id, indicator_id): level
        for second_id, indicator_id, reader_id, level in SecondScore.objects.filter(second__in=by_second).values_list(
            "second_id", "indicator_id", "reader_id", "level"
        )
        if by_second[second_id].reader_id == reader_id
    }
    agreed = agreed_of(readings)
    scores = list(Score.objects.filter(review__in=readings).values_list("review_id", "indicator_id", "level"))
    asked = Indicator.objects.filter(pk__in={indicator_id for _review, indicator_id, _level in scores})
    named = asked.values_list("pk", "position", "section__code", "section__title", "code")
    places = {pk: (place, f"{letters} {title}", code) for pk, place, letters, title, code in named}
    found = []
    for review_id, indicator_id, level in sorted(scores, key=lambda row: places[row[1]][0]):
        second = readings[review_id]
        first, other = _value(level), _value(again.get((second.pk, indicator_id), ""))
        if first is None or other is None or second.reader_id is None:
            continue
        settled = agreed.get((review_id, indicator_id))
        _place, section, code = places[indicator_id]
        found.append(
            Met(
                second.pk, second.first.reviewer_id, second.reader_id, section, code, first, other,
                _value(settled.level) if settled else None,
            )
        )  # fmt: skip
    return found


def _reader(name: str, person: int, met: Iterable[Met]) -> AgreementRow:
    """Both what this person read first and what this person read again."""
    mine = [
        (one, one.first, one.second) if one.first_reader == person else (one, one.second, one.first)
        for one in met
        if person in {one.first_reader, one.second_reader}
    ]
    differences = [own - (other if one.agreed is None else one.agreed) for one, own, other in mine]
    return _row(name, [one for one, *_levels in mine], [(own, other) for _one, own, other in mine], differences)


def _by(met: Sequence[Met], key: Callable[[Met], str]) -> list[AgreementRow]:
    """One row for each key, in the order of the framework; the first reader beside the second."""
    groups: defaultdict[str, list[Met]] = defaultdict(list)
    for one in met:
        groups[key(one)].append(one)
    return [
        _row(name, rows, [(one.first, one.second) for one in rows], [one.first - one.second for one in rows])
        for name, rows in groups.items()
    ]


def _row(name: str, met: Sequence[Met], pairs: Sequence[tuple[int, int]], differences: Sequence[int]) -> AgreementRow:
    is_enough = len(pairs) >= ENOUGH
    kappa = kappa_of(table_of(pairs)) if is_enough else None
    return AgreementRow(
        name=name,
        returns=len({one.second_id for one in met}),
        pairs=len(pairs),
        kappa=kappa,
        spread=spread_of(differences) if is_enough else None,
        words=in_words(len(pairs), kappa),
    )


def _value(level: str) -> int | None:
    return BY_KEY[level].value if level else None
