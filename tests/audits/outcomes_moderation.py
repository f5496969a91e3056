"""Who may do what with a second reading, typed by hand from the domain paper (7.2), never made from the table."""

from django.core.exceptions import PermissionDenied

from lscp_portal.workflow import Refused

# declared: what the person has declared about the school before
CLAIM = [  # who, declared, state of the second reading, outcome: its state
    ("second_reviewer", "no conflict", "waiting", "claimed"),
    ("second_reviewer", "nothing", "waiting", PermissionDenied),
    ("second_reviewer", "a conflict", "waiting", PermissionDenied),
    ("second_reviewer", "no conflict", "agreed", Refused),
    ("reviewer", "no conflict", "waiting", PermissionDenied),  # who read it first
    ("lead", "no conflict", "waiting", PermissionDenied),
    ("scrutineer", "no conflict", "waiting", PermissionDenied),
    ("visitor", "no conflict", "waiting", PermissionDenied),
    ("administrator", "nothing", "waiting", PermissionDenied),
    ("publisher", "nothing", "waiting", PermissionDenied),
    ("analyst", "nothing", "waiting", PermissionDenied),
]

HAND_IN = [  # who, how far, outcome
    ("second_reviewer", "as the first", "agreed"),
    ("second_reviewer", "one differs", "handed_in"),
    ("second_reviewer", "one left", Refused),
    ("reviewer", "one differs", PermissionDenied),
    ("lead", "one differs", PermissionDenied),
    ("scrutineer", "one differs", PermissionDenied),
]

SETTLE = [  # who, declared, how far, outcome
    ("lead", "nothing", "all settled", "agreed"),
    ("lead", "nothing", "one left", Refused),
    ("lead", "a conflict", "all settled", PermissionDenied),
    ("third_reviewer", "no conflict", "all settled", "agreed"),
    ("third_reviewer", "nothing", "all settled", PermissionDenied),
    ("reviewer", "no conflict", "all settled", PermissionDenied),
    ("second_reviewer", "no conflict", "all settled", PermissionDenied),
    ("scrutineer", "no conflict", "all settled", PermissionDenied),
    ("visitor", "no conflict", "all settled", PermissionDenied),
    ("lead", "nothing", "claimed", Refused),
]

WAIVE = [  # who, state, reason, outcome
    ("lead", "waiting", "Nobody else is there.", "waived"),
    ("lead", "waiting", " ", Refused),
    ("lead", "claimed", "Nobody else is there.", Refused),
    ("lead", "agreed", "Nobody else is there.", Refused),
    ("lead", "priority", "Nobody else is there.", Refused),
    ("second_reviewer", "waiting", "Nobody else is there.", PermissionDenied),
    ("reviewer", "waiting", "Nobody else is there.", PermissionDenied),
    ("scrutineer", "waiting", "Nobody else is there.", PermissionDenied),
    ("administrator", "waiting", "Nobody else is there.", PermissionDenied),
]
