"""Who may decide a band, in every state: typed by hand from domain.md 7.2, never computed."""

from django.core.exceptions import PermissionDenied

from lscp_portal.workflow import Refused

NEVER = (  # in no state
    "administrator", "reviewer", "second_reviewer", "visitor", "publisher", "analyst", "scrutineer",
)  # fmt: skip
NEVER_AT_SCHOOL = ("dsl", "deputy_dsl", "contributor", "head", "chair", "link_governor")

CONFIRM = [  # who, state of the band, outcome
    ("the lead", "proposed", "confirmed"),
    ("the lead", "confirmed", Refused),
    ("the lead", "overridden", Refused),
    ("the lead, who read the return", "proposed", PermissionDenied),
    ("the lead, in conflict", "proposed", PermissionDenied),
]

OVERRIDE = [
    ("the lead", "proposed", "overridden"),
    ("the lead", "confirmed", "overridden"),
    ("the lead", "overridden", "overridden"),
    ("the lead, who read the return", "confirmed", PermissionDenied),
    ("the lead, in conflict", "overridden", PermissionDenied),
]
