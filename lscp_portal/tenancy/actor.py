"""Who is acting now, where, and as what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One person in one place for one request or task, read from the database each time.

    school_id is None for partnership staff and for a trust's lead: ask works_for_area. roles: see
    lscp_portal.accounts.models.Role. conflicts: ids of schools with which this person has declared a conflict of
    interest. cleared: ids of schools for which this person has declared to have none. trust_uid: the trust of a trust's
    lead, who belongs to no single partnership (tenant_id 0).
    """

    person_id: int
    name: str
    tenant_id: int
    school_id: int | None = None
    roles: frozenset[str] = frozenset()
    conflicts: frozenset[int] = frozenset()
    cleared: frozenset[int] = frozenset()
    trust_uid: str = ""

    @property
    def sees_whole_school(self) -> bool:
        """At a school, as more than a contributor: contributors see what was given to them, and nothing else.

        The database says the same by itself (lscp.sees_whole_school).
        """
        return self.school_id is not None and bool(self.roles - {"contributor"})

    @property
    def works_for_area(self) -> bool:
        """Whether this is partnership staff: nobody at a school, and nobody of a trust."""
        return self.school_id is None and not self.trust_uid
