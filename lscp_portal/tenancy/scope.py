"""One transaction, one scope: whom the database believes we are (docs/developer/decisions/0002-one-scope.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connections, transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A database role for one transaction, and the rows it is for. Ids are those of the database."""

    role: str
    tenant: int | None = None
    school: int | None = None
    person: int | None = None
    trust: int | None = None
    using: str = "default"


class ScopeError(RuntimeError):
    """Tenant rows were asked for outside a scope, or two scopes were to share one transaction."""


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)

ENTER = (
    "SELECT set_config('role', %s, true), set_config('app.tenant', %s, true), "
    "set_config('app.school', %s, true), set_config('app.person', %s, true), set_config('app.trust', %s, true)"
)


def current() -> Scope:
    """The open scope. Raises ScopeError when there is none."""
    found = _current.get()
    if found is None:
        raise ScopeError("No scope is open: tenant rows are read inside a request, a task or a scoped command only.")
    return found


def current_or_none() -> Scope | None:
    """The open scope, if any."""
    return _current.get()


def area_scope(tenant: int, *, person: int | None = None) -> Scope:
    """One partnership, for its staff and its tasks."""
    return Scope(role="lscp_tenant", tenant=tenant, person=person)


def school_scope(tenant: int, school: int, *, person: int | None = None) -> Scope:
    """One school of one partnership, for its staff and governors."""
    return Scope(role="lscp_school", tenant=tenant, school=school, person=person)


def trust_scope(trust: int, *, person: int) -> Scope:
    """The schools of one trust where partnerships let this person see them: the database asks the memberships."""
    return Scope(role="lscp_trust", trust=trust, person=person)


def public_scope() -> Scope:
    """What anybody may read, through the public site's own login."""
    return Scope(role="lscp_public", using="site")


@contextmanager
def scope(wanted: Scope) -> Iterator[Scope]:
    """Open a transaction as `wanted`; it commits at the end, or rolls back on an exception.

    The same scope may be asked for again inside itself; another one raises ScopeError.
    """
    already = _current.get()
    if already is not None:
        if already != wanted:
            raise ScopeError(f"One transaction, one scope: {already} is open and {wanted} was asked for.")
        yield already
        return
    connection = connections[wanted.using]
    with transaction.atomic(using=wanted.using, durable=True):
        _enter(wanted)
        token = _current.set(wanted)
        try:
            yield wanted
        finally:
            _current.reset(token)
        a_test_lives_on = connection.savepoint_ids and not connection.needs_rollback
        if a_test_lives_on:  # in its own transaction, which must not keep our role
            _enter(Scope(role="none", using=wanted.using))


def _enter(wanted: Scope) -> None:
    ids = (wanted.tenant, wanted.school, wanted.person, wanted.trust)
    numbers = ("" if number is None else str(int(number)) for number in ids)
    with connections[wanted.using].cursor() as cursor:
        cursor.execute(ENTER, (wanted.role, *numbers))
