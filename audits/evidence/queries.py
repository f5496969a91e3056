"""Reads of evidence: by indicator for pages and the frozen copy, one indicator for its page, one file to hand out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from audits.answers.types import AuditRow
from audits.evidence.models import EvidenceFile, EvidenceItem, UploadDecision
from audits.evidence.types import DESCRIPTION, Decision, EvidencePage, FileShown, Shown, Usage
from audits.frameworks.models import Framework, Indicator
from audits.governors.models import GovernorVisit
from audits.governors.queries import notes_as_evidence
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import takes_answers
from audits.lifecycle.transitions import SUBMITTED
from lscp_portal.accounts.queries import GONE, names_of

State = EvidenceFile.State
RESTING = timedelta(minutes=15)  # a check takes a minute; later something is away
ITEM = ("pk", "indicator__code", "revision", "note", *DESCRIPTION)
FILE = ("pk", "name", "size", "state", "reason", "sha256", "kept_sha256", "scanned_with")


def evidence_of(*, audit_id: int, code: str = "") -> dict[str, tuple[Shown, ...]]:
    """Code -> its evidence, in the order of adding; of one indicator with `code`. Two queries.

    In any scope that may read the audit.
    """
    items = EvidenceItem.objects.filter(audit_id=audit_id, removed_at=None)
    return _by_code(items.filter(indicator__code=code) if code else items)


def not_to_be_opened(*, audit_id: int, codes: Collection[str] | None = None) -> tuple[Shown, ...]:
    """Evidence whose file is still looked at, or was refused and not replaced; of these indicators. Two queries."""
    found = evidence_of(audit_id=audit_id)
    items = (item for code, shown in found.items() if codes is None or code in codes for item in shown)
    return tuple(item for item in items if item.file is not None and not item.file.is_clean)


def with_evidence(rows: Sequence[AuditRow], *, audit_id: int) -> tuple[AuditRow, ...]:
    """The rows of an audit, each with its evidence. Two queries."""
    found = evidence_of(audit_id=audit_id)
    return tuple(replace(row, evidence=found.get(row.indicator.code, ())) for row in rows)


def evidence_page(*, audit: Audit, section: str, code: str, only: set[int] | None = None) -> EvidencePage | None:
    """The page of one indicator’s evidence; None when it is not asked, or not among `only`. Eleven queries."""
    asked = Indicator.objects.select_related("section").filter(pk__in=audit.indicator_ids)
    indicator = asked.filter(section__code=section, code=code).first()
    if indicator is None or (only is not None and indicator.pk not in only):
        return None
    removed = EvidenceItem.objects.filter(audit_id=audit.pk, indicator=indicator).exclude(removed_at=None)
    items = evidence_of(audit_id=audit.pk, code=code).get(code, ())
    here, chosen = {item.what for item in items}, {item.visit_id for item in items}
    return EvidencePage(
        audit_id=audit.pk,
        code=code,
        text=indicator.text,
        wanted=indicator.evidence,
        section=section,
        section_title=indicator.section.title,
        is_editable=takes_answers(audit),
        uploads_allowed=uploads_allowed(),
        items=items,
        removed=_by_code(removed).get(code, ()),
        earlier=[item for item in earlier_evidence(audit=audit, code=code) if item.what not in here],
        visits=[note for note in notes_as_evidence(section=section) if note.id not in chosen],
    )


def earlier_evidence(*, audit: Audit, code: str) -> tuple[Shown, ...]:
    """The evidence of one indicator in the latest earlier audit that has any and was sent. Three queries at most.

    Codes are permanent in a series of frameworks. Only in a school’s scope.
    """
    series = Framework.objects.filter(pk=audit.cycle.framework_id).values("upstream")
    found = EvidenceItem.objects.filter(
        removed_at=None,
        indicator__code=code,
        audit__state__in=SUBMITTED,
        audit__cycle__opens_on__lt=audit.cycle.opens_on,
        audit__cycle__framework__upstream__in=series,
    )
    latest = found.order_by("-audit__cycle__opens_on", "-audit_id").values_list("audit_id", flat=True).first()
    return evidence_of(audit_id=latest, code=code).get(code, ()) if latest else ()


def item_shown(*, item_id: int) -> Shown:
    """One piece of evidence that stands. Two queries. Raises EvidenceItem.DoesNotExist."""
    found = _by_code(EvidenceItem.objects.filter(pk=item_id, removed_at=None))
    if not found:
        raise EvidenceItem.DoesNotExist
    return next(iter(found.values()))[0]


def place_of(*, item_id: int) -> tuple[str, str]:
    """Section and code of the indicator an item belongs to. One query. Raises EvidenceItem.DoesNotExist."""
    section, code = EvidenceItem.objects.values_list("indicator__section__code", "indicator__code").get(pk=item_id)
    return section, code


def file_to_hand_out(*, file_id: int, audit_id: int | None = None) -> EvidenceFile:
    """A clean file of an item that stands; of this audit where one is given. One query. Raises DoesNotExist."""
    rows = EvidenceFile.objects.filter(state=State.CLEAN, removed_at=None, erased_at=None, item__removed_at=None)
    found: EvidenceFile = (rows.filter(item__audit_id=audit_id) if audit_id else rows).get(pk=file_id)
    return found


def uploads_allowed() -> bool:
    """Whether the partnership of the open scope lets its schools upload. One query."""
    return bool(UploadDecision.objects.order_by("-pk").values_list("allowed", flat=True).first())


def unchecked_since() -> tuple[int, datetime | None]:
    """How many files of the partnership have rested unchecked, and since when. One query."""
    found = EvidenceFile.objects.filter(settled_at=None, received_at__lt=timezone.now() - RESTING)
    row = found.aggregate(number=Count("pk"), since=Min("received_at"))
    return row["number"], row["since"]


def decisions() -> list[Decision]:
    """What the partnership decided about uploads, the latest first. Two queries."""
    rows = list(UploadDecision.objects.order_by("-pk"))
    names = names_of({row.decided_by_id for row in rows})
    return [Decision(row.allowed, row.reason, row.decided_at, names.get(row.decided_by_id, GONE)) for row in rows]


def usage_of(*, audit: Audit) -> Usage:
    """What counts towards the school's room: what stands and was not refused. Two queries."""
    standing = EvidenceFile.objects.filter(removed_at=None, erased_at=None, item__removed_at=None).exclude(
        state=State.REJECTED
    )
    here = standing.filter(item__audit_id=audit.pk).values_list("size", flat=True)
    year = Q(item__audit__cycle__year=audit.cycle.year, school_id=audit.school_id)
    sizes = list(here)
    return Usage(len(sizes), sum(sizes), standing.filter(year).aggregate(size=Sum("size"))["size"] or 0)


