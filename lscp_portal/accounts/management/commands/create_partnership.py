"""The operator's first command for a new partnership."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from lscp_portal.accounts.partnerships import Authority, create_partnership
from lscp_portal.tenancy.models import Partnership


class Command(BaseCommand):
    """manage.py create_partnership."""

    help = "Make a partnership with its local authorities. Then invite its first lead with `invite`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As the operator's guide shows them."""
        parser.add_argument("--slug", required=True, help="its part of the address, such as eastmere")
        parser.add_argument("--name", required=True)
        parser.add_argument("--code", required=True, help="lscp_code in open data")
        parser.add_argument("--phone", required=True, help="for people who are worried about a child, by day")
        parser.add_argument("--out-of-hours", required=True, help="the same for evenings and weekends")
        parser.add_argument(
            "--la",
            required=True,
            action="append",
            nargs="+",
            metavar="WORD",
            help='code, name and (if known) GSS code of a local authority: --la 901 "Eastmere" E06000901',
        )
        parser.add_argument(
            "--publishes-reports", action="store_true", help="the partnership has adopted a publication protocol"
        )

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Make it, or say what is wrong and make nothing."""
        made = Partnership(
            slug=options["slug"],
            name=options["name"],
            code=options["code"],
            safeguarding_phone=options["phone"],
            out_of_hours_phone=options["out_of_hours"],
            publishes_reports=options["publishes_reports"],
        )
        try:
            create_partnership(partnership=made, authorities=[authority(words) for words in options["la"]])
        except ValidationError as problem:
            raise CommandError("\n".join(sentences(problem))) from None
        self.stdout.write(f"{made.name} is at /p/{made.slug}/. Next: manage.py invite --partnership {made.slug} …")


def authority(words: list[str]) -> Authority:
    """Code, name and perhaps GSS code. Raises CommandError for anything else."""
    if len(words) not in {2, 3}:
        raise CommandError(f'--la needs a code and a name, such as --la 901 "Eastmere"; it got {" ".join(words)!r}.')
    return Authority(*words)


def sentences(problem: ValidationError) -> list[str]:
    """What is wrong, each with the field it is about."""
    if hasattr(problem, "error_dict"):
        return [f"{field}: {' '.join(messages)}" for field, messages in problem.message_dict.items()]
    return list(problem.messages)
