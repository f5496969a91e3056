"""Who is asked now and was not before, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.frameworks.definition import Applies, SettingModel
from audits.frameworks.explaining import condition_in_words

_KEYS = ("governance", "features_any", "features_all", "not_features")  # in the order of a workbook's columns


def as_applies(asked: Any) -> Applies:  # noqa: ANN401 - a part of an outline
    """An applicability from the four cells of a workbook."""
    found = {key: list(names) for key, names in zip(_KEYS, asked or (), strict=False) if names}
    return found or "all"


def applies_change(before: Applies, after: Applies, models: tuple[SettingModel, SettingModel]) -> list[str]:
    """The sentences that say what changed; none where nothing did. models: of the older and the newer version."""
    old, new = condition_in_words(before, models[0]), condition_in_words(after, models[1])
    if before == after:
        return []
    if isinstance(after, str):
        return [f"Now asked of every school; before, only where: {old}."]
    if isinstance(before, str):
        return [f"No longer asked of every school, but only where: {new}."]
    changed = [key for key in _KEYS if before.get(key, []) != after.get(key, [])]
    if len(changed) == 1 and changed[0] in before and changed[0] in after:
        return _one_list(changed[0], before[changed[0]], after[changed[0]], models)
    return [f"Asked where: {new}. Before: {old}."]


def _one_list(key: str, old: Sequence[str], new: Sequence[str], models: tuple[SettingModel, SettingModel]) -> list[str]:
    came = _either([name for name in new if name not in old], _words(key, models[1]))
    went = _either([name for name in old if name not in new], _words(key, models[0]))
    wider, narrower = {
        "governance": ("Now also asked of: {}.", "No longer asked of: {}."),
        "features_any": ("Now also asked of schools where: {}.", "No longer asked of schools only because: {}."),
        "features_all": ("Now asked only where also: {}.", "No longer asked only where: {}."),
        "not_features": ("No longer asked of schools where: {}.", "Now also asked of schools where: {}."),
    }[key]
    said = [wider.format(came)] if came else []
    said += [narrower.format(went)] if went else []
    return said or ["The same schools are asked, named in another order."]


def _words(key: str, model: SettingModel) -> Mapping[str, str]:
    return model.governance if key == "governance" else model.features


def _either(names: Sequence[str], words: Mapping[str, str]) -> str:
    return " or ".join(_said(words.get(name, name)) for name in names)


def _said(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
