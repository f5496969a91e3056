"""Keep the register of references, and bring a draft's references to a new edition."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.frameworks.models import Framework, Indicator
from audits.frameworks.references.models import ReferenceCheck, ReferenceDocument
from audits.frameworks.references.policies import may_keep_references
from audits.frameworks.references.rules import key_of
from audits.frameworks.references.types import DocumentChanged, DocumentFacts, Move, TakenKey
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused


def add_document(*, actor: Actor, facts: DocumentFacts) -> ReferenceDocument:
    """Put a document on the register and offer it to every draft. Raises PermissionDenied, TakenKey."""
    _allow(actor, "reference.add")
    document = ReferenceDocument(tenant_id=actor.tenant_id, added_by_id=actor.person_id, **asdict(facts))
    _insert(document)
    _tell_drafts([document])
    record(actor, "reference.added", document, key=document.key)
    return document


def save_document(*, actor: Actor, document_id: int, read: int, facts: DocumentFacts) -> ReferenceDocument:
    """Correct the facts of an edition; its key stays. Drafts that know it get the new words.

    read: the revision the page was showing. Raises PermissionDenied, DocumentChanged.
    """
    _allow(actor, "reference.save")
    document: ReferenceDocument = ReferenceDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    if document.revision != read:
        raise DocumentChanged(document.revision)
    said = {name: value for name, value in asdict(facts).items() if name != "key"}
    for name, value in said.items():
        setattr(document, name, value)
    document.revision += 1
    document.save(update_fields=[*said, "revision"])
    _tell_drafts([document], known_only=True)
    record(actor, "reference.saved", document, key=document.key, revision=document.revision)
    return document


def new_edition(*, actor: Actor, document_id: int, facts: DocumentFacts) -> ReferenceDocument:
    """Put the next edition on the register, with a key of its own. References stay until somebody moves them.

    Raises PermissionDenied, TakenKey, Refused where the edition has a successor already.
    """
    _allow(actor, "reference.new_edition")
    old = ReferenceDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    if old.replaced_by_id is not None:
        raise Refused([Blocker("replaced", f"{old.key} has a newer edition already: begin from that one.")])
    document = ReferenceDocument(tenant_id=actor.tenant_id, added_by_id=actor.person_id, **asdict(facts))
    _insert(document)
    old.replaced_by = document
    old.save(update_fields=["replaced_by"])
    _tell_drafts([document])
    record(actor, "reference.new_edition", old, key=old.key, by=document.key)
    return document


def move_references(*, actor: Actor, framework_id: int, moves: Sequence[Move]) -> int:
    """Let indicators of a draft refer to another edition or part; how many references were changed.

    What somebody else changed meanwhile is left alone: only a reference that still reads `old` is moved.
    Raises PermissionDenied, Refused (no draft, or a key that no document of the register has). 5 queries, trail apart.
    """
    _allow(actor, "reference.move")
    framework = Framework.objects.select_for_update(no_key=True).get(pk=framework_id)
    if framework.state != Framework.State.DRAFT:
        raise Refused([Blocker("not_draft", "Only a draft can be changed: make a new draft from this version first.")])
    documents = _documents_named(moves)
    rows = Indicator.objects.filter(framework_id=framework_id).in_bulk({move.indicator_id for move in moves})
    moved = [move for move in moves if _move(rows.get(move.indicator_id), move)]
    changed = [rows[pk] for pk in sorted({move.indicator_id for move in moved})]
    for row in changed:
        row.revision, row.changed_at, row.changed_by_id = row.revision + 1, timezone.now(), actor.person_id
    Indicator.objects.bulk_update(changed, ["references", "revision", "changed_at", "changed_by_id"])
    _write(framework, documents)
    record(actor, "framework.references_moved", framework, codes=[row.code for row in changed], number=len(moved))
    return len(moved)


def record_checks(*, actor: Actor, references: Collection[str], outcome: str, note: str = "") -> int:
    """Write down that these references were looked up and what came of it; how many.

    references: as indicators quote them, or a document's key for the document as a whole. Raises PermissionDenied,
    Refused where a document is not on the register or a change is not described. 2 queries and the trail.
    """
    _allow(actor, "reference.check")
    if outcome != ReferenceCheck.Outcome.RIGHT and not note.strip():
        raise Refused([Blocker("no_note", "Say what changed, or where it went.")])
    documents = {row.key: row for row in ReferenceDocument.objects.filter(key__in={key_of(one) for one in references})}
    if missing := sorted({key_of(one) for one in references} - documents.keys()):
        raise Refused([Blocker("no_document", f"There is no document {', '.join(missing)} on the register.")])
    checks = ReferenceCheck.objects.bulk_create(
        ReferenceCheck(
            tenant_id=actor.tenant_id, document=documents[key_of(one)], reference=one, outcome=outcome,
            note=note.strip(), checked_by_id=actor.person_id,
        )
        for one in sorted(references)
    )  # fmt: skip
    for check in checks:
        record(actor, "reference.checked", check, reference=check.reference, outcome=outcome)
    return len(checks)


def _allow(actor: Actor, what: str) -> None:
    if not may_keep_references(actor):
        raise PermissionDenied(what)


def _insert(document: ReferenceDocument) -> None:
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as clash:
        if "reference_document_key_once" not in str(clash):
            raise
        raise TakenKey from clash


def _documents_named(moves: Sequence[Move]) -> list[ReferenceDocument]:
    keys = {key_of(move.new) for move in moves}
    found = list(ReferenceDocument.objects.filter(key__in=keys))
    if missing := sorted(keys - {row.key for row in found}):
        raise Refused([Blocker("no_document", f"There is no document {', '.join(missing)} on the register.")])
    return found


def _move(row: Indicator | None, move: Move) -> bool:
    if row is None or move.old not in row.references:
        return False
    new = [move.new if one == move.old else one for one in row.references]
    row.references = list(dict.fromkeys(new))
    return True


def _tell_drafts(documents: Sequence[ReferenceDocument], *, known_only: bool = False) -> None:
    """Drafts know the register, so that an editor can refer to what is on it. Published versions stay as they are."""
    drafts = Framework.objects.select_for_update(no_key=True).filter(state=Framework.State.DRAFT).order_by("pk")
    for draft in drafts:
        _write(draft, [row for row in documents if not known_only or row.key in draft.settings["documents"]])


def _write(framework: Framework, documents: Sequence[ReferenceDocument]) -> None:
    said = {row.key: _as_kept(row) for row in documents}
    kept: dict[str, Any] = framework.settings["documents"]
    if all(kept.get(key) == value for key, value in said.items()):
        return
    kept.update(said)
    framework.settings_revision += 1
    framework.save(update_fields=["settings", "settings_revision"])


def _as_kept(row: ReferenceDocument) -> dict[str, str]:
    """A document as a framework's settings hold it."""
    title = f"{row.title}, {row.edition}" if row.edition and row.edition not in row.title else row.title
    days = {"in_force": row.in_force, "published": row.published}
    said = {"note": row.note} if row.note else {}
    return {"title": title, **said, **{name: day.isoformat() for name, day in days.items() if day}}
