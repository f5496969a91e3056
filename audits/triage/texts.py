"""Reads the texts that are compared: of one return, and of the other returns of its cycle that are in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from audits.answers.models import Answer
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from audits.triage.copying import Pair, Passage, Shingle, near_duplicates, shingles_of
from audits.triage.types import Copied
from audits.trusts.models import CentralAnswer


@dataclass(frozen=True)
class Texts:
    """One return's passages, those of the others, and the wording that belongs to nobody. returns: how many others."""

    own: list[Passage] = field(default_factory=list)
    others: list[Passage] = field(default_factory=list)
    known: frozenset[Shingle] = frozenset()

    @property
    def returns(self) -> int:
        """How many other returns there are."""
        return len({one.audit_id for one in self.others})


def texts_of(*, audit_id: int) -> Texts:
    """What is compared for this return. Never across partnerships: the open scope is one. Five queries."""
    audit = Audit.objects.select_related("cycle__framework", "school").get(pk=audit_id)
    if audit.state not in SUBMITTED:
        return Texts()
    rows = Answer.objects.filter(audit__cycle=audit.cycle_id, audit__state__in=SUBMITTED).exclude(how_we_know="")
    earlier = _earlier(audit)
    own, others = [], []
    for audit_of, code, section, text in rows.values_list(
        "audit_id", "indicator__code", "indicator__section__code", "how_we_know"
    ):  # fmt: skip
        if audit_of == audit.pk:
            own.append(Passage(audit_of, code, section, text, tuple(earlier.get(code, ()))))
        else:
            others.append(Passage(audit_of, code, section, text))
    return Texts(own, others, frozenset().union(*map(shingles_of, _wording(audit))))


def _earlier(audit: Audit) -> dict[str, list[str]]:
    """Code -> what the school itself said of the same indicator before. One query."""
    rows = Answer.objects.filter(
        school=audit.school_id,
        audit__state__in=SUBMITTED,
        audit__cycle__opens_on__lt=audit.cycle.opens_on,
        audit__cycle__framework__upstream=audit.cycle.framework.upstream,
    ).exclude(how_we_know="")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, text in rows.values_list("indicator__code", "how_we_know"):
        found[code].append(text)
    return found


def _wording(audit: Audit) -> Iterator[str]:
    """The framework's own words, and the trust's central answers with every wording they had. Two queries."""
    for words in Indicator.objects.filter(framework=audit.cycle.framework_id).values_list(
        "text", "why", "looks_like", "evidence"
    ):  # fmt: skip
        yield from words
    if audit.school.trust_uid:
        central = CentralAnswer.objects.filter(
            trust_uid=audit.school.trust_uid, upstream=audit.cycle.framework.upstream
        )  # fmt: skip
        for latest, kept in central.values_list("how_we_know", "revisions__how_we_know"):
            yield from (latest, kept or "")


def compare(texts: Texts) -> list[Pair]:
    """Pairs that are nearly the same. Needs no database, and is done with no transaction open."""
    return near_duplicates(texts.own, texts.others, known=texts.known)


def as_facts(pairs: list[Pair]) -> tuple[Copied, ...]:
    """The pairs as facts, with the other schools' names. One query; none where nothing was found."""
    others = {pair.other.audit_id for pair in pairs if pair.other.audit_id != pair.own.audit_id}
    rows = Audit.objects.filter(pk__in=others).values_list("pk", "school__urn", "school__name") if others else ()
    schools = {audit_id: (audit_id, urn, name) for audit_id, urn, name in rows}
    return tuple(
        Copied(pair.own.code, pair.other.code, pair.alike, *schools.get(pair.other.audit_id, ())) for pair in pairs
    )
