"""Who may do what with a poor-quality return, typed by hand from the domain paper (7.2), never made from the tables."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from lscp_portal.workflow import Refused

NOT_THERE = ObjectDoesNotExist  # the database does not show it
NOT_WRITTEN = PermissionDenied

START = [  # who, where the return stands, outcome: the case's state
    ("lead", "in review", "started"),
    ("lead", "reviewed", "started"),
    ("lead", "submitted", Refused),
    ("lead", "feedback issued", Refused),
    ("lead", "a case is open", Refused),
    ("lead", "a case was stopped", "started"),
    ("lead", "a correction is open", Refused),
    ("lead", "now in conflict", PermissionDenied),
    ("reviewer", "in review", PermissionDenied),
    ("administrator", "in review", PermissionDenied),
    ("scrutineer", "in review", PermissionDenied),
    ("publisher", "in review", PermissionDenied),
    ("analyst", "in review", PermissionDenied),
    ("visitor", "in review", PermissionDenied),
    ("elsewhere_lead", "in review", NOT_THERE),
    ("head", "in review", PermissionDenied),
]

RESOLVE = [  # who, state of the case, outcome
    ("lead", "resubmitted", "resolved"),
    ("lead", "started", Refused),
    ("lead", "stepped_up", Refused),
    ("lead", "a step waits", Refused),
    ("lead", "stopped", Refused),
    ("lead", "resolved", Refused),
    ("reviewer", "resubmitted", PermissionDenied),
    ("administrator", "resubmitted", PermissionDenied),
    ("scrutineer", "resubmitted", PermissionDenied),
    ("elsewhere_lead", "resubmitted", NOT_THERE),
]

STOP = [  # who, state of the case, outcome
    ("lead", "started", "stopped"),
    ("lead", "resubmitted", "stopped"),
    ("lead", "stepped_up", "stopped"),
    ("lead", "a step waits", Refused),
    ("lead", "stopped", Refused),
    ("lead", "resolved", Refused),
    ("reviewer", "started", PermissionDenied),
    ("administrator", "started", PermissionDenied),
    ("chair", "started", PermissionDenied),
]

PROPOSE = [  # who, state of the case, whether its day has passed, outcome: state of the step
    ("lead", "started", True, "proposed"),
    ("lead", "started", False, Refused),
    ("lead", "resubmitted", True, Refused),
    ("lead", "resubmitted and still poor", False, "proposed"),
    ("lead", "stepped_up", True, Refused),  # there is a step to the local authority already
    ("lead", "stopped", True, Refused),
    ("administrator", "started", True, PermissionDenied),
    ("reviewer", "started", True, PermissionDenied),
    ("scrutineer", "started", True, PermissionDenied),
]

CONFIRM = [  # who, state of the step, outcome
    ("administrator", "proposed", "confirmed"),
    ("lead", "proposed", PermissionDenied),  # proposed it
    ("administrator in conflict", "proposed", PermissionDenied),
    ("reviewer", "proposed", PermissionDenied),
    ("scrutineer", "proposed", PermissionDenied),
    ("publisher", "proposed", PermissionDenied),
    ("administrator", "confirmed", Refused),
    ("administrator", "taken", Refused),
    ("administrator", "withdrawn", Refused),
    ("head", "proposed", NOT_THERE),
]

TAKE = [  # who, state of the step, outcome
    ("lead", "confirmed", "taken"),
    ("lead", "proposed", Refused),
    ("lead", "taken", Refused),
    ("lead", "withdrawn", Refused),
    ("administrator", "confirmed", PermissionDenied),
    ("reviewer", "confirmed", PermissionDenied),
]

WITHDRAW = [  # who, state of the step, outcome
    ("lead", "proposed", "withdrawn"),
    ("lead", "confirmed", "withdrawn"),
    ("lead", "taken", "withdrawn"),
    ("lead", "withdrawn", Refused),
    ("administrator", "proposed", PermissionDenied),
    ("scrutineer", "proposed", PermissionDenied),
]
