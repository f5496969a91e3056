"""Reads of the bank: beside an indicator, and whole. The number of queries does not grow with the phrases."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from audits.frameworks.models import Framework, Indicator
from audits.phrases.models import Phrase
from audits.phrases.policies import may_keep_bank, may_write_phrases
from audits.phrases.rules import KEYS
from audits.phrases.types import BankFilter, BankGroup, BankPage, CommentSaid, PhraseOffer, PhraseRow, PhrasesHere
from audits.review.models import Score
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.types import Pages

PAGE = 50
ANY, NOT_ASKED = "Any indicator", "No longer asked"
Place = tuple[int, str, str, str]  # position of the indicator; code and title of the section; text of the indicator


def phrases_at(*, indicator_id: int) -> PhrasesHere:
    """What can be taken at one indicator: of its code in any version of its series, and of any. One query."""
    here = Indicator.with_removed.filter(pk=indicator_id)
    own = Q(code__in=here.values("code"), upstream__in=here.values("framework__upstream"))
    rows = Phrase.objects.filter(own | Q(code=""), retired_at=None).order_by("-used", "pk")
    every = sorted(rows, key=lambda row: not row.code)
    comments = [row for row in every if row.kind == Phrase.Kind.COMMENT]
    keys = dict(zip((row.pk for row in comments), KEYS, strict=False))
    return PhrasesHere(
        [_offer(row, keys.get(row.pk, "")) for row in comments],
        [_offer(row) for row in every if row.kind == Phrase.Kind.RECOMMENDATION],
    )


def phrase_to_take(*, phrase_id: int, kind: str) -> PhraseOffer | None:
    """One phrase that is not retired; None where there is none of this kind. One query."""
    row = Phrase.objects.filter(pk=phrase_id, kind=kind, retired_at=None).first()
    return _offer(row) if row else None


def comment_at(*, review_id: int, code: str) -> CommentSaid | None:
    """What the reader of a review wrote to the school about one indicator; None when nothing is saved. One query."""
    rows = Score.objects.filter(review_id=review_id, indicator__code=code).exclude(comment="")
    names = ("indicator__code", "indicator__framework__upstream", "comment", "review__school__name")
    found = rows.values_list(*names).first()
    return CommentSaid(*found) if found else None


def bank_page(*, actor: Actor, wanted: BankFilter) -> BankPage:
    """One page of the bank, by section and indicator. Five queries at most."""
    places = _places()
    there = Phrase.objects.filter(retired_at__isnull=not wanted.retired)
    rows = [row for row in there.filter(_condition(wanted)) if not wanted.section or _in(places, row, wanted.section)]
    rows.sort(key=lambda row: (bool(row.code), _place(places, row)[0], row.code, row.kind, -row.used, row.pk))
    first = (wanted.page - 1) * PAGE
    shown = rows[first : first + PAGE]
    people = {key for row in shown for key in (row.written_by_id, row.changed_by_id, row.retired_by_id) if key}
    names = names_of(people)
    groups = groupby(shown, key=lambda row: _title(places, row))
    return BankPage(
        groups=[BankGroup(title, [_row(row, places, names) for row in found]) for title, found in groups],
        sections=list(dict.fromkeys((code, title) for _position, code, title, _text in places.values())),
        total=len(rows),
        kept=there.count(),
        pages=_pages(wanted, first, len(rows)),
        may_write=may_write_phrases(actor),
        may_keep=may_keep_bank(actor),
    )


def phrase_row(*, phrase_id: int) -> PhraseRow:
    """One phrase with everything known of it. Four queries. Raises Phrase.DoesNotExist."""
    row: Phrase = Phrase.objects.get(pk=phrase_id)
    names = names_of(key for key in (row.written_by_id, row.changed_by_id, row.retired_by_id) if key)
    return _row(row, _places(), names)


def choices_of_indicators() -> list[tuple[str, list[tuple[str, str]]]]:
    """Section -> (what PhraseEntry.about takes, code and text), of the latest version of each series. Two queries."""
    found: dict[str, list[tuple[str, str]]] = {}
    for (upstream, code), (_position, _section, title, text) in _places().items():
        found.setdefault(title, []).append((f"{upstream} {code}", f"{code}: {text}"))
    return list(found.items())


def _places() -> dict[tuple[str, str], Place]:
    """(series, code) -> where it stands, in the latest published version of each series. Two queries."""
    versions = Framework.objects.exclude(published_at=None).order_by("published_at", "pk")
    latest = {upstream: (key, place) for place, (key, upstream) in enumerate(versions.values_list("pk", "upstream"))}
    order = {key: place * 10_000 for key, place in latest.values()}
    series = {key: upstream for upstream, (key, _place) in latest.items()}
    rows = Indicator.objects.filter(framework_id__in=order).order_by("framework_id", "position")
    names = ("framework_id", "code", "position", "section__code", "section__title", "text")
    return {
        (series[framework], code): (order[framework] + position, section, f"{section}: {title}", text)
        for framework, code, position, section, title, text in rows.values_list(*names)
    }


def _place(places: Mapping[tuple[str, str], Place], row: Phrase) -> Place:
    """Where its indicator stands; after everything else when no version asks it any more."""
    return places.get((row.upstream, row.code), (10**9, "", NOT_ASKED if row.code else ANY, ""))


def _title(places: Mapping[tuple[str, str], Place], row: Phrase) -> str:
    return _place(places, row)[2]


def _in(places: Mapping[tuple[str, str], Place], row: Phrase, section: str) -> bool:
    return _place(places, row)[1] == section


def _condition(wanted: BankFilter) -> Q:
    condition = Q(kind=wanted.kind) if wanted.kind else Q()
    for word in wanted.words.split()[:6]:
        condition &= Q(text__icontains=word) | Q(help_from__icontains=word) | Q(code__iexact=word)
    return condition


def _offer(row: Phrase, key: str = "") -> PhraseOffer:
    return PhraseOffer(id=row.pk, text=row.text, code=row.code, help_from=row.help_from, workdays=row.workdays, key=key)


def _row(row: Phrase, places: Mapping[tuple[str, str], Place], names: Mapping[int, str]) -> PhraseRow:
    def name(key: int | None) -> str:
        return names.get(key, GONE) if key else ""

    facts: dict[str, Any] = {
        field: getattr(row, field) for field in ("kind", "code", "text", "help_from", "workdays", "revision", "used")
    }
    return PhraseRow(
        id=row.pk,
        kind_words=row.get_kind_display(),
        about=row.code or ANY,
        indicator_text=_place(places, row)[3],
        written_by=name(row.written_by_id),
        written_at=row.written_at,
        changed_by=name(row.changed_by_id),
        changed_at=row.changed_at,
        retired_by=name(row.retired_by_id),
        retired_at=row.retired_at,
        **facts,
    )


def _pages(wanted: BankFilter, first: int, total: int) -> Pages:
    last = min(first + PAGE, total)
    return Pages(
        previous_href=_href(wanted, wanted.page - 1) if wanted.page > 1 else "",
        next_href=_href(wanted, wanted.page + 1) if last < total else "",
        position=f"Phrases {first + 1} to {last} of {total}" if total > PAGE and first < total else "",
    )


def _href(wanted: BankFilter, page: int) -> str:
    kept = {
        "q": wanted.words,
        "section": wanted.section,
        "kind": wanted.kind,
        "retired": "yes" if wanted.retired else "",
        "page": page,
    }
    return "?" + urlencode({name: value for name, value in kept.items() if value})
