"""Writes a framework file: the YAML that reading.py reads, from a partnership's own rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

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
    return yaml.dump(as_content(framework, sections), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def as_content(framework: Framework, sections: Sequence[SectionPage]) -> dict[str, Any]:
    """The whole framework as the file's values, as reading.read_values takes them."""
    kept: Mapping[str, Any] = framework.settings
    return {
        "schema_version": SCHEMA_VERSION,
        "framework": {
            "id": framework.upstream,
            "version": framework.version,
            "title": framework.title,
            "subtitle": framework.subtitle,
            "academic_year": framework.academic_year,
            **_with_days(kept["head"], DAYS_OF_HEAD),
            "modes": kept["modes"],
            "tier_meaning": kept["tier_meaning"],
        },
        "documents": {key: _with_days(document, DAYS_OF_DOCUMENT) for key, document in kept["documents"].items()},
        **{key: kept[key] for key in ("setting_model", "audiences", "rating_scale")},
        "sections": [_section(section) for section in sections],
        "surveys": kept["surveys"],
    }


def _section(section: SectionPage) -> dict[str, Any]:
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
            "applies": row.applies,
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
