"""Makes the demonstration area."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import scope
from reports.demonstration.clock import Calendar
from reports.demonstration.places import AREAS
from reports.demonstration.seeding import Seeder
from reports.demonstration.stage import Stage


def at_least_one(word: str) -> int:
    """A whole number from 1. Raises ArgumentTypeError."""
    if not word.isdecimal() or int(word) < 1:
        raise ArgumentTypeError(f"--scale is a whole number from 1, not {word!r}.")
    return int(word)


class Command(BaseCommand):
    """manage.py seed_demo."""

    help = "Make the demonstration area: invented places, schools and people, and two years of their work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As the operator's guide shows them."""
        parser.add_argument("--scale", type=at_least_one, default=1, help="so many times the schools (default 1)")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Make it, once. Raises CommandError outside a demonstration."""
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration area is made in a demonstration only (settings lscp_portal.settings.demo)."
            )
        if Partnership.objects.filter(slug__in=[area.slug for area in AREAS]).exists():
            self.stdout.write("The demonstration area is there already; nothing was changed.")
            return
        began = time.monotonic()
        stage = Stage(scope, Calendar(timezone.localdate()))
        Seeder(stage, scale=options["scale"], say=self.stdout.write).make()
        self.stdout.write(f"The demonstration area is ready after {time.monotonic() - began:.0f} s.")
