"""Records that came over with a school or from the schools before it, and those that were given away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from lscp_portal.accounts.queries import names_of
from schools.handovers.models import Handover, HandoverItem
from schools.links.models import SchoolLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paper in a list. has_moved: it came from another partnership, not from an earlier school here."""

    id: int
    kind: str
    kind_words: str
    title: str
    dated_on: date
    from_urn: int
    from_name: str
    has_moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One handover. papers: (kind in words, title, day); giver, receiver: names of partnerships."""

    id: int
    from_urn: int
    from_name: str
    to_urn: int
    giver: str
    receiver: str
    reason_words: str
    has_moved: bool
    number: int
    papers: Sequence[tuple[str, str, date]]
    people: int
    sha256: str
    handed_over_at: datetime
    accepted_at: datetime | None
    accepted_by: str

    @property
    def is_waiting(self) -> bool:
        """It came with a school from another partnership, and nobody has accepted it yet."""
        return self.has_moved and self.accepted_at is None


def received_papers(*urns: int) -> list[Line]:
    """The papers that schools have from before, newest first: of their own move, or of the schools they came from.

    Of schools before them, while the register's links still say so. One query. In a partnership's scope or the school's
    own; each sees what was accepted, or made here.
    """
    rows = HandoverItem.received.filter(_holds(), to_urn__in=urns).select_related("handover").defer("content")
    return [_line(row) for row in rows.order_by("-dated_on", "-pk")]


def received_copies(*, urn: int) -> list[Line]:
    """Of these, the signed copies: the earlier years of whoever shows earlier answers. One query."""
    return [line for line in received_papers(urn) if line.kind == HandoverItem.Kind.COPY]


def received_paper(*, item_id: int) -> HandoverItem:
    """One paper that was handed to the open scope, with its package. One query. Raises HandoverItem.DoesNotExist."""
    found: HandoverItem = HandoverItem.received.select_related("handover").get(_holds(), pk=item_id)
    return found


def _holds() -> Q:
    """The condition on papers: the school moved, or the link along which they were given has not gone."""
    is_before = Q(
        urn=OuterRef("to_urn"), link_urn=OuterRef("handover__from_urn"), direction=SchoolLink.Direction.BEFORE
    )
    is_after = Q(urn=OuterRef("handover__from_urn"), link_urn=OuterRef("to_urn"), direction=SchoolLink.Direction.AFTER)
    link = SchoolLink.objects.filter(is_before | is_after, gone_at=None)
    return Q(handover__reason=Handover.Reason.MOVED) | Q(Exists(link))


def packages_received() -> list[Package]:
    """What came here from other partnerships, those to accept first. Two queries."""
    rows = Handover.received.filter(reason=Handover.Reason.MOVED).select_related("tenant", "to_tenant")
    return _packages(rows.order_by("accepted_at", "-pk"))


def packages_to_accept() -> int:
    """How many packages from other partnerships wait to be accepted. One query."""
    return int(Handover.received.filter(reason=Handover.Reason.MOVED, accepted_at=None).count())


def packages_given(*, school_id: int | None = None) -> list[Package]:
    """What was given to other partnerships, of one school or of all. Two queries."""
    rows = Handover.objects.filter(reason=Handover.Reason.MOVED).select_related("tenant", "to_tenant")
    if school_id is not None:
        rows = rows.filter(from_school_id=school_id)
    return _packages(rows.order_by("-pk"))


def package_received(*, handover_id: int) -> Package:
    """One package that came here. Two queries. Raises Handover.DoesNotExist."""
    return _packages([Handover.received.select_related("tenant", "to_tenant").get(pk=handover_id)])[0]


def _packages(rows: Iterable[Handover]) -> list[Package]:
    found = list(rows)
    people = names_of(row.accepted_by_id for row in found if row.accepted_by_id)
    kinds = {str(key): str(words) for key, words in HandoverItem.Kind.choices}
    return [
        Package(
            id=row.pk,
            from_urn=row.from_urn,
            from_name=row.from_name,
            to_urn=row.to_urn,
            giver=row.tenant.name,
            receiver=row.to_tenant.name,
            reason_words=row.get_reason_display(),
            has_moved=row.reason == Handover.Reason.MOVED,
            number=row.number,
            papers=[
                (kinds[paper["kind"]], paper["title"], date.fromisoformat(paper["dated_on"])) for paper in row.manifest
            ],
            people=len(row.people),
            sha256=row.sha256,
            handed_over_at=row.handed_over_at,
            accepted_at=row.accepted_at,
            accepted_by=people.get(row.accepted_by_id or 0, ""),
        )
        for row in found
    ]


def _line(row: HandoverItem) -> Line:
    return Line(
        id=row.pk,
        kind=row.kind,
        kind_words=row.get_kind_display(),
        title=row.title,
        dated_on=row.dated_on,
        from_urn=row.handover.from_urn,
        from_name=row.handover.from_name,
        has_moved=row.handover.reason == Handover.Reason.MOVED,
    )
