"""Reads a framework file: YAML in, frozen values out, and every fault with its place and what to do about it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from audits.frameworks.definition import Document, FrameworkDefinition, SettingModel, SurveyItem, SurveySet
from audits.frameworks.parts import PartReader, refuse_doubles
from audits.frameworks.place import DefinitionProblem, DefinitionRefused, Place, parse
from audits.frameworks.scales import read_applies, read_modes, read_rating_scale, read_setting_model

SCHEMA_VERSION = 1
SHIPPED = Path(__file__).parent / "shipped"
_PARTS = ("framework", "documents", "setting_model", "audiences", "rating_scale", "sections", "surveys")
_KEPT = ("documents", "setting_model", "audiences", "rating_scale", "surveys")
_HEAD = ("id", "version", "title", "subtitle", "jurisdiction", "academic_year", "effective_from", "effective_to")
_HEAD_REST = ("review_due", "status", "supersedes", "modes", "tier_meaning", "version_rules")
_HEAD_KEPT = ("jurisdiction", "effective_from", "effective_to", "review_due", "status", "supersedes", "version_rules")
_LONGEST = {"id": 80, "version": 20, "title": 160, "subtitle": 240, "academic_year": 7}  # as the tables hold them


def shipped_frameworks() -> list[Path]:
    """The framework files that come with the product, oldest version first."""
    return sorted(SHIPPED.glob("*.yaml"))


def catalogue_files(folder: str) -> list[Path]:
    """The shipped files and those of the operator's folder ("" for none), by name: later versions stand later."""
    added = Path(folder).glob("*.yaml") if folder else ()
    return sorted([*shipped_frameworks(), *added], key=lambda path: path.name)


def load_framework(path: Path) -> FrameworkDefinition:
    """The framework in a UTF-8 file. Raises DefinitionRefused, OSError."""
    return read_framework(decoded(path.read_bytes()))


def decoded(content: bytes) -> str:
    """The text of a YAML file; some editors put a mark before UTF-8. Raises DefinitionRefused."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = DefinitionProblem("the file", "It is not UTF-8 text.", "Save it as UTF-8.")
        raise DefinitionRefused([problem]) from error


def read_framework(text: str) -> FrameworkDefinition:
    """The framework that a YAML text defines. Raises DefinitionRefused with every problem found."""
    problems: list[DefinitionProblem] = []
    definition = read_values(Place(parse(text), (), problems), sha256=hashlib.sha256(text.encode()).hexdigest())
    if problems:
        raise DefinitionRefused(problems)
    return definition


def read_values(root: Place, *, sha256: str) -> FrameworkDefinition:
    """The framework that a file's values define, whatever kind of file it was. Problems go where `root` takes them."""
    root.keys("schema_version", *_PARTS)
    if root["schema_version"].number() != SCHEMA_VERSION and "schema_version" in root:
        root["schema_version"].refuse("This layout is not known.", f"Write schema_version: {SCHEMA_VERSION}.")
    return _framework(root, sha256)


def _framework(root: Place, sha256: str) -> FrameworkDefinition:
    head = root["framework"]
    head.keys(*_HEAD, *_HEAD_REST)
    for rule in head["version_rules"].items("version_rules"):
        rule.text()
    tiers = {tier: meaning.text() for tier, meaning in head["tier_meaning"].entries()}
    documents = {key: _document(key, place) for key, place in root["documents"].entries()}
    model = read_setting_model(root["setting_model"])
    audiences = {key: meaning.text() for key, meaning in root["audiences"].entries()}
    sections = PartReader(tuple(documents), model, tuple(audiences), tuple(tiers)).sections(root["sections"])
    codes = {indicator.code for section in sections for indicator in section.indicators}
    return FrameworkDefinition(
        **{key: head[key].text(most=_LONGEST.get(key)) for key in _HEAD[:6]},
        effective_from=head["effective_from"].day(),
        effective_to=head["effective_to"].day(),
        modes=read_modes(head["modes"], tiers),
        documents=documents,
        setting_model=model,
        audiences=audiences,
        rating_scale=read_rating_scale(root["rating_scale"], tiers),
        sections=sections,
        surveys=_surveys(root["surveys"], model, codes),
        settings=_settings(root),
        sha256=sha256,
    )


def _document(key: str, place: Place) -> Document:
    place.keys("title", optional=["note", "in_force", "published"])
    return Document(
        key,
        place["title"].text(),
        place["note"].text(),
        in_force=place["in_force"].day() if "in_force" in place else None,
        published=place["published"].day() if "published" in place else None,
    )


def _surveys(place: Place, model: SettingModel, codes: Iterable[str]) -> tuple[SurveySet, ...]:
    place.keys("common_rules", "scales", "sets")
    scales = dict(place["scales"].entries())
    for scale in scales.values():
        scale.keys("labels", "values", optional=["extra", "display"])
    known = frozenset(codes)
    places = list(place["sets"].items("survey", by="id"))
    refuse_doubles(places, "survey", by="id")
    items = (item for survey in places for item in survey["items"].items("item", by="code"))
    sets = tuple(_survey(survey, model, scales, known) for survey in places)
    refuse_doubles(items, "survey item")
    return sets


def _survey(place: Place, model: SettingModel, scales: Mapping[str, Place], codes: frozenset[str]) -> SurveySet:
    place.keys("id", "title", "applies", "scale", "mode", "items")
    return SurveySet(
        place["id"].text(),
        place["title"].text(),
        read_applies(place["applies"], model),
        place["scale"].one_of(scales, "scale"),
        place["mode"].text(),
        tuple(_survey_item(item, codes) for item in place["items"].items("item", by="code")),
    )


def _survey_item(place: Place, codes: frozenset[str]) -> SurveyItem:
    place.keys("code", "text", "indicators", optional=["optional_if"])
    return SurveyItem(
        place["code"].text(),
        place["text"].text(),
        place["indicators"].some_of(codes, "indicator"),
        place["optional_if"].text(),
    )


def _settings(root: Place) -> dict[str, Any]:
    kept = {key: _as_json(root[key].value) for key in _KEPT}
    head = root["framework"]
    kept |= {key: _as_json(head[key].value) for key in ("modes", "tier_meaning")}
    return kept | {"head": {key: _as_json(head[key].value) for key in _HEAD_KEPT}}


def _as_json(value: object) -> Any:  # noqa: ANN401, JSON has no narrower name
    if isinstance(value, Mapping):
        return {str(key): _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
