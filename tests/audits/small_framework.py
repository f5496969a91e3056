"""A framework of two sections, cut from the default one, as the values of its file: quick to write and to read."""

import copy
from functools import cache

from audits.frameworks.place import Place
from audits.frameworks.reading import load_framework, read_values, shipped_frameworks
from audits.frameworks.sheets.workbook import as_workbook
from audits.frameworks.writing import content_of

DEFAULT = next(path for path in shipped_frameworks() if path.name == "2026.1.yaml")


@cache
def _whole():
    return content_of(load_framework(DEFAULT))


def small_content():
    """Values of a file, to be changed freely."""
    content = copy.deepcopy({name: value for name, value in _whole().items() if name not in {"sections", "surveys"}})
    sections, surveys = _whole()["sections"][:2], _whole()["surveys"]
    codes = {indicator["code"] for section in sections for indicator in section["indicators"]}
    content["sections"] = copy.deepcopy(sections)
    content["surveys"] = {**copy.deepcopy(surveys), "sets": [_cut(one, codes) for one in surveys["sets"][:2]]}
    return content


def _cut(survey, codes):
    kept = [{**item, "indicators": [code for code in item["indicators"] if code in codes]} for item in survey["items"]]
    return {**survey, "items": [item for item in kept if item["indicators"]]}


def definition_of(content):
    """Its definition; the values must be good."""
    problems = []
    definition = read_values(Place(content, (), problems), sha256="")
    assert not problems, "\n".join(map(str, problems))
    return definition


def small_definition(change=None):
    """The definition, after a change of its values."""
    content = small_content()
    if change:
        change(content)
    return definition_of(content)


def indicator(content, code):
    """One indicator of a file's values."""
    return next(found for section in content["sections"] for found in section["indicators"] if found["code"] == code)


@cache
def small_workbook(kind):
    """The bytes of a good workbook."""
    return as_workbook(small_content(), kind)
