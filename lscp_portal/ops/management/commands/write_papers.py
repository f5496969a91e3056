"""Write the papers that are made from the code, or say that they are stale."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lscp_portal.ops.papers import papers


class Command(BaseCommand):
    """`--check` writes nothing and fails when a paper is not what the code says."""

    help = "Write docs/developer/permissions.md and docs/workflows/*.md from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Write, or compare."""
        stale = []
        for name, text in papers().items():
            path = settings.BASE_DIR / "docs" / name
            if not path.exists() or path.read_text("utf-8") != text:
                stale.append(name)
                if not options["check"]:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, "utf-8")
        if options["check"] and stale:
            raise CommandError(f"Stale: {', '.join(stale)}. Run ./run manage write_papers and look at what changed.")
        self.stdout.write(f"{len(stale)} papers written." if stale else "Every paper is as the code says.")
