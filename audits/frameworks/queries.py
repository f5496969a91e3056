"""Frameworks as pages show them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, F, Q

from audits.frameworks.applicability import NeedsAPerson, SchoolProfile, decided, indicators_for, profile_of
from audits.frameworks.definition import FrameworkDefinition, Mode, SettingModel
from audits.frameworks.explaining import condition_in_words, why_asked, why_not
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.place import DefinitionRefused
from audits.frameworks.reading import catalogue_files, load_framework, read_framework
from audits.frameworks.scales import modes_of, setting_model_of
from audits.frameworks.sections import sections_of
from audits.frameworks.types import (
    AskedPage,
    FrameworkChoice,
    FrameworkPage,
    FrameworkRow,
    IndicatorLine,
    Offered,
    SectionLines,
    Verdict,
)
from audits.frameworks.writing import as_yaml
from schools.kinds.queries import decided_kind
from schools.register.queries import profile_cells

MODE_WORDS = {"full": "Full audit", "core": "Light year", "deep_dive": "Deep dive"}  # as audits.cycles.models.Mode


def adopted_frameworks() -> list[FrameworkRow]:
    """The published versions, which a cycle may be planned with, newest first. One query."""
    there = Q(indicators__removed_at=None)
    counted = Framework.objects.defer("settings").annotate(
        total=Count("indicators", filter=there),
        core=Count("indicators", filter=there & Q(indicators__tier="core")),
        critical=Count("indicators", filter=there & Q(indicators__is_critical=True)),
    )
    return [
        FrameworkRow(row.pk, row.title, row.version, row.academic_year, row.total, row.core, row.critical)
        for row in counted.filter(state=Framework.State.PUBLISHED).order_by("-academic_year", "-version", "title")
    ]


@cache
def catalogue() -> Sequence[FrameworkDefinition]:
    """The frameworks of the product and of the operator's folder. No query; they are read from their files once.

    Raises ImproperlyConfigured for a file of the folder that cannot be used.
    """
    return tuple(_of_catalogue(path) for path in catalogue_files(settings.FRAMEWORK_FOLDER))


def _of_catalogue(path: Path) -> FrameworkDefinition:
    try:
        return load_framework(path)
    except (DefinitionRefused, OSError) as problem:
        raise ImproperlyConfigured(
            f"{path} cannot be used as a framework: {problem}\nMend it, or take it out of LSCP_FRAMEWORK_FOLDER."
        ) from problem


def offered_frameworks() -> list[Offered]:
    """The catalogue, and what of it the partnership has. One query."""
    here = {(upstream, version): pk for pk, upstream, version in _keys()}
    return [
        Offered(
            key=key_of(definition),
            title=definition.title,
            subtitle=definition.subtitle,
            version=definition.version,
            academic_year=definition.academic_year,
            indicators=len(definition.indicators),
            adopted_id=here.get((definition.id, definition.version)),
        )
        for definition in catalogue()
    ]


def key_of(definition: FrameworkDefinition) -> str:
    """What a form says to name a framework of the catalogue."""
    return f"{definition.id} {definition.version}"


def indicators_of(framework_id: int) -> list[Indicator]:
    """Its indicators in order, each with `section_code`, as applicability asks for them. One query."""
    rows = Indicator.objects.filter(framework_id=framework_id).annotate(section_code=F("section__code"))
    return list(rows.order_by("position"))


def framework_page(*, framework_id: int) -> FrameworkPage:
    """A framework as its page shows it. Three queries. Raises Framework.DoesNotExist."""
    framework = Framework.objects.get(pk=framework_id)
    sections = sections_of(framework_id)
    model, documents = setting_model_of(framework.settings), framework.settings["documents"]
    rows = [indicator for section in sections for indicator in section.indicators]
    row = FrameworkRow(
        framework.pk,
        framework.title,
        framework.version,
        framework.academic_year,
        len(rows),
        sum(indicator.tier == "core" for indicator in rows),
        sum(indicator.is_critical for indicator in rows),
    )
    lines = [
        SectionLines(
            section.code,
            section.title,
            section.why,
            [_line(indicator, model, documents) for indicator in section.indicators],
        )
        for section in sections
    ]
    return FrameworkPage(row, framework.subtitle, lines)


def choice_of(*, framework_id: int) -> FrameworkChoice:
    """What a cycle or a trial may choose of a framework. Two queries. Raises Framework.DoesNotExist."""
    framework = Framework.objects.get(pk=framework_id)
    sections = Section.objects.filter(framework_id=framework_id).order_by("position").values_list("code", "title")
    modes = [(mode.key, _mode_words(mode), _mode_meaning(mode)) for mode in modes_of(framework.settings).values()]
    modes.sort(key=lambda mode: list(MODE_WORDS).index(mode[0]) if mode[0] in MODE_WORDS else len(MODE_WORDS))
    name = f"{framework.title} {framework.version}"
    return FrameworkChoice(framework.pk, name, framework.academic_year, modes, list(sections))


def asked_page(*, framework_id: int, school_id: int, mode: str, sections: Sequence[str] = ()) -> AskedPage:
    """What a school would be asked and why, and what not. Five queries. Raises DoesNotExist, KeyError, ValueError."""
    framework = Framework.objects.get(pk=framework_id)
    name, cells = profile_cells(school_id=school_id)
    model = setting_model_of(framework.settings)
    profile = decided(profile_of(cells, model.rules), decided_kind(school_id=school_id), model.governance)
    features = sorted(words for key, words in model.features.items() if key in profile.features)
    empty = AskedPage(name, profile, "", features, [], [], 0, 0)
    if isinstance(profile, NeedsAPerson):
        return empty
    kind = modes_of(framework.settings)[mode]
    indicators = indicators_of(framework_id)
    asked = indicators_for(profile=profile, indicators=indicators, mode=kind, sections=sections)
    titles = dict(Section.objects.filter(framework_id=framework_id).order_by("position").values_list("code", "title"))
    ids = {indicator.pk for indicator in asked}
    return replace(
        empty,
        governance=model.governance[profile.governance],
        asked=[
            (title, [_asked(row, profile, model) for row in asked if row.section_code == code])
            for code, title in titles.items()
            if any(row.section_code == code for row in asked)
        ],
        left_out=[_left_out(row, profile, model, kind) for row in indicators if row.pk not in ids],
        number=len(asked),
        critical=sum(row.is_critical for row in asked),
    )


def exported(*, framework_id: int) -> str:
    """The framework as a file that load_framework reads. Three queries. Raises Framework.DoesNotExist."""
    return as_yaml(Framework.objects.get(pk=framework_id), sections_of(framework_id))


def says_the_same(*, framework_id: int, definition: FrameworkDefinition) -> bool:
    """Whether an adopted framework is what this file defines, however it is written. Three queries."""
    there = read_framework(exported(framework_id=framework_id))
    return replace(there, sha256="") == replace(definition, sha256="")


def _keys() -> Sequence[tuple[int, str, str]]:
    return list(Framework.objects.values_list("pk", "upstream", "version"))


def _mode_words(mode: Mode) -> str:
    return MODE_WORDS.get(mode.key, mode.key.replace("_", " ").capitalize())


def _mode_meaning(mode: Mode) -> str:
    """What the framework says of it, where that is more than its name."""
    meaning = mode.label.removeprefix(_mode_words(mode)).lstrip(": ")
    return meaning[:1].upper() + meaning[1:]


def _line(row: Indicator, model: SettingModel, documents: dict[str, dict[str, str]]) -> IndicatorLine:
    return IndicatorLine(
        row.code,
        row.text,
        row.tier == "core",
        row.is_critical,
        row.allow_na,
        row.evidence,
        [spelled_out(reference, documents) for reference in row.references],
        condition_in_words(row.applies, model),
    )


def spelled_out(reference: str, documents: dict[str, dict[str, str]]) -> str:
    """A reference with its document's title: "Keeping children safe in education 2026, Part 2"."""
    key, _space, part = reference.partition(" ")
    title = documents.get(key, {}).get("title", key)
    return f"{title}, {part}" if part else title


def _asked(row: Indicator, profile: SchoolProfile, model: SettingModel) -> Verdict:
    return Verdict(row.code, row.text, row.is_critical, why_asked(profile, row.applies, model))


def _left_out(row: Indicator, profile: SchoolProfile, model: SettingModel, mode: Mode) -> Verdict:
    why = why_not(profile, row.applies, model)
    if not why:
        why = "Of a section that is not chosen" if row.tier in mode.tiers else "Extended: not asked in this mode"
    return Verdict(row.code, row.text, row.is_critical, why)
