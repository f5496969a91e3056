"""Reads sections and indicators, of a file or of the editor, against the names that the framework defines."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from audits.frameworks.definition import IndicatorDefinition, SectionDefinition, SettingModel
from audits.frameworks.place import DefinitionProblem, Place
from audits.frameworks.scales import read_applies, read_setting_model

INDICATOR_KEYS = ("code", "tier", "text", "evidence", "refs", "applies", "audience")
INDICATOR_OPTIONAL = ("critical", "allow_na", "why", "looks_like", "replaces")
LONGEST_SECTION_CODE = 4
LONGEST_CODE = 8


class PartReader:
    """The rules for sections and indicators, in one place.

    documents, audiences, tiers: the keys that may be named. section_codes: of the whole framework; sections() finds
    them itself.
    """

    def __init__(
        self,
        documents: Collection[str],
        model: SettingModel,
        audiences: Collection[str],
        tiers: Collection[str],
        section_codes: Collection[str] = (),
    ) -> None:
        self._documents = documents
        self._model = model
        self._audiences = audiences
        self._tiers = tiers
        self._section_codes = tuple(section_codes)

    @classmethod
    def of_settings(cls, settings: Mapping[str, Any], section_codes: Collection[str]) -> "PartReader":
        """The rules of a framework that is kept in tables. What is wrong with its settings is not told here."""
        model = read_setting_model(Place(settings["setting_model"], (), []))
        return cls(settings["documents"], model, settings["audiences"], settings["tier_meaning"], section_codes)

    def sections(self, place: Place) -> tuple[SectionDefinition, ...]:
        """All sections with their indicators, in the order of the file."""
        found: list[SectionDefinition] = []
        sections = list(place.items("section", by="code"))
        self._section_codes = tuple(code for one in sections if isinstance(code := one["code"].value, str) and code)
        made_at: list[tuple[IndicatorDefinition, Place]] = []
        for number, section in enumerate(sections, start=1):
            made = self.section(section, position=number)
            before = len(made_at)
            for indicator in section["indicators"].items("indicator", by="code"):
                one = self.indicator(indicator, section_code=made.code, position=len(made_at) + 1)
                made_at.append((one, indicator))
            indicators = tuple(one for one, _place in made_at[before:])
            found.append(SectionDefinition(made.code, made.title, made.why, number, indicators))
        refuse_doubles(sections, "section")
        refuse_doubles((where for _one, where in made_at), "indicator")
        codes = {one.code for one, _place in made_at}
        for one, where in made_at:
            if one.replaces in codes:
                where["replaces"].refuse(
                    f"{one.code} replaces {one.replaces}, which is there too.",
                    "Remove the one that is replaced, or say nothing here.",
                )
        return tuple(found)

    def section(self, place: Place, *, position: int) -> SectionDefinition:
        """A section's own words, without its indicators."""
        place.keys("code", "title", "why", "indicators")
        code = place["code"].text(most=LONGEST_SECTION_CODE)
        return SectionDefinition(code, place["title"].text(most=160), place["why"].text(most=300), position, ())

    def indicator(self, place: Place, *, section_code: str, position: int) -> IndicatorDefinition:
        """One indicator. Its code begins with a section's code: of the one it was made in, for codes are permanent."""
        place.keys(*INDICATOR_KEYS, optional=INDICATOR_OPTIONAL)
        code = place["code"].text(most=LONGEST_CODE)
        if code and not code.startswith((section_code, *self._section_codes)):
            place["code"].refuse(f"The code does not begin with {section_code}.", "Give it the code of its section.")
        return IndicatorDefinition(
            code=code,
            section_code=section_code,
            position=position,
            tier=place["tier"].one_of(self._tiers, "tier"),
            text=place["text"].text(),
            evidence=place["evidence"].text(),
            references=tuple(self._reference(reference) for reference in place["refs"].items("reference")),
            applies=read_applies(place["applies"], self._model),
            audience=place["audience"].some_of(self._audiences, "audience"),
            is_critical=place["critical"].flag(),
            allow_na=place["allow_na"].flag(),
            why=place["why"].text(),
            looks_like=place["looks_like"].text(),
            replaces=place["replaces"].text(most=LONGEST_CODE),
        )

    def _reference(self, place: Place) -> str:
        """A document's key, then perhaps a part or paragraph: "KCSIE26 Part 2"."""
        reference = place.text(most=80)
        key = reference.split(" ", 1)[0]
        if reference and key not in self._documents:
            place.refuse(f"There is no document {key}.", "Add it to documents, or begin with the key of one there.")
        return reference


def problems_of_indicator(entry: Mapping[str, Any], reader: PartReader, section_code: str) -> list[DefinitionProblem]:
    """What is wrong with one indicator, written as in a file: what the editor asks before it keeps one."""
    problems: list[DefinitionProblem] = []
    reader.indicator(Place(entry, (), problems), section_code=section_code, position=1)
    return problems


def problems_of_section(entry: Mapping[str, Any], reader: PartReader) -> list[DefinitionProblem]:
    """What is wrong with one section's own words, written as in a file."""
    problems: list[DefinitionProblem] = []
    reader.section(Place({"indicators": [], **entry}, (), problems), position=1)
    return problems


def refuse_doubles(places: Iterable[Place], what: str, *, by: str = "code") -> None:
    """Note each of these that has the code of one before it. by: the key of the code."""
    seen: set[str] = set()
    for place in places:
        code = place[by].value
        if isinstance(code, str) and code.strip() in seen:
            place[by].refuse(f"The {what} {code.strip()} is there twice.", "Give one of them another code.")
        seen |= {code.strip()} if isinstance(code, str) else set()
