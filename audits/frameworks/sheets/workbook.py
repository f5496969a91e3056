"""A framework as a workbook: out of a file's values, and back into a definition by the very rules of the YAML."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.place import DefinitionProblem, DefinitionRefused, Place
from audits.frameworks.reading import read_values
from audits.frameworks.sheets import ods, xlsx
from audits.frameworks.sheets.cells import Grid
from audits.frameworks.sheets.gate import kind_of_workbook, refuse
from audits.frameworks.sheets.gathering import Cells, gathered, once
from audits.frameworks.sheets.pages import Page, pages_of
from audits.frameworks.sheets.structure import structural_problems

_READ: dict[str, Callable[[bytes], list[Grid]]] = {"ods": ods.read, "xlsx": xlsx.read}
_WRITE: dict[str, Callable[[Sequence[Page]], bytes]] = {"ods": ods.write, "xlsx": xlsx.write}


def as_workbook(values: Mapping[str, Any], kind: str) -> bytes:
    """A framework file's values as a workbook. kind: ods or xlsx. Raises CannotWrite, KeyError."""
    return _WRITE[kind](pages_of(values))


def read_workbook(content: bytes, file_name: str) -> FrameworkDefinition:
    """The framework that a workbook defines. Raises DefinitionRefused with every problem found, placed by cell."""
    kind = kind_of_workbook(content, file_name)
    try:
        grids = _READ[kind](content)
    except Exception as error:  # noqa: BLE001 - the libraries promise nothing about damaged files
        refuse("The workbook is damaged.", "Open it in a spreadsheet program and save it again.", error)
    if structural := list(structural_problems(grids)):
        raise DefinitionRefused(structural)
    values, notes = gathered(grids)
    problems: list[DefinitionProblem] = []
    root = Place(values, (), problems, medium=Cells(notes))
    definition = read_values(root, sha256=hashlib.sha256(content).hexdigest())
    if found := once(problems, notes):
        raise DefinitionRefused(found)
    return definition
