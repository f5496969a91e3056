"""Reads the parts of a framework that are kept whole beside it: setting model, rating scale and modes."""

from collections.abc import Mapping
from operator import itemgetter

from audits.frameworks.definition import (
    Applies,
    Condition,
    GiasRule,
    LevelDefinition,
    Mode,
    RatingScale,
    SettingModel,
    SpecialLevel,
    StrengthDefinition,
)
from audits.frameworks.place import DefinitionProblem, DefinitionRefused, Place

NUMERIC = ("lt", "lte", "gt", "gte")
RULES = ("impact-needs-proof", "secure-needs-document", "low-needs-action")  # what scoring.py carries out
LIMITS = ("critical-0", "critical-1", "open-harm")
APART = ("levels_apart", "critical_levels_apart")  # of moderation; without them audits/moderation/rules.py has defaults
SPECIAL = ("not_checked", "not_applicable")


def setting_model_of(settings: Mapping[str, object]) -> SettingModel:
    """The setting model from a framework's kept settings. Raises DefinitionRefused."""
    problems: list[DefinitionProblem] = []
    model = read_setting_model(Place(settings, (), problems)["setting_model"])
    if problems:
        raise DefinitionRefused(problems)
    return model


def modes_of(settings: Mapping[str, object]) -> dict[str, Mode]:
    """The modes, by key, from a framework's kept settings. Raises DefinitionRefused."""
    problems: list[DefinitionProblem] = []
    place = Place(settings, (), problems)
    modes = read_modes(place["modes"], dict(place["tier_meaning"].entries()))
    if problems:
        raise DefinitionRefused(problems)
    return modes


def rating_scale_of(settings: Mapping[str, object]) -> RatingScale:
    """The rating scale from a framework's kept settings. Raises DefinitionRefused."""
    problems: list[DefinitionProblem] = []
    place = Place(settings, (), problems)
    scale = read_rating_scale(place["rating_scale"], dict(place["tier_meaning"].entries()))
    if problems:
        raise DefinitionRefused(problems)
    return scale


def read_modes(place: Place, tiers: Mapping[str, object]) -> dict[str, Mode]:
    """The kinds of cycle, by key."""
    modes = {}
    for key, mode in place.entries():
        mode.keys("label", "tiers", optional=["choose_sections"])
        chooses = mode["choose_sections"].flag()
        modes[key] = Mode(key, mode["label"].text(), mode["tiers"].some_of(tiers, "tier"), chooses)
    return modes


def read_applies(place: Place, model: SettingModel) -> Applies:
    """The schools that something applies to, checked against the names that the file defines (applies_grammar)."""
    if isinstance(place.value, str):
        if place.value != "all":
            place.refuse("This is neither all nor an object.", "Write all, or keys such as features_any: [ks2].")
        return "all"
    feature_keys = ("features_any", "features_all", "not_features")
    place.keys(optional=["governance", *feature_keys])
    if place.value == {}:
        place.refuse("The object is blank.", "Write all, or keys such as features_any: [ks2].")
    known: dict[str, tuple[Mapping[str, str], str]] = {"governance": (model.governance, "governance")}
    known |= dict.fromkeys(feature_keys, (model.features, "feature"))
    return {key: list(place[key].some_of(*names)) for key, names in known.items() if key in place}


def read_setting_model(place: Place) -> SettingModel:
    """The kinds of school and the rules that tell them apart by GIAS columns."""
    place.keys("governance", "features", "gias_rules", "rule_notes", "confirm_by_school", "applies_grammar")
    governance = {key: value.text() for key, value in place["governance"].entries()}
    features = {key: value.text() for key, value in place["features"].entries()}
    rules = tuple(_rule(rule, governance, features) for rule in place["gias_rules"].items("gias_rules"))
    for note in place["rule_notes"].items("rule_notes"):
        note.text()
    place["applies_grammar"].text()
    return SettingModel(governance, features, rules, place["confirm_by_school"].some_of(features, "feature"))


def _rule(place: Place, governance: Mapping[str, str], features: Mapping[str, str]) -> GiasRule:
    place.keys("when", optional=["set", "add"])
    if ("set" in place) == ("add" in place):
        place.refuse("A rule either sets the governance or adds features.", "Write set or add, and not both.")
    place["set"].keys("governance")
    found = place["set"]["governance"].one_of(governance, "governance") if "set" in place else None
    # sorted: they are combined with AND, and a JSON column does not keep the order of keys
    conditions = tuple(_condition(*entry) for entry in sorted(place["when"].entries(), key=itemgetter(0)))
    if not conditions and "when" in place:
        place["when"].refuse("The rule has no condition.", "Name a GIAS column and what it must hold.")
    return GiasRule(conditions, found, place["add"].some_of(features, "feature") if "add" in place else ())


