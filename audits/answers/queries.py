"""Reads of a school's answers: the whole audit for whoever may read it, and one indicator for its page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import BigIntegerField, Case, Func, Q, QuerySet, Subquery, When

from audits.answers.guidance import Guidance, guidance_for
from audits.answers.models import Answer
from audits.answers.profile import derived_features
from audits.answers.types import WORDING, AuditRow, Given, IndicatorFacts, SectionHead
from audits.frameworks.definition import RatingScale
from audits.frameworks.models import Framework, Indicator
from audits.frameworks.scales import rating_scale_of
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import takes_answers
from lscp_portal.accounts.queries import GONE, names_of

FACTS = tuple(field.name for field in fields(IndicatorFacts))
SECTION = ("section__code", "section__title", "section__why", "section__position")
ANSWER = ("pk", "revision", "saved_at", "saved_by_id", "checked", "clear_as", *WORDING)


def whole_audit(*, audit_id: int) -> tuple[AuditRow, ...]:
    """Every indicator that is asked with what the school says, in the framework's order. Three queries.

    In any scope that may read the audit. Raises Audit.DoesNotExist.
    """
    ids = Audit.objects.values_list("indicator_ids", flat=True).get(pk=audit_id)
    return rows_of(audit_id=audit_id, indicator_ids=ids)


def rows_of(*, audit_id: int, indicator_ids: list[int]) -> tuple[AuditRow, ...]:
    """The same for an audit whose indicators are known already, or for some of them. Two queries."""
    answers = {
        key: given_of(row)
        for key, *row in Answer.objects.filter(audit_id=audit_id, indicator_id__in=indicator_ids).values_list(
            "indicator_id", *ANSWER
        )
    }
    asked = Indicator.objects.filter(pk__in=indicator_ids).order_by("position")
    rows = []
    for row in asked.values_list(*FACTS, *SECTION):
        facts = dict(zip(FACTS, row, strict=False))
        indicator = IndicatorFacts(**facts | {"references": tuple(facts["references"])})
        rows.append(AuditRow(SectionHead(*row[len(FACTS) :]), indicator, answers.get(indicator.id)))
    return tuple(rows)


def given_of(row: list[Any]) -> Given:
    """A row of ANSWER's columns."""
    key, revision, saved_at, saved_by_id, checked, clear_as, *wording = row
    return Given(
        **dict(zip(WORDING, wording, strict=True)),
        id=key,
        revision=revision,
        saved_at=saved_at,
        saved_by_id=saved_by_id,
        checked=checked,
        clear_as=clear_as,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """Another indicator of the audit, to go to."""

    code: str
    section: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator as its page shows it. place: its number in its section, of `of`. saved_by: a name or ""."""

    audit_id: int
    is_editable: bool
    row: AuditRow
    scale: RatingScale
    guidance: Guidance
    place: int
    of: int
    before: Beside | None
    after: Beside | None
    saved_by: str

    @property
    def read(self) -> int:
        """The revision shown, 0 without an answer."""
        return self.row.answer.revision if self.row.answer else 0


def indicator_page(
    *, audit: Audit, section: str, code: str, only: Collection[int] | None = None
) -> IndicatorPage | None:
    """One indicator that is asked; None when it is not. Nine queries at most.

    only: ids of the indicators a contributor may see; None for who sees all.
    """
    shown = [one for one in audit.indicator_ids if only is None or one in only]
    codes = list(Indicator.objects.filter(pk__in=shown).order_by("position").values_list("pk", "section__code", "code"))
    here = next((at for at, (_, *names) in enumerate(codes) if names == [section, code]), None)
    if here is None:
        return None
    (row,) = rows_of(audit_id=audit.pk, indicator_ids=[codes[here][0]])
    settings = framework_settings(audit)
    together = [name for _, chapter, name in codes if chapter == section]
    return IndicatorPage(
        audit_id=audit.pk,
        is_editable=takes_answers(audit),
        row=row,
        scale=rating_scale_of(settings),
        guidance=guidance_for(
            audit=audit, rows=[row], documents=settings["documents"], for_contributor=only is not None
        )[code],
        place=together.index(code) + 1,
        of=len(together),
        before=_beside(codes, here - 1),
        after=_beside(codes, here + 1),
        saved_by=saver_of(answer=row.answer) if row.answer else "",
    )


def saver_of(*, answer: Given) -> str:
    """The name of who saved it last. One query."""
    return names_of({answer.saved_by_id}).get(answer.saved_by_id, GONE)


def next_after(*, audit_id: int, code: str, only: Collection[int] | None = None) -> Beside | None:
    """The indicator asked after `code`, among `only` where it is given; None after the last. One query."""
    asked = _asked(audit_id)
    after = asked.filter(position__gt=Subquery(asked.filter(code=code).values("position")))
    if only is not None:
        after = after.filter(pk__in=only)
    found = after.order_by("position").values_list("code", "section__code").first()
    return Beside(*found) if found else None


def next_unanswered(*, audit_id: int, code: str, only: Collection[int] | None = None) -> Beside | None:
    """The first indicator without a level after `code`, else the first of all; None when all have one. One query.

    only: as in `next_after`.
    """
    asked = _asked(audit_id)
    answered = Answer.objects.filter(audit_id=audit_id).exclude(level="").values("indicator_id")
    is_before = Q(position__lte=Subquery(asked.filter(code=code).values("position")))
    blank = asked.exclude(pk__in=answered).alias(is_before=Case(When(is_before, then=1), default=0))
    if only is not None:
        blank = blank.filter(pk__in=only)
    found = blank.order_by("is_before", "position").values_list("code", "section__code").first()
    return Beside(*found) if found else None


def _asked(audit_id: int) -> QuerySet[Indicator]:
    unnested = Func("indicator_ids", function="unnest", output_field=BigIntegerField())
    unnested.set_returning = True
    return Indicator.objects.filter(pk__in=Audit.objects.filter(pk=audit_id).values(one=unnested))


def framework_settings(audit: Audit) -> Mapping[str, Any]:
    """The framework's scale and documents, without the rest of its settings. One query."""
    found = Framework.objects.values_list("settings__rating_scale", "settings__tier_meaning", "settings__documents")
    scale, tiers, documents = found.get(pk=audit.cycle.framework_id)
    return {"rating_scale": scale, "tier_meaning": tiers, "documents": documents}


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing the school is asked about itself. answer: None where it has not said. derived: the register has it."""

    key: str
    meaning: str
    answer: bool | None
    derived: bool


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """“About your school”. governance: in words."""

    audit_id: int
    is_editable: bool
    governance: str
    features: tuple[Feature, ...]


def profile_page(*, audit: Audit) -> ProfilePage:
    """What the framework has the school confirm, with what the register says. Two queries."""
    settings = audit.cycle.framework.settings
    model = settings["setting_model"]
    derived = derived_features(audit, settings)
    features = tuple(
        Feature(key, model["features"][key], audit.confirmed.get(key), key in derived)
        for key in model["confirm_by_school"]
    )
    return ProfilePage(audit.pk, takes_answers(audit), model["governance"].get(audit.governance, ""), features)


def _beside(codes: list[tuple[int, str, str]], at: int) -> Beside | None:
    return Beside(code=codes[at][2], section=codes[at][1]) if 0 <= at < len(codes) else None
