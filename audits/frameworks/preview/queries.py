"""A framework through the eyes of one kind of school."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.frameworks.applicability import NeedsAPerson, SchoolProfile, applies_to, decided, indicators_for, profile_of
from audits.frameworks.definition import Mode, SettingModel
from audits.frameworks.explaining import why_asked, why_not
from audits.frameworks.models import Framework, Indicator, Section
from audits.frameworks.preview.types import (
    AskedIndicator,
    Beginning,
    Choice,
    Comparison,
    Counts,
    Difference,
    LeftOut,
    PreviewPage,
    PreviewSection,
    VoiceSet,
    Wish,
)
from audits.frameworks.queries import choice_of, indicators_of, spelled_out
from audits.frameworks.scales import modes_of, setting_model_of
from schools.kinds.queries import decided_kind
from schools.register.queries import profile_cells


def preview_choice(*, framework_id: int) -> Choice:
    """What may be chosen for a preview. Three queries. Raises Framework.DoesNotExist."""
    choice = choice_of(framework_id=framework_id)
    framework = Framework.objects.only("state", "settings").get(pk=framework_id)
    model = setting_model_of(framework.settings)
    return Choice(
        choice.id,
        choice.name,
        framework.get_state_display(),
        list(model.governance.items()),
        list(model.features.items()),
        choice.modes,
        choice.sections,
    )


def beginning_of(*, framework_id: int, school_id: int) -> Beginning:
    """A school's profile by this framework's rules. Three queries. Raises DoesNotExist."""
    name, cells = profile_cells(school_id=school_id)
    framework = Framework.objects.only("settings").get(pk=framework_id)
    model = setting_model_of(framework.settings)
    found = decided(profile_of(cells, model.rules), decided_kind(school_id=school_id), model.governance)
    if isinstance(found, NeedsAPerson):
        return Beginning(name, None, found.reason)
    return Beginning(name, found)


def preview_page(*, framework_id: int, wish: Wish) -> PreviewPage:
    """What this kind of school would be asked and why, and what not. Three queries, whatever is compared.

    Raises Framework.DoesNotExist, KeyError for an unknown mode, ValueError (see indicators_for).
    """
    framework = Framework.objects.get(pk=framework_id)
    sections = list(Section.objects.filter(framework_id=framework_id).order_by("position"))
    lens = _Lens(framework, indicators_of(framework_id), wish)
    first = lens.asked(wish.profile)
    return PreviewPage(
        governance=lens.model.governance.get(wish.profile.governance, wish.profile.governance),
        features=lens.features(wish.profile),
        mode=wish.mode,
        counts=lens.counts(wish.profile, first),
        left_out=len(lens.indicators) - len(first),
        sections=[lens.section(section, wish.profile, first) for section in sections],
        offered=[lens.voice(survey, wish.profile, first) for survey in lens.offered(wish.profile)],
        not_offered=[lens.voice(survey, wish.profile, first) for survey in lens.not_offered(wish.profile)],
        levels=[(str(level["label"]), str(level["meaning"])) for level in framework.settings["rating_scale"]["levels"]],
        comparison=lens.comparison(first) if wish.against else None,
    )


class _Lens:
    """One framework and one wish; everything is read before, so nothing here runs a query."""

    def __init__(self, framework: Framework, indicators: Sequence[Indicator], wish: Wish) -> None:
        self.settings: Mapping[str, Any] = framework.settings
        self.indicators = indicators
        self.wish = wish
        self.model: SettingModel = setting_model_of(framework.settings)
        self.mode: Mode = modes_of(framework.settings)[wish.mode]
        self.surveys: Sequence[Mapping[str, Any]] = self.settings.get("surveys", {}).get("sets", [])

    def asked(self, profile: SchoolProfile) -> dict[str, Indicator]:
        """By code."""
        found = indicators_for(
            profile=profile, indicators=self.indicators, mode=self.mode, sections=tuple(self.wish.sections)
        )
        return {row.code: row for row in found}

    def features(self, profile: SchoolProfile) -> list[str]:
        """In words, in the framework's order."""
        return [words for key, words in self.model.features.items() if key in profile.features]

    def offered(self, profile: SchoolProfile) -> list[Mapping[str, Any]]:
        return [survey for survey in self.surveys if applies_to(profile, survey["applies"])]

    def not_offered(self, profile: SchoolProfile) -> list[Mapping[str, Any]]:
        return [survey for survey in self.surveys if not applies_to(profile, survey["applies"])]

    def counts(self, profile: SchoolProfile, asked: Mapping[str, Indicator]) -> Counts:
        rows = asked.values()
        core, critical = sum(row.tier == "core" for row in rows), sum(row.is_critical for row in rows)
        return Counts(len(asked), core, critical, len(self.offered(profile)))

    def section(self, section: Section, profile: SchoolProfile, asked: Mapping[str, Indicator]) -> PreviewSection:
        rows = [row for row in self.indicators if row.section_code == section.code]
        return PreviewSection(
            section.code,
            section.title,
            section.why,
            [self._asked(row, profile) for row in rows if row.code in asked],
            [
                LeftOut(row.code, row.text, row.is_critical, self._why_not(row, profile))
                for row in rows
                if row.code not in asked
            ],
        )

    def voice(self, survey: Mapping[str, Any], profile: SchoolProfile, asked: Mapping[str, Indicator]) -> VoiceSet:
        applies = survey["applies"]
        is_offered = applies_to(profile, applies)
        say = why_asked if is_offered else why_not
        silent = [item["code"] for item in survey["items"] if not set(item["indicators"]) & asked.keys()]
        return VoiceSet(
            survey["id"],
            survey["title"],
            survey["mode"],
            len(survey["items"]),
            say(profile, applies, self.model),
            silent if is_offered else (),
        )

    def comparison(self, first: Mapping[str, Indicator]) -> Comparison:
        other = self.wish.against or self.wish.profile
        second = self.asked(other)
        mine, theirs = self.wish.profile, other
        return Comparison(
            self.model.governance.get(other.governance, other.governance),
            self.features(other),
            self.counts(other, second),
            [
                Difference(row.code, row.text, row.is_critical, self._why(row, mine, theirs, first), row.code in first)
                for row in self.indicators
                if (row.code in first) != (row.code in second)
            ],
            self._other_surveys(mine, theirs),
        )

    def _other_surveys(self, mine: SchoolProfile, theirs: SchoolProfile) -> list[Difference]:
        found = []
        for survey in self.surveys:
            is_mine, is_theirs = applies_to(mine, survey["applies"]), applies_to(theirs, survey["applies"])
            if is_mine != is_theirs:
                reason = why_asked(mine if is_mine else theirs, survey["applies"], self.model)
                found.append(
                    Difference(survey["id"], survey["title"], is_critical=False, reason=reason, is_first=is_mine)
                )
        return found

    def _why(self, row: Indicator, mine: SchoolProfile, theirs: SchoolProfile, first: Mapping[str, Indicator]) -> str:
        return why_asked(mine if row.code in first else theirs, row.applies, self.model)

    def _why_not(self, row: Indicator, profile: SchoolProfile) -> str:
        if why := why_not(profile, row.applies, self.model):
            return why
        return "Of a section that is not chosen" if row.tier in self.mode.tiers else "Extended: not asked in this mode"

    def _asked(self, row: Indicator, profile: SchoolProfile) -> AskedIndicator:
        return AskedIndicator(
            row.code,
            row.text,
            row.why,
            row.looks_like,
            row.evidence,
            [spelled_out(reference, self.settings["documents"]) for reference in row.references],
            row.tier == "core",
            row.is_critical,
            row.allow_na,
            why_asked(profile, row.applies, self.model),
        )
