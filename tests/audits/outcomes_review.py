"""Who may do what with a review, typed by hand from the domain paper (7.1, 7.2), never made from the table."""

from django.core.exceptions import PermissionDenied

from lscp_portal.workflow import Refused

# declared: what the person has declared about the school before
CLAIM = [  # who, declared, state of the audit, outcome: the review's state
    ("reviewer", "no conflict", "submitted", "claimed"),
    ("reviewer", "no conflict", "invited", Refused),
    ("reviewer", "no conflict", "in_review", Refused),
    ("reviewer", "no conflict", "reviewed", Refused),
    ("reviewer", "no conflict", "feedback_issued", Refused),
    ("reviewer", "no conflict", "acknowledged", Refused),
    ("reviewer", "no conflict", "closed", Refused),
    ("reviewer", "nothing", "submitted", PermissionDenied),
    ("reviewer", "a conflict", "submitted", PermissionDenied),
    ("second_reviewer", "no conflict", "in_review", Refused),
    ("lead", "no conflict", "submitted", PermissionDenied),
    ("administrator", "nothing", "submitted", PermissionDenied),
    ("visitor", "no conflict", "submitted", PermissionDenied),
    ("publisher", "nothing", "submitted", PermissionDenied),
    ("analyst", "nothing", "submitted", PermissionDenied),
    ("scrutineer", "nothing", "submitted", PermissionDenied),
]

HAND_IN = [  # who, state of the review, outcome
    ("its reader", "claimed", "submitted"),
    ("its reader", "claimed, one not scored", Refused),
    ("its reader", "submitted", Refused),
    ("its reader", "released", Refused),
    ("its reader, now in conflict", "claimed", PermissionDenied),
    ("another reviewer", "claimed", PermissionDenied),
    ("the lead", "claimed", PermissionDenied),
    ("the scrutineer", "claimed", PermissionDenied),
    ("the administrator", "claimed", PermissionDenied),
]

RELEASE = [  # who, state of the review, outcome
    ("its reader", "claimed", "released"),
    ("its reader", "submitted", Refused),
    ("its reader", "released", Refused),
    ("its reader, now in conflict", "claimed", PermissionDenied),
    ("another reviewer", "claimed", PermissionDenied),
    ("the lead", "claimed", PermissionDenied),
]

TAKE_BACK = [  # who, state of the review, outcome; with a reason
    ("the lead", "claimed", "released"),
    ("the lead", "submitted", Refused),
    ("the lead", "released", Refused),
    ("the lead, in conflict", "claimed", PermissionDenied),
    ("its reader", "claimed", PermissionDenied),
    ("another reviewer", "claimed", PermissionDenied),
    ("the scrutineer", "claimed", PermissionDenied),
    ("the administrator", "claimed", PermissionDenied),
]

RESUME = [  # who, state of the review, outcome
    ("its reader", "released", "claimed"),
    ("its reader", "claimed", Refused),
    ("its reader", "submitted", Refused),
    ("its reader, now in conflict", "released", PermissionDenied),
    ("another reviewer", "released", PermissionDenied),
    ("the lead", "released", PermissionDenied),
]

SCORE = [  # who, state of the review, outcome: None where it is kept
    ("its reader", "claimed", None),
    ("its reader", "submitted", Refused),
    ("its reader", "released", Refused),
    ("its reader, now in conflict", "claimed", PermissionDenied),
    ("another reviewer", "claimed", PermissionDenied),
    ("the lead", "claimed", PermissionDenied),
]