def _by_code(items: QuerySet[EvidenceItem]) -> dict[str, tuple[Shown, ...]]:
    note = GovernorVisit.objects.filter(pk=OuterRef("visit_id"), serves_as_evidence=True)  # that this scope reads
    rows = list(items.order_by("pk").annotate(note=Subquery(note.values("pk"))).values_list(*ITEM))
    standing, removed = _files([row[0] for row in rows])
    found: defaultdict[str, list[Shown]] = defaultdict(list)
    for key, code, revision, visit_id, *words in rows:
        described = dict(zip(DESCRIPTION, words, strict=True))
        found[code].append(
            Shown(
                id=key,
                code=code,
                revision=revision,
                file=standing.get(key),
                removed_file=removed.get(key),
                visit_id=visit_id,
                **described,
            )
        )
    return {code: tuple(shown) for code, shown in found.items()}


def _files(item_ids: Sequence[int]) -> tuple[dict[int, FileShown], dict[int, FileShown]]:
    """Item -> its latest file that stands, and the latest that can be put back. A refused one never can."""
    rows = EvidenceFile.objects.filter(item_id__in=item_ids, erased_at=None).order_by("pk")
    standing, removed = {}, {}
    for item_id, removed_at, *row in rows.values_list("item_id", "removed_at", *FILE):
        shown = FileShown(**dict(zip(("id", *FILE[1:]), row, strict=True)))
        if removed_at is None:
            standing[item_id] = shown
        elif not shown.is_refused:
            removed[item_id] = shown
    return standing, removed
