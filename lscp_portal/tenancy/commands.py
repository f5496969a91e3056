"""What management commands share that work for one partnership or for all."""

from collections.abc import Sequence

from django.core.management.base import CommandError

from lscp_portal.tenancy.models import Partnership


def chosen_partnerships(slug: str | None) -> Sequence[Partnership]:
    """The partnership of that slug, or all by name when there is no slug. Raises CommandError when there is none."""
    partnerships = Partnership.objects.order_by("name")
    found = list(partnerships.filter(slug=slug) if slug else partnerships)
    if not found:
        raise CommandError("There is no such partnership. Make one first: manage.py create_partnership.")
    return found