def _condition(column: str, place: Place) -> Condition:
    if isinstance(place.value, list):
        return Condition(column, "in", words=tuple(word.text() for word in place.items("value")))
    place.keys(optional=["contains", *NUMERIC])
    names = [key for key, _value in place.entries()]
    if len(names) != 1:
        place.refuse(
            "A condition holds one comparison.", "Write a list of values, or one of contains, lt, lte, gt, gte."
        )
        return Condition(column, "in")
    if names == ["contains"]:
        return Condition(column, "contains", words=(place["contains"].text(),))
    return Condition(column, names[0], number=place[names[0]].number() if names[0] in NUMERIC else 0)


def read_rating_scale(place: Place, tiers: Mapping[str, object]) -> RatingScale:
    """Levels, strengths and the words of the rules. The rules themselves are the product's: their ids are fixed."""
    place.keys(
        *("note", "levels", "special", "evidence_strength", "rules", "limiting", "section_result", "moderation"),
    )
    levels = tuple(_level(level) for level in place["levels"].items("level", by="key"))
    strengths = tuple(_strength(strength) for strength in place["evidence_strength"].items("evidence_strength"))
    for key, found in (("levels", levels), ("evidence_strength", strengths)):
        if [value.value for value in found] != [0, 1, 2, 3]:
            place[key].refuse("The values must be 0, 1, 2 and 3 in this order.", "Its rules name these four.")
    place["section_result"].keys("method", "publish_labels")
    for key in APART:
        if key in place["moderation"] and place["moderation"][key].number() not in {1, 2, 3}:
            place["moderation"][key].refuse(
                "This is not 1, 2 or 3.", "Say from how many levels apart it is talked over."
            )
    return RatingScale(
        levels=levels,
        special=tuple(_special(special, tiers) for special in place["special"].items("special", by="key")),
        strengths=strengths,
        rules=_wording(place["rules"], RULES, "text"),
        limiting=_wording(place["limiting"], LIMITS, "then", "when"),
        publish_labels=_publish_labels(place["section_result"]["publish_labels"]),
    )


def _level(place: Place) -> LevelDefinition:
    place.keys("value", "key", "label", "meaning", "counts_as_met")
    return LevelDefinition(
        place["value"].number(),
        place["key"].text(),
        place["label"].text(),
        place["meaning"].text(),
        place["counts_as_met"].flag(),
    )


def _strength(place: Place) -> StrengthDefinition:
    place.keys("value", "label", "meaning")
    return StrengthDefinition(place["value"].number(), place["label"].text(), place["meaning"].text())


def _special(place: Place, tiers: Mapping[str, object]) -> SpecialLevel:
    place.keys("key", "label", "meaning", optional=["blocks_submission", "requires_reason"])
    return SpecialLevel(
        place["key"].one_of(SPECIAL, "special answer"),
        place["label"].text(),
        place["meaning"].text(),
        place["blocks_submission"].some_of(tiers, "tier"),
        place["requires_reason"].flag(),
    )


def _wording(place: Place, known: tuple[str, ...], text: str, *others: str) -> dict[str, str]:
    """The words of each rule by its id; the portal carries out exactly the rules it knows."""
    words = {}
    for rule in place.items("rule", by="id"):
        rule.keys("id", text, *others)
        words[rule["id"].one_of(known, "rule")] = rule[text].text()
    for missing in sorted(set(known) - set(words)):
        place.refuse(f"The rule {missing} is missing.", "Add it: the portal carries it out, so the file must say it.")
    return words


def _publish_labels(place: Place) -> dict[int, str]:
    if not isinstance(place.value, Mapping):
        place.text()
        return {}
    labels = {int(key): label for key, label in place.value.items() if str(key).isdigit()}
    for level in range(4):
        if not isinstance(labels.get(level), str):
            place.refuse(f"There is no label for the level {level}.", "Add it as text.")
    if unknown := [key for key in place.value if str(key) not in {"0", "1", "2", "3"}]:
        place.refuse(f"There is no level {unknown[0]}.", "Remove its label.")
    return {level: str(labels.get(level, "")) for level in range(4)}
