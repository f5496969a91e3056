"""The register of references, who refers to what, and what has to be checked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from audits.frameworks.models import Framework, Indicator
from audits.frameworks.references.models import ReferenceCheck, ReferenceDocument
from audits.frameworks.references.rules import key_of, outcome_words, rest_of, why_due
from audits.frameworks.references.types import (
    CheckFilter,
    CheckList,
    CheckRow,
    DocumentFacts,
    DocumentPage,
    DocumentRow,
    Edition,
    FrameworkUses,
    PastCheck,
    Use,
)
from lscp_portal.accounts.queries import names_of

GONE = "Somebody who has left"


def register() -> list[DocumentRow]:
    """Every edition, by key, with how often it is referred to. Three queries."""
    documents = list(ReferenceDocument.objects.select_related("replaced_by").order_by("key"))
    quoted = Counter(key for _framework, use in _uses(_in_use()) for key in [key_of(use.reference)])
    return [_row(document, quoted[document.key]) for document in documents]


def document_page(*, document_id: int) -> DocumentPage:
    """One edition and who refers to it. Four queries. Raises ReferenceDocument.DoesNotExist."""
    document = ReferenceDocument.objects.select_related("replaced_by").get(pk=document_id)
    before = [_edition(row) for row in document.replaces.order_by("key")]
    frameworks = _in_use()
    found: dict[int, list[Use]] = {row.id: [] for row in frameworks}
    for framework_id, use in _uses(frameworks):
        if key_of(use.reference) == document.key:
            found[framework_id].append(use)
    uses = [
        FrameworkUses(row.id, row.name, row.state_words, row.is_draft, found[row.id])
        for row in frameworks
        if found[row.id]
    ]
    return DocumentPage(_row(document, sum(len(one.uses) for one in uses)), before, uses)


def check_list(*, wanted: CheckFilter) -> CheckList:
    """What the drafts and the present versions refer to, what is due first. Five queries, however much there is."""
    quoted: dict[str, set[str]] = {}
    for _framework, use in _uses(_in_use()):
        quoted.setdefault(use.reference, set()).add(use.code)
        quoted.setdefault(key_of(use.reference), set()).add(use.code)
    documents = {row.key: row for row in ReferenceDocument.objects.select_related("replaced_by")}
    latest = _latest_checks()
    people = names_of(check.checked_by_id for check in latest.values())
    rows = [
        _check_row(documents[key_of(reference)], reference, sorted(codes), latest.get(reference), people)
        for reference, codes in quoted.items()
        if key_of(reference) in documents
    ]
    rows.sort(key=lambda row: (not row.why_due, row.key, row.reference != row.key, row.reference))
    used = sorted({(row.key, row.title) for row in rows})
    done = sum(not row.why_due for row in rows)
    return CheckList([row for row in rows if _is_wanted(row, wanted)], done, len(rows), used)


def reference_to_check(*, reference: str) -> CheckRow | None:
    """One line of the list, or None where nothing in use refers to it. Five queries."""
    rows = check_list(wanted=CheckFilter(show="all")).rows
    return next((row for row in rows if row.reference == reference), None)


def past_checks(*, reference: str) -> list[PastCheck]:
    """Every check of a reference that was ever recorded, the latest first. Two queries."""
    rows = list(ReferenceCheck.objects.filter(reference=reference).order_by("-checked_at", "-pk"))
    people = names_of(row.checked_by_id for row in rows)
    return [
        PastCheck(row.checked_at, people.get(row.checked_by_id, GONE), outcome_words(row.outcome), row.note)
        for row in rows
    ]


def check_lines(rows: Sequence[CheckRow]) -> Iterator[Sequence[object]]:
    """The list as lines of a file, headings first. No query."""
    yield "Document", "Title", "Reference", "Used by", "Last checked", "By", "Outcome", "Note", "Due", "Web address"
    for row in rows:
        checked_on = timezone.localdate(row.checked_at).isoformat() if row.checked_at else ""
        yield (
            *(row.key, row.title, row.reference, ", ".join(row.codes), checked_on, row.checked_by),
            *(row.outcome_words if row.checked_at else "", row.note, row.why_due or "Not yet", row.web_address),
        )


@dataclass(frozen=True, slots=True)
class _InUse:
    id: int
    name: str
    state_words: str
    is_draft: bool


def _in_use() -> list[_InUse]:
    """Drafts, those out for comment, and the newest published version of each series. One query."""
    rows = Framework.objects.exclude(state=Framework.State.RETIRED).defer("settings")
    found, series = [], set()
    for row in rows.order_by("-academic_year", "-published_at", "-pk"):
        if row.state == Framework.State.PUBLISHED:
            if row.upstream in series:
                continue
            series.add(row.upstream)
        is_draft = row.state == Framework.State.DRAFT
        found.append(_InUse(row.pk, f"{row.title} {row.version}", row.get_state_display(), is_draft))
    return sorted(found, key=lambda one: not one.is_draft)


def _uses(frameworks: Sequence[_InUse]) -> list[tuple[int, Use]]:
    """Every reference of these frameworks. One query."""
    rows = Indicator.objects.filter(framework_id__in=[row.id for row in frameworks]).order_by("position")
    return [
        (framework_id, Use(pk, code, text, reference, rest_of(reference)))
        for pk, framework_id, code, text, references in rows.values_list(
            "pk", "framework_id", "code", "text", "references"
        )
        for reference in references
    ]


def _latest_checks() -> dict[str, ReferenceCheck]:
    """By reference. One query."""
    rows = ReferenceCheck.objects.order_by("reference", "-checked_at", "-pk").distinct("reference")
    return {row.reference: row for row in rows}


def _check_row(
    document: ReferenceDocument,
    reference: str,
    codes: Sequence[str],
    check: ReferenceCheck | None,
    people: Mapping[int, str],
) -> CheckRow:
    replaced = document.replaced_by
    return CheckRow(
        document_id=document.pk,
        key=document.key,
        title=document.title,
        reference=reference,
        web_address=document.web_address,
        codes=codes,
        outcome=check.outcome if check else "",
        outcome_words=outcome_words(check.outcome if check else ""),
        note=check.note if check else "",
        checked_at=check.checked_at if check else None,
        checked_by=people.get(check.checked_by_id, GONE) if check else "",
        why_due=why_due(
            checked_on=timezone.localdate(check.checked_at) if check else None,
            replaced_on=timezone.localdate(replaced.added_at) if replaced else None,
            today=timezone.localdate(),
        ),
    )


def _is_wanted(row: CheckRow, wanted: CheckFilter) -> bool:
    if wanted.document and row.key != wanted.document:
        return False
    if wanted.show == "due":
        return bool(row.why_due)
    return wanted.show in {"all", row.outcome}


def _row(document: ReferenceDocument, indicators: int) -> DocumentRow:
    successor = _edition(document.replaced_by) if document.replaced_by else None
    return DocumentRow(document.pk, facts_of(document), successor, indicators, document.revision)


def _edition(row: ReferenceDocument) -> Edition:
    return Edition(row.pk, row.key, row.title)


def facts_of(row: ReferenceDocument) -> DocumentFacts:
    """What was typed of an edition."""
    names = DocumentFacts.__slots__
    return DocumentFacts(**{name: getattr(row, name) for name in names})
