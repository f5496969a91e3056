"""The schema as people read it. OpenAPI itself stands at /api/v1/schema/."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address. parameters, fields: rows of name, kind and meaning for {% table %}."""

    path: str
    summary: str
    description: str
    parameters: Sequence[Sequence[str]]
    fields: Sequence[Sequence[str]]
    answers: Sequence[Sequence[str]]


@cache
def schema() -> Mapping[str, Any]:
    """The OpenAPI document. The addresses of a process do not change, so it is made once."""
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call,no-any-return]


def title_and_version() -> tuple[str, str]:
    """Of the interface."""
    return schema()["info"]["title"], schema()["info"]["version"]


def endpoints() -> list[Endpoint]:
    """Every GET of the interface, in the order of addresses."""
    return [_endpoint(path, methods["get"]) for path, methods in sorted(schema()["paths"].items()) if "get" in methods]


def _endpoint(path: str, operation: Mapping[str, Any]) -> Endpoint:
    return Endpoint(
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=[
            (one["name"], _kind(one["schema"]), one.get("description", "")) for one in operation.get("parameters", ())
        ],
        fields=_fields(operation["responses"]["200"]),
        answers=[(status, answer.get("description") or "Found") for status, answer in operation["responses"].items()],
    )


def _fields(answer: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    content = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return [
        (name, _kind(field), field.get("description", ""))
        for name, field in _resolved(content).get("properties", {}).items()
    ]


def _resolved(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Behind references; of a page of results, one result."""
    while True:
        if "$ref" in found:
            found = schema()["components"]["schemas"][found["$ref"].rsplit("/", 1)[-1]]
        elif "allOf" in found:
            found = found["allOf"][0]
        elif "results" in found.get("properties", {}):
            found = found["properties"]["results"]["items"]
        else:
            return found


def _kind(found: Mapping[str, Any]) -> str:
    if "$ref" in found or "allOf" in found:
        return "object"
    if "oneOf" in found:
        return " or ".join(_kind(one) for one in found["oneOf"])
    if found.get("type") == "array":
        return f"list of {_kind(found['items'])}s"
    named = {"date-time": "date and time", "uri": "address", "date": "date"}
    kind = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return named.get(found.get("format", "")) or kind.get(found.get("type", ""), found.get("type", "value"))
