"""Why a school is asked something, or is not, in words. No query."""

from collections.abc import Collection, Mapping

from audits.frameworks.applicability import SchoolProfile, applies_to
from audits.frameworks.definition import Applies, SettingModel

EVERYBODY = "Every school"


def condition_in_words(applies: Applies, model: SettingModel) -> str:
    """Which schools are asked: "Every school", or what must hold."""
    if isinstance(applies, str):
        return EVERYBODY
    said = {
        "governance": lambda names: _either(names, model.governance),
        "features_any": lambda names: _either(names, model.features),
        "features_all": lambda names: _both(names, model.features),
        "not_features": lambda names: f"not: {_either(names, model.features)}",
    }
    return "; and ".join(said[key](names) for key, names in applies.items())


def why_asked(profile: SchoolProfile, applies: Applies, model: SettingModel) -> str:
    """What makes it apply to this very school."""
    if isinstance(applies, str):
        return EVERYBODY
    has = {"governance": {profile.governance}, "features_any": profile.features, "features_all": profile.features}
    said = [
        _both([name for name in names if name in has[key]], model.governance if key == "governance" else model.features)
        for key, names in applies.items()
        if key in has
    ]
    return "; ".join(said) or f"Every school but those with: {_either(applies['not_features'], model.features)}"


def why_not(profile: SchoolProfile, applies: Applies, model: SettingModel) -> str:
    """The first condition that this school does not meet."""
    if isinstance(applies, str) or applies_to(profile, applies):
        return ""
    key, names = next((key, names) for key, names in applies.items() if not applies_to(profile, {key: names}))
    if key == "not_features":
        return f"Not where: {_both([name for name in names if name in profile.features], model.features)}"
    if key == "features_all":
        names = [name for name in names if name not in profile.features]
    return f"Only where: {_either(names, model.governance if key == 'governance' else model.features)}"


def _either(names: Collection[str], words: Mapping[str, str]) -> str:
    return " or ".join(_said(name, words) for name in names)


def _both(names: Collection[str], words: Mapping[str, str]) -> str:
    return " and ".join(_said(name, words) for name in names)


def _said(name: str, words: Mapping[str, str]) -> str:
    """The words of a name, to stand inside a sentence: "has pupils aged 5-7", "FE or sixth form college"."""
    label = words.get(name, name)
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
