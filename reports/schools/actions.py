"""Keep, change and drop views of the schools list."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from reports.schools.models import SavedView
from reports.schools.policies import may_change_view, may_keep_views
from reports.schools.types import ViewExists


def keep_view(*, actor: Actor, name: str, query: Mapping[str, str], is_shared: bool, is_default: bool) -> SavedView:
    """Keep filters and order under a name. Raises PermissionDenied, ViewExists. At most four statements."""
    if not may_keep_views(actor):
        raise PermissionDenied("view.keep")
    mine = SavedView.objects.filter(person_id=actor.person_id, removed_at=None)
    if mine.filter(name=name).exists():
        raise ViewExists
    if is_default:
        mine.filter(is_default=True).update(is_default=False)
    view: SavedView = SavedView.objects.create(
        tenant_id=actor.tenant_id,
        person_id=actor.person_id,
        name=name,
        query=dict(query),
        is_shared=is_shared,
        is_default=is_default,
    )
    record(actor, "schools_view.kept", view, shared=is_shared)
    return view


def drop_view(*, actor: Actor, view_id: int) -> None:
    """Take a view away for everybody. Raises PermissionDenied, SavedView.DoesNotExist."""
    view = _locked(view_id, actor)
    view.removed_at, view.is_default = timezone.now(), False
    view.save(update_fields=["removed_at", "is_default"])
    record(actor, "schools_view.dropped", view)


def set_default(*, actor: Actor, view_id: int, is_default: bool) -> None:
    """Whether this view opens when its maker opens the list. Raises PermissionDenied, SavedView.DoesNotExist."""
    view = _locked(view_id, actor)
    if is_default:
        SavedView.objects.filter(person_id=actor.person_id, is_default=True).update(is_default=False)
    view.is_default = is_default
    view.save(update_fields=["is_default"])


def _locked(view_id: int, actor: Actor) -> SavedView:
    view: SavedView = SavedView.objects.select_for_update(no_key=True).get(pk=view_id, removed_at=None)
    if not may_change_view(actor, view):
        raise PermissionDenied("view.change")
    return view
