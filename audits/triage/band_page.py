"""The band of one return, with all it rests on, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from audits.answers.models import Answer
from audits.lifecycle.models import Audit
from audits.triage.models import Band, TriageBand, TriageDecision
from audits.triage.queries import latest_reading, readers_of
from audits.triage.rules import MEANINGS, due_steps, is_decided
from audits.triage.transitions import TRIAGE
from audits.triage.types import Copied, DueStep, Facts, Reason, Signal
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor

OF_ANOTHER = (
    "Answers stand in another return nearly word for word. You declared a conflict of interest with that school, so "
    "they are not shown."
)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in the list of them."""

    words: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CopiedLine:
    """An answer beside the one it is nearly the same as, in their texts of today."""

    pair: Copied
    own: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPage:
    """The band of one return with all it rests on.

    newer_words: what a later reading proposes, where it differs from what was decided on.
    offered: what this person may do now. refused_because: why not, in a sentence; "" where nothing stands in the way.
    """

    audit_id: int
    school_id: int
    school: str
    urn: int
    cycle_name: str
    audit_state: str
    band: str
    band_words: str
    meaning: str
    proposed_words: str
    state: str
    state_words: str
    read: int
    rules_version: int
    made_at: datetime
    reasons: Sequence[Reason]
    signals: Sequence[Signal]
    steps: Sequence[DueStep]
    decisions: Sequence[DecisionLine]
    newer_words: str
    offered: frozenset[str]
    refused_because: str
    copied: Sequence[CopiedLine]

    def of(self, *, raised: bool) -> list[Signal]:
        """Prompts that are raised, or the others."""
        return [one for one in self.signals if not one.is_assurance and one.is_raised == raised]

    @property
    def raised(self) -> list[Signal]:
        """Prompts at their limit."""
        return self.of(raised=True)

    @property
    def quiet(self) -> list[Signal]:
        """Everything else that is looked at: below its limit, silent, or not to be seen yet."""
        return self.of(raised=False)

    @property
    def assurances(self) -> list[Signal]:
        """What would speak for a lighter look."""
        return [one for one in self.signals if one.is_assurance]


def band_page(*, actor: Actor, audit_id: int) -> BandPage:
    """One return's band. At most nine queries. Raises TriageBand.DoesNotExist."""
    row = TriageBand.objects.select_related("audit__cycle", "school", "reading").get(audit_id=audit_id)
    row.readers = readers_of(school_id=row.school_id)
    latest = latest_reading(audit_id=audit_id) or row.reading
    shown = latest if not is_decided(row) else row.reading
    offered = frozenset(offer.name for offer in TRIAGE.offers(row, actor) if offer.is_ready)
    copied = Facts.of(shown.facts).copied
    hidden = _in_conflict(actor, copied)
    return BandPage(
        audit_id=audit_id,
        school_id=row.school_id,
        school=row.school.name,
        urn=row.school.urn,
        cycle_name=row.audit.cycle.name,
        audit_state=row.audit.get_state_display(),
        band=row.band,
        band_words=row.get_band_display(),
        meaning=MEANINGS[Band(row.band)],
        proposed_words=row.get_proposed_display(),
        state=row.state,
        state_words=row.get_state_display(),
        read=latest.pk,
        rules_version=shown.rules_version,
        made_at=shown.made_at,
        reasons=[_reason(kept) for kept in shown.reasons],
        signals=[_shown(kept, in_conflict=bool(hidden)) for kept in shown.signals],
        steps=due_steps(band=row.band, since=row.since, days=row.days),
        decisions=_decisions(row),
        newer_words=Band(latest.band).label if latest.band != row.proposed else "",
        offered=offered,
        refused_because=_refused_because(actor, row),
        copied=_copied_lines(audit_id, [one for one in copied if one.audit_id not in hidden]),
    )


def _reason(kept: Mapping[str, object]) -> Reason:
    return Reason(**{**kept, "signals": tuple(kept["signals"])})  # type: ignore[arg-type] # as asdict made it


def _decisions(row: TriageBand) -> list[DecisionLine]:
    """Every decision, the latest first. Two queries; one where there is none."""
    kept = list(TriageDecision.objects.filter(triage=row).order_by("-pk"))
    names = names_of({one.decided_by_id for one in kept}) if kept else {}
    return [
        DecisionLine(
            f"{one.get_band_display()}, confirmed"
            if one.is_confirmation
            else f"{one.get_was_display()} to {one.get_band_display().lower()}",
            names.get(one.decided_by_id, "Somebody"),
            one.decided_at,
            one.reason,
        )
        for one in kept
    ]


def _refused_because(actor: Actor, row: TriageBand) -> str:
    if "lead" not in actor.roles:
        return "An LSCP lead decides."
    if actor.person_id in row.readers:
        return "You read a return of this school, so another LSCP lead decides."
    return ""


def _shown(row: Mapping[str, Any], *, in_conflict: bool) -> Signal:
    """A signal as it was kept, but for the school with which this person declared a conflict."""
    signal = Signal.of(row)
    return replace(signal, sentence=OF_ANOTHER, rests_on=()) if in_conflict and signal.key == "copied" else signal


def _in_conflict(actor: Actor, copied: Sequence[Copied]) -> set[int]:
    """Ids of other returns that this person may not know of. One query; none where nothing was found."""
    ids = {one.audit_id for one in copied if one.audit_id}
    found = Audit.objects.filter(pk__in=ids, school__in=actor.conflicts) if ids and actor.conflicts else ()
    return {audit.pk for audit in found}


def _copied_lines(audit_id: int, copied: Sequence[Copied]) -> list[CopiedLine]:
    """Both texts of each pair. One query; none where nothing was found."""
    if not copied:
        return []
    ids = {audit_id, *(one.audit_id for one in copied)}
    codes = {code for one in copied for code in (one.code, one.other_code)}
    rows = Answer.objects.filter(audit__in=ids, indicator__code__in=codes)
    texts = {(pk, code): text for pk, code, text in rows.values_list("audit_id", "indicator__code", "how_we_know")}
    return [
        CopiedLine(one, texts.get((audit_id, one.code), ""), texts.get((one.audit_id or audit_id, one.other_code), ""))
        for one in sorted(copied, key=lambda one: (one.school, one.code))
    ]
