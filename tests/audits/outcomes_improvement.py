"""Who may do what with an improvement, typed by hand from the domain paper (7.2), never made from the table.

deputy_dsl owns it and says that it is done; "own" is of the school's own plan.
"""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from lscp_portal.workflow import Refused

NOT_THERE = ObjectDoesNotExist  # the database does not show it

AGREE = [  # who, state, outcome
    ("dsl", "proposed", "agreed"),
    ("deputy_dsl", "proposed", "agreed"),
    ("head", "proposed", "agreed"),
    ("dsl", "agreed", Refused),
    ("dsl", "said_done", Refused),
    ("dsl", "verified", Refused),
    ("dsl", "withdrawn", Refused),
    ("chair", "proposed", PermissionDenied),
    ("link_governor", "proposed", PermissionDenied),
    ("contributor", "proposed", NOT_THERE),
    ("next_door_dsl", "proposed", NOT_THERE),
    ("elsewhere_dsl", "proposed", NOT_THERE),
    ("lead", "proposed", PermissionDenied),
    ("reviewer", "proposed", PermissionDenied),
]

SAY_DONE = [  # who, state, outcome
    ("deputy_dsl", "agreed", "said_done"),
    ("deputy_dsl", "in_progress", "said_done"),
    ("dsl", "in_progress", "said_done"),
    ("head", "in_progress", "said_done"),
    ("dsl", "proposed", Refused),
    ("dsl", "said_done", Refused),
    ("dsl", "verified", Refused),
    ("dsl", "withdrawn", Refused),
    ("chair", "in_progress", PermissionDenied),
    ("link_governor", "in_progress", PermissionDenied),
    ("next_door_dsl", "in_progress", NOT_THERE),
    ("reviewer", "in_progress", PermissionDenied),
    ("lead", "in_progress", PermissionDenied),
]

VERIFY = [  # who, critical or not, state, outcome
    ("chair", "other", "said_done", "verified"),
    ("link_governor", "other", "said_done", "verified"),
    ("dsl", "other", "said_done", "verified"),
    ("head", "other", "said_done", "verified"),
    ("reviewer", "other", "said_done", "verified"),
    ("visitor", "other", "said_done", "verified"),
    ("deputy_dsl", "other", "said_done", PermissionDenied),  # it owns it
    ("contributor", "other", "said_done", NOT_THERE),
    ("next_door_head", "other", "said_done", NOT_THERE),
    ("second_reviewer", "other", "said_done", PermissionDenied),  # has declared nothing
    ("lead", "other", "said_done", PermissionDenied),
    ("scrutineer", "other", "said_done", PermissionDenied),
    ("chair", "other", "in_progress", Refused),
    ("chair", "other", "verified", Refused),
    ("chair", "other", "withdrawn", Refused),
    ("reviewer", "critical", "said_done", "verified"),
    ("visitor", "critical", "said_done", "verified"),
    ("chair", "critical", "said_done", PermissionDenied),
    ("link_governor", "critical", "said_done", PermissionDenied),
    ("head", "critical", "said_done", PermissionDenied),
    ("dsl", "critical", "said_done", PermissionDenied),
    ("deputy_dsl", "critical", "said_done", PermissionDenied),
    ("lead", "critical", "said_done", PermissionDenied),
    ("reviewer", "critical", "in_progress", Refused),
]

WITHDRAW = [  # who, who asked for it, state, outcome
    ("lead", "letter", "proposed", "withdrawn"),
    ("lead", "letter", "in_progress", "withdrawn"),
    ("lead", "letter", "said_done", "withdrawn"),
    ("lead", "letter", "verified", Refused),
    ("head", "letter", "proposed", PermissionDenied),
    ("dsl", "letter", "proposed", PermissionDenied),
    ("reviewer", "letter", "proposed", PermissionDenied),
    ("head", "own", "agreed", "withdrawn"),
    ("head", "own", "said_done", "withdrawn"),
    ("dsl", "own", "agreed", PermissionDenied),
    ("chair", "own", "agreed", PermissionDenied),
    ("lead", "own", "agreed", PermissionDenied),
]
