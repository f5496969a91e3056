"""The kinds of file a framework travels in, and what a file of each is called."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from django.utils.text import slugify

from audits.frameworks.definition import FrameworkDefinition
from audits.frameworks.reading import decoded, read_framework
from audits.frameworks.sheets.workbook import as_workbook, read_workbook
from audits.frameworks.writing import content_as_yaml

KINDS: Mapping[str, str] = {
    "yaml": "application/yaml",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
YAML_SUFFIXES = frozenset({".yaml", ".yml"})


def read_file(content: bytes, file_name: str) -> FrameworkDefinition:
    """The framework in a file, of the kind that its name says. Raises DefinitionRefused with every problem found."""
    if PurePosixPath(file_name).suffix.lower() in YAML_SUFFIXES:
        return read_framework(decoded(content))
    return read_workbook(content, file_name)


def write_file(content: Mapping[str, Any], kind: str) -> bytes:
    """A framework file's values as a file of a kind. Raises CannotWrite, KeyError."""
    return content_as_yaml(content).encode() if kind == "yaml" else as_workbook(content, kind)


def file_name(identifier: str, version: str, kind: str) -> str:
    """What the file is called: lscp-education-safeguarding-2026.1.ods."""
    return f"{slugify(identifier) or 'framework'}-{'.'.join(map(slugify, version.split('.')))}.{kind}"
