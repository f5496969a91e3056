"""How much a school may describe and upload. Each rule yields its reasons to refuse, in words the school can act on."""

from collections.abc import Iterator

from audits.evidence.types import Usage
from lscp_portal.files.types import MEGABYTE
from lscp_portal.workflow import Blocker

MOST_ITEMS = 20  # of one indicator
MOST_FILES = 40  # of one audit (security.md 4.1, ASVS V5.2.4)
LARGEST_AUDIT = 300 * MEGABYTE
LARGEST_YEAR = 2_000 * MEGABYTE
DESCRIBE = "Describe what it is and where it is kept instead, or take out a file you need less."


def items_can_be_added(number: int) -> Iterator[Blocker]:
    """A reviewer reads all of them. number: how many the indicator has."""
    if number >= MOST_ITEMS:
        yield Blocker("items", f"There are {MOST_ITEMS} pieces of evidence already. Keep those that show it best.")


def there_is_room(usage: Usage, size: int) -> Iterator[Blocker]:
    """For a file of `size` bytes."""
    if usage.files >= MOST_FILES:
        yield Blocker("files", f"This audit has {MOST_FILES} files already. {DESCRIBE}")
    if usage.size + size > LARGEST_AUDIT:
        yield Blocker("audit", f"The files of one audit may have 300 MB together. {DESCRIBE}")
    if usage.size_of_year + size > LARGEST_YEAR:
        yield Blocker("year", f"The files of one school may have 2 GB together in a year. {DESCRIBE}")


def uploads_are_allowed(*, allowed: bool) -> Iterator[Blocker]:
    """By the partnership, which can change its mind while somebody chooses a file."""
    if not allowed:
        yield Blocker("off", "Your partnership takes no files. Describe what it is and where it is kept.")
