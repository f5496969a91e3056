"""Writes a framework file: the YAML that reading.py reads, from a partnership's own rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from audits.frameworks.definition import FrameworkDefinition, SectionDefinition
from audits.frameworks.models import Framework
from audits.frameworks.reading import SCHEMA_VERSION
from audits.frameworks.types import SectionPage

DAYS_OF_HEAD = ("effective_from", "effective_to", "review_due")
DAYS_OF_DOCUMENT = ("in_force", "published")


class _Dumper(yaml.SafeDumper):
    """Without anchors: the reader refuses them."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Always write the value out."""
        return True


def as_yaml(framework: Framework, sections: Sequence[SectionPage]) -> str:
    """The whole framework as a file. Read again and written again it is the same text."""
    return content_as_yaml(as_content(framework, sections))


def as_content(framework: Framework, sections: Sequence[SectionPage]) -> dict[str, Any]:
    """The whole framework as the file's values, as reading.read_values takes them."""
    return _content({"id": framework.upstream, **_named(framework)}, framework.settings, sections)


def content_of(definition: FrameworkDefinition) -> dict[str, Any]:
    """The same of a definition: reading.read_values makes an equal one of it."""
    return _content({"id": definition.id, **_named(definition)}, definition.settings, definition.sections)


def content_as_yaml(content: Mapping[str, Any]) -> str:
    """A file's values as its text."""
    return yaml.dump(dict(content), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def _named(named: Framework | FrameworkDefinition) -> dict[str, str]:
    return {key: getattr(named, key) for key in ("version", "title", "subtitle", "academic_year")}


def _content(
    head: Mapping[str, str], kept: Mapping[str, Any], sections: Sequence[SectionPage | SectionDefinition]
) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "framework": {
            **head,
            **_with_days(kept["head"], DAYS_OF_HEAD),
            "modes": kept["modes"],
            "tier_meaning": kept["tier_meaning"],
        },
        "documents": {key: _with_days(document, DAYS_OF_DOCUMENT) for key, document in kept["documents"].items()},
        **{key: kept[key] for key in ("setting_model", "audiences", "rating_scale")},
        "sections": [_section(section) for section in sections],
        "surveys": kept["surveys"],
    }


def _section(section: SectionPage | SectionDefinition) -> dict[str, Any]:
    indicators = [
        {
            "code": row.code,
            "tier": row.tier,
            **({"critical": True} if row.is_critical else {}),
            **({"allow_na": True} if row.allow_na else {}),
            "text": row.text,
            **{key: said for key in ("why", "looks_like", "replaces") if (said := getattr(row, key))},
            "evidence": row.evidence,
            "refs": list(row.references),
            "applies": row.applies if isinstance(row.applies, str) else dict(row.applies),
            "audience": list(row.audience),
        }
        for row in section.indicators
    ]
    return {"code": section.code, "title": section.title, "why": section.why, "indicators": indicators}


def _with_days(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in names and isinstance(value, str) else value
        for name, value in values.items()
    }
