"""What a load balancer asks: does the process live, can it serve. The answers say nothing else to anybody."""

import logging
import time

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lscp_portal.access.policies import public
from lscp_portal.files.clamd import ScannerAway, signatures
from lscp_portal.tenancy.guard import PRIVILEGED

log = logging.getLogger("lscp_portal.ops")
REMEMBER_SECONDS = 30.0  # reading every migration takes time, and the schema only moves forward
SCANNER_PATIENCE_SECONDS = 3.0
UNAVAILABLE = 503


class NotReady(RuntimeError):
    """Why this process cannot serve now; for the log, never for the answer."""


class _Schema:
    """When the schema was last seen to be the newest."""

    seen_at: float | None = None


@public("a load balancer has no account; the answer is one word")
@require_safe
@never_cache
def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers. No database, so that a database's restart does not restart every process."""
    return HttpResponse("ok", content_type="text/plain")


@public("a load balancer has no account; the answer is one word")
@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers, its login is bound by row-level security, and every migration is applied."""
    try:
        login_is_bound()
        schema_is_newest()
    except (Error, ImproperlyConfigured, NotReady) as problem:
        log.warning("not ready: %s", problem)
        return HttpResponse("unavailable", content_type="text/plain", status=UNAVAILABLE)
    return HttpResponse("ok", content_type="text/plain")


@public("a monitor has no account; the answer is one word")
@require_safe
@never_cache
def scannerz(_request: HttpRequest) -> HttpResponse:
    """The virus scanner answers. Apart from readyz: while it is away files wait, and everything else goes on."""
    if not settings.SCANNER_ADDRESS:
        return HttpResponse("none", content_type="text/plain")
    try:
        signatures(settings.SCANNER_ADDRESS, patience=SCANNER_PATIENCE_SECONDS)
    except ScannerAway as problem:
        log.warning("the virus scanner at LSCP_SCANNER_ADDRESS does not answer: %s", problem)
        return HttpResponse("unavailable", content_type="text/plain", status=UNAVAILABLE)
    return HttpResponse("ok", content_type="text/plain")


def login_is_bound() -> None:
    """Raises NotReady for a superuser, an owner or a login past row-level security. 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(PRIVILEGED)
        (privileged,) = cursor.fetchone()
    if privileged:
        raise NotReady(f"the login {connection.settings_dict['USER']} is not bound by row-level security")


def schema_is_newest() -> None:
    """Raises NotReady while a migration of this release is not applied. At most 2 queries every 30 seconds."""
    if _Schema.seen_at is not None and time.monotonic() - _Schema.seen_at < REMEMBER_SECONDS:
        return
    loader = MigrationLoader(connection)
    if missing := set(loader.graph.nodes) - set(loader.applied_migrations):
        raise NotReady(f"{len(missing)} migrations are not applied, the first is {min(missing)}")
    _Schema.seen_at = time.monotonic()
