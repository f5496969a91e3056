"""Which indicators a school is asked: its profile from GIAS columns, and the framework's applies grammar."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from audits.frameworks.definition import Applies, Condition, GiasRule, Mode


@dataclass(frozen=True, slots=True)
class SchoolProfile:
    """What kind of school it is. missing: columns that a rule looked for and the extract does not have, each once."""

    governance: str
    features: frozenset[str]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedsAPerson:
    """GIAS does not tell what kind of school it is: it gets no audit until somebody decides (rule_notes).

    reason: a sentence for that somebody. governances: those that rules found, none or two and more.
    """

    reason: str
    governances: tuple[str, ...]
    features: frozenset[str]
    missing: tuple[str, ...] = ()


class Asked(Protocol):
    """What may be an indicator here: the file's own, or a row of a table."""

    @property
    def section_code(self) -> str: ...
    @property
    def tier(self) -> Any: ...  # noqa: ANN401, a Django field where it is a row
    @property
    def applies(self) -> Any: ...  # noqa: ANN401


Indicator = TypeVar("Indicator", bound=Asked)


def profile_of(row: Mapping[str, str], rules: Iterable[GiasRule]) -> SchoolProfile | NeedsAPerson:
    """What the rules say of a school.

    row: cells by GIAS heading. Text compares without case and trimmed, a cell joined by ~ value by value; a blank,
    missing or non-numeric cell makes a numeric comparison false; rules that set two governances, or none, send the
    school to a person (framework setting_model.rule_notes).
    """
    governances: list[str] = []
    features: set[str] = set()
    missing: dict[str, None] = {}
    for rule in rules:
        missing |= dict.fromkeys(condition.column for condition in rule.conditions if condition.column not in row)
        if not all(_holds(condition, row.get(condition.column, "")) for condition in rule.conditions):
            continue
        features.update(rule.features)
        if rule.governance and rule.governance not in governances:
            governances.append(rule.governance)
    if len(governances) == 1:
        return SchoolProfile(governances[0], frozenset(features), tuple(missing))
    return NeedsAPerson(_reason(row, governances), tuple(governances), frozenset(features), tuple(missing))


def decided(
    found: SchoolProfile | NeedsAPerson, governance: str, known: Collection[str]
) -> SchoolProfile | NeedsAPerson:
    """The profile once somebody has said how the school is governed (schools.kinds).

    Where the register is clear it stands; so does the open question when this framework does not know the governance.
    """
    if isinstance(found, NeedsAPerson) and governance in known:
        return SchoolProfile(governance, found.features, found.missing)
    return found


def with_features(
    profile: SchoolProfile, *, added: Collection[str] = (), removed: Collection[str] = ()
) -> SchoolProfile:
    """The profile once the school has confirmed it. Who may remove a derived feature is not decided here."""
    return SchoolProfile(profile.governance, (profile.features - set(removed)) | set(added), profile.missing)


def applies_to(profile: SchoolProfile, applies: Applies) -> bool:
    """Whether something applies to a school: 'all', or an object whose keys are combined with AND (applies_grammar)."""
    if isinstance(applies, str):
        if applies != "all":
            raise ValueError(f"applies is neither 'all' nor an object: {applies!r}")
        return True
    tests = {
        "governance": lambda names: profile.governance in names,
        "features_any": lambda names: bool(profile.features & set(names)),
        "features_all": lambda names: profile.features >= set(names),
        "not_features": lambda names: not profile.features & set(names),
    }
    return all(tests[key](names) for key, names in applies.items())


def indicators_for(
    *, profile: SchoolProfile, indicators: Iterable[Indicator], mode: Mode, sections: Collection[str] = ()
) -> list[Indicator]:
    """The indicators that a school is asked in a cycle, in the order given.

    sections: codes the partnership picked, in a mode that lets it choose. Raises ValueError where a mode needs a choice
    and there is none, or the other way round.
    """
    if mode.choose_sections != bool(sections):
        raise ValueError("Choose at least one section." if mode.choose_sections else "This mode asks every section.")
    return [
        indicator
        for indicator in indicators
        if indicator.tier in mode.tiers
        and (not sections or indicator.section_code in sections)
        and applies_to(profile, indicator.applies)
    ]


def _holds(condition: Condition, cell: str) -> bool:
    if condition.comparison in {"in", "contains"}:
        values = [_folded(value) for value in cell.split("~")]
        words = [_folded(word) for word in condition.words]
        if condition.comparison == "in":
            return any(value in words for value in values)
        return any(word in value for word in words for value in values)
    text = cell.strip()
    if not (text.isascii() and text.isdigit()):
        return False
    number = int(text)
    return {
        "lt": number < condition.number,
        "lte": number <= condition.number,
        "gt": number > condition.number,
        "gte": number >= condition.number,
    }[condition.comparison]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _reason(row: Mapping[str, str], governances: list[str]) -> str:
    kind = row.get("TypeOfEstablishment (name)", "").strip() or "blank"
    group = row.get("EstablishmentTypeGroup (name)", "").strip() or "blank"
    found = f"its type in GIAS is “{kind}” and its group “{group}”"
    if governances:
        return f"The rules find more than one governance ({', '.join(governances)}): {found}."
    return f"No rule says what governance the school has: {found}."
