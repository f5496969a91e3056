"""Reads one indicator over the versions of its series and the years of its answers."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count

from audits.answers.models import Answer
from audits.frameworks.models import Framework, Indicator
from audits.lifecycle.transitions import SUBMITTED
from audits.trends.types import IndicatorPage, Run, VersionWords
from lscp_portal.ui.types import LevelBar, LevelBars

Counts = Mapping[str, Mapping[int, Mapping[str, int]]]  # code -> year the cycle began -> level -> schools


def indicator_page(*, framework_id: int, code: str, without_schools: Iterable[int] = ()) -> IndicatorPage:
    """An indicator's words, what it said in other versions, and what schools answered, year by year. 4 queries.

    Codes are permanent, so a line goes on as long as the code does; where its meaning changed there is a new code,
    and nothing is compared across (docs/partnership/frameworks.md). without_schools: not counted, for a person with
    a conflict. Raises Framework.DoesNotExist, Indicator.DoesNotExist.
    """
    framework = Framework.objects.defer("settings").get(pk=framework_id)
    row: Indicator = Indicator.objects.select_related("section").get(framework=framework, code=code)
    versions = list(
        Indicator.objects.filter(framework__upstream=framework.upstream)
        .select_related("framework")
        .defer("framework__settings")
        .order_by("framework__academic_year", "framework__adopted_at", "framework_id")
    )
    codes = line_of(code, {one.code: one.replaces for one in versions if one.replaces})
    counts = _counts(framework.upstream, codes, without_schools)
    return IndicatorPage(
        framework_id=framework.pk,
        framework=str(framework),
        code=code,
        section=f"{row.section.code}: {row.section.title}",
        text=row.text,
        why=row.why,
        looks_like=row.looks_like,
        evidence=row.evidence,
        references=row.references,
        is_core=row.tier == "core",
        is_critical=row.is_critical,
        runs=[_run(one, versions, counts) for one in codes],
    )


def line_of(code: str, replaces: Mapping[str, str]) -> list[str]:
    """The code, the one whose meaning it changed, and so on back. No query."""
    found = [code]
    while (before := replaces.get(found[-1])) and before not in found:
        found.append(before)
    return found


def _counts(upstream: str, codes: Sequence[str], without_schools: Iterable[int]) -> Counts:
    rows = (
        Answer.objects.filter(
            indicator__code__in=codes, indicator__framework__upstream=upstream, audit__state__in=SUBMITTED
        )
        .exclude(level="")
        .exclude(school_id__in=list(without_schools))
        .order_by()
        .values_list("indicator__code", "audit__cycle__year", "level")
        .annotate(Count("pk"))
    )
    found: dict[str, dict[int, dict[str, int]]] = {}
    for code, year, level, number in rows:
        found.setdefault(code, {}).setdefault(year, {})[level] = number
    return found


def _run(code: str, versions: Sequence[Indicator], counts: Counts) -> Run:
    mine = [one for one in versions if one.code == code]
    words = [
        VersionWords(
            framework_id=one.framework_id,
            version=one.framework.version,
            academic_year=one.framework.academic_year,
            state_words=one.framework.get_state_display(),
            text=one.text,
            is_same=bool(number) and one.text == mine[number - 1].text,
        )
        for number, one in enumerate(mine)
    ]
    return Run(code=code, versions=words, chart=_chart(code, counts.get(code, {})))


def _chart(code: str, years: Mapping[int, Mapping[str, int]]) -> LevelBars | None:
    if not years:
        return None
    bars = [
        LevelBar(f"{year}/{(year + 1) % 100:02}", levels)
        for year, levels in sorted(years.items())
        if sum(levels.values())
    ]
    return LevelBars(f"What schools answered to {code}, by year", bars, unit="schools", each="Academic year")
