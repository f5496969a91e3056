"""The service navigation of each place."""

from collections.abc import Sequence

from lscp_portal.access.place import Link

PORTAL = (
    ("Home", ""),
    ("Cycles", "cycles/"),
    ("Schools", "schools/"),
    ("Reviews", "reviews/"),
    ("Visits", "visits/"),
    ("Improvements", "improving/"),
    ("Reports", "reports/"),
    ("Area summary", "area/"),
    ("Good practice", "good-practice/"),
    ("People", "people/"),
)
SCRUTINY = (*PORTAL[:-2], ("Scrutiny", "scrutiny/"), *PORTAL[-2:])
SCHOOL = (
    ("Home", ""),
    ("Audit", "audit/"),
    ("Feedback", "feedback/"),
    ("Improvements", "improving/"),
    ("Visits", "visits/"),
    ("Reports", "reports/"),
    ("Governors", "governors/"),
    ("Good practice", "good-practice/"),
    ("People", "people/"),
)
CONTRIBUTOR = tuple(entry for entry in SCHOOL if entry[0] in {"Home", "Audit", "People"})
TRUST = (("Schools", ""), ("Dates", "dates/"), ("Central answers", "answers/"))
PUBLIC = (("Find a school", "/reports/"), ("Areas", "/areas/"), ("Good practice", "/good-practice/"))


def links(root: str, entries: Sequence[tuple[str, str]], path: str) -> tuple[Link, ...]:
    """Navigation below `root`; the entry that the page lies under is marked as current."""
    return tuple(
        Link(text, root + tail, current=path == root if not tail else path.startswith(root + tail))
        for text, tail in entries
    )
