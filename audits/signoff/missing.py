"""What keeps an audit from being signed, as a page says it: counted in words, each a link to where it is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse

from lscp_portal.workflow import Blocker

BACK = "?to=sign"  # the page of an indicator leads back to signing
SHOWN = 8
CONTROLS = {"level": "id_level_0", "strength": "id_strength_0"}  # lists: the first choice
PAGES = {"profile": "answers:profile", "closed": "extension:time"}


@dataclass(frozen=True, slots=True)
class Missing:
    """One reason. href: the one place that mends it, "" where there are several or none; then links, (words, href).

    others: the links beyond the first few.
    """

    sentence: str
    href: str = ""
    links: Sequence[tuple[str, str]] = ()
    others: Sequence[tuple[str, str]] = ()

    @property
    def more(self) -> str:
        """“and 7 others”."""
        return f"and {len(self.others)} {'other' if len(self.others) == 1 else 'others'}"


def missing_of(blockers: Iterable[Blocker], *, urn: int) -> list[Missing]:
    """The reasons in order, with links for a school's page."""
    return [_missing(blocker, urn) for blocker in blockers]


def how_much(blockers: Sequence[Blocker], *, who: str = "you") -> str:
    """“Three things are missing before you can sign”; "" when nothing is. who: signs next.

    An answer counts once, however much it lacks. Where somebody else or another day is needed, nothing is counted.
    """
    if not blockers:
        return ""
    if not all(blocker.places or blocker.code == "profile" for blocker in blockers):
        return f"{who[0].upper()}{who[1:]} cannot sign now"
    answers = {place for blocker in blockers for place in blocker.places}
    count = len(answers) + sum(not blocker.places for blocker in blockers)
    words = "One thing is" if count == 1 else f"{str(apnumber(count)).capitalize()} things are"
    return f"{words} missing before {who} can sign"


def _missing(blocker: Blocker, urn: int) -> Missing:
    links = [(code, _address(urn, section, code, blocker.field)) for section, code in blocker.places]
    if not blocker.short:
        page = PAGES.get(blocker.code, "")
        return Missing(blocker.sentence, links[0][1] if links else reverse(page, args=[urn]) if page else "")
    return Missing(blocker.short, links=links[:SHOWN], others=links[SHOWN:])


def _address(urn: int, section: str, code: str, field: str) -> str:
    page = reverse("answers:indicator", args=[urn, section, code])
    control = CONTROLS.get(field, f"id_{field}" if field else "")
    return f"{page}{BACK}#{control}" if control else f"{page}{BACK}"
