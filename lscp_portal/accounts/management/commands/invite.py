"""Inviting from the command line: the first lead of a partnership, or anybody where mail does not arrive."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from lscp_portal.accounts.actions import Guest, invite_as_operator
from lscp_portal.accounts.links import address_of
from lscp_portal.accounts.models import SCHOOL_ROLES, Role
from lscp_portal.accounts.places import SchoolPlace, school_by_urn
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.workflow import Refused


class Command(BaseCommand):
    """manage.py invite."""

    help = "Invite somebody to a partnership or a school. The link is sent by e-mail, and printed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As the operator's guide shows them."""
        parser.add_argument("--partnership", required=True, metavar="SLUG")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--urn", type=int, help="the school, for a school role")
        parser.add_argument("--ends-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="last day of the term")
        parser.add_argument("email")
        parser.add_argument("full_name")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Print the link and nothing else, so that it can be piped."""
        partnership = Partnership.objects.filter(slug=options["partnership"]).first()
        if partnership is None:
            raise CommandError(f"There is no partnership {options['partnership']!r}. Make it with create_partnership.")
        try:
            validate_email(options["email"])
            with scope(area_scope(partnership.pk)):
                invitation = invite_as_operator(guest=guest(options))
        except (ValidationError, Refused) as problem:
            raise CommandError(" ".join(getattr(problem, "messages", [str(problem)]))) from None
        self.stdout.write(address_of(invitation))


def guest(options: dict[str, Any]) -> Guest:
    """Whom the command line names. Raises CommandError when role and school do not fit."""
    if (options["role"] in SCHOOL_ROLES) != (options["urn"] is not None):
        raise CommandError("A school role needs --urn; a role of the partnership has none.")
    return Guest(
        email=options["email"],
        full_name=options["full_name"],
        role=options["role"],
        school=school(options["urn"]) if options["urn"] else None,
        ends_on=options["ends_on"],
    )


def school(urn: int) -> SchoolPlace:
    """The school of this partnership. Raises CommandError."""
    try:
        return school_by_urn(urn=urn)
    except ObjectDoesNotExist:
        raise CommandError(f"The partnership has no school {urn}. Import the register first (import_gias).") from None
