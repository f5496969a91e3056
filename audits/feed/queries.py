"""The change feed of a school's audit. Statements do not grow with changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from audits.answers.queries import rows_of
from audits.answers.types import AuditRow
from audits.carrying.queries import origins_of
from audits.carrying.types import Origin
from audits.feed.rules import touched
from audits.feed.types import Feed, GuidanceChange, Touched, VersionChange, WordingChange
from audits.frameworks.comparison.queries import HERE, compared
from audits.frameworks.comparison.types import REMOVED, ThingChange
from audits.frameworks.models import Framework
from audits.frameworks.references.models import ReferenceCheck, ReferenceDocument
from audits.frameworks.references.rules import key_of
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED

DOCUMENT = ("pk", "key", "title", "in_force", "web_address", "note", "added_at", "replaced_by_id")
CHECK = ("reference", "outcome", "note", "checked_at")


def feed_of(*, audit: Audit) -> Feed:
    """What changed in guidance and framework, and the answers it touches. Eighteen queries at most.

    Only in a school's scope.
    """
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
    return Feed(guidance=_guidance(rows), versions=_versions(audit, rows))


def _guidance(rows: Iterable[AuditRow]) -> list[GuidanceChange]:
    using: dict[str, list[AuditRow]] = defaultdict(list)
    exactly: dict[str, list[AuditRow]] = defaultdict(list)
    for row in rows:
        for reference in row.indicator.references:
            exactly[reference].append(row)
        for key in {key_of(one) for one in row.indicator.references}:
            using[key].append(row)
    found = [*_replaced(using), *_checked(exactly)]
    return sorted(found, key=lambda one: one.on, reverse=True)


def _replaced(using: Mapping[str, list[AuditRow]]) -> list[GuidanceChange]:
    documents = {row[0]: row for row in ReferenceDocument.objects.values_list(*DOCUMENT)}
    found = []
    for _pk, key, title, *_rest, replaced_by in documents.values():
        if replaced_by not in documents or key not in using:
            continue
        _new, new_key, new_title, in_force, address, note, added_at, _next = documents[replaced_by]
        on = timezone.localdate(added_at)
        since = f", in force on {in_force:%-d %B %Y}" if in_force else ""
        found.append(
            GuidanceChange(
                on=on,
                what=f"{title} ({key}) is replaced by {new_title} ({new_key}){since}",
                note=note,
                web_address=address,
                touched=_touched(using[key], on),
            )
        )
    return found


def _checked(exactly: Mapping[str, list[AuditRow]]) -> list[GuidanceChange]:
    rows = ReferenceCheck.objects.filter(reference__in=list(exactly)).order_by("reference", "-checked_at", "-pk")
    latest = rows.distinct("reference").values_list(*CHECK)
    words = {
        ReferenceCheck.Outcome.CHANGED: "{} has changed",
        ReferenceCheck.Outcome.GONE: "{} is no longer there",
    }
    return [
        GuidanceChange(
            on=(on := timezone.localdate(checked_at)),
            what=words[ReferenceCheck.Outcome(outcome)].format(reference),
            note=note,
            web_address="",
            touched=_touched(exactly[reference], on),
        )
        for reference, outcome, note, checked_at in latest
        if outcome in words
    ]


def _versions(audit: Audit, rows: Iterable[AuditRow]) -> list[VersionChange]:
    here = Framework.objects.only("pk", "upstream", "published_at").get(pk=audit.cycle.framework_id)
    pairs = []
    if before := _last_framework(audit, here):
        pairs.append((before, here.pk, False))
    if after := _next_framework(here):
        pairs.append((here.pk, after, True))
    by_code = {row.indicator.code: row for row in rows}
    origins = origins_of(audit=audit, codes=by_code) if pairs else {}
    return [_version(pair, by_code, origins) for pair in pairs]


def _version(
    pair: tuple[int, int, bool], by_code: Mapping[str, AuditRow], origins: Mapping[str, Origin]
) -> VersionChange:
    before, after, is_coming = pair
    comparison = compared(before=f"{HERE}{before}", after=f"{HERE}{after}")
    changes = [change for group in comparison.indicators for change in group.changes]
    return VersionChange(
        before=comparison.before,
        after=comparison.after,
        is_coming=is_coming,
        changes=[
            WordingChange(change=change, touched=_of_change(change, by_code, origins, is_coming=is_coming))
            for change in changes
            if change.name in by_code or (is_coming and change.kind != REMOVED)
        ],
    )


def _of_change(
    change: ThingChange, by_code: Mapping[str, AuditRow], origins: Mapping[str, Origin], *, is_coming: bool
) -> Touched | None:
    row = by_code.get(change.name)
    if row is None:
        return None
    origin = origins.get(change.name)
    is_carried = not is_coming and origin is not None and not origin.is_changed
    return touched(row, on=None, saved_on=None, is_carried=is_carried)


def _last_framework(audit: Audit, here: Framework) -> int | None:
    """The version the school was asked by before this one, where it was another of the same series."""
    earlier = Audit.objects.filter(
        state__in=SUBMITTED,
        cycle__opens_on__lt=audit.cycle.opens_on,
        cycle__framework__upstream=here.upstream,
    )
    last: int | None = earlier.order_by("-cycle__opens_on").values_list("cycle__framework_id", flat=True).first()
    return last if last != here.pk else None


def _next_framework(here: Framework) -> int | None:
    """A version of the same series that was published after this one, and is not retired."""
    if here.published_at is None:
        return None
    later = Framework.objects.filter(
        upstream=here.upstream, state=Framework.State.PUBLISHED, published_at__gt=here.published_at
    )
    found: int | None = later.order_by("-published_at").values_list("pk", flat=True).first()
    return found


def _touched(rows: Iterable[AuditRow], on: date) -> list[Touched]:
    return [
        touched(row, on=on, saved_on=timezone.localdate(row.answer.saved_at) if row.answer else None) for row in rows
    ]
