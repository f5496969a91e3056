"""Who may do what with a visit, typed by hand from the domain paper (7.1, 7.2), never made from the workflow."""

from django.core.exceptions import PermissionDenied

from lscp_portal.workflow import Refused

SCHEDULE = [  # who, outcome: the visit's state
    ("lead", "scheduled"),
    ("lead, in conflict", PermissionDenied),
    ("reviewer", PermissionDenied),
    ("visitor", PermissionDenied),
    ("administrator", PermissionDenied),
    ("publisher", PermissionDenied),
    ("scrutineer", PermissionDenied),
    ("analyst", PermissionDenied),
]

TEAM = [  # who goes, for which agency; the first one leads; outcome
    ((("visitor", "education"), ("second_visitor", "police")), "scheduled"),
    ((("visitor", "health"), ("reviewer", "education")), "scheduled"),
    ((("visitor", "education"), ("second_visitor", "police"), ("reviewer", "health")), "scheduled"),
    ((("visitor", "education"),), Refused),
    ((("visitor", "education"), ("second_visitor", "education")), Refused),
    ((("visitor", "police"), ("second_visitor", "health")), Refused),
    ((("visitor", "education"), ("visitor", "police")), Refused),
    ((("visitor", "education"), ("analyst", "police")), Refused),
    ((("visitor", "education"), ("head", "police")), Refused),
    ((("visitor", "education"), ("elsewhere_visitor", "police")), Refused),
    (
        (("visitor", "education"), ("second_visitor", "police"), ("reviewer", "health"), ("second_reviewer", "police")),
        Refused,
    ),
]

HOLD = [  # who, state of the visit, outcome
    ("visitor", "scheduled", "held"),
    ("second_visitor", "scheduled", "held"),
    ("visitor", "held", Refused),
    ("visitor", "recorded", Refused),
    ("visitor", "cancelled", Refused),
    ("visitor, in conflict", "scheduled", PermissionDenied),
    ("reviewer", "scheduled", PermissionDenied),  # may go on visits, but is not of this team
    ("lead", "scheduled", PermissionDenied),
    ("administrator", "scheduled", PermissionDenied),
]

NOTE = [  # who, state of the visit, outcome: the theme that is kept
    ("visitor", "held", "staff"),
    ("second_visitor", "held", "staff"),
    ("visitor", "scheduled", Refused),
    ("visitor", "recorded", Refused),
    ("visitor", "cancelled", Refused),
    ("reviewer", "held", PermissionDenied),
    ("lead", "held", PermissionDenied),
]

COMPLETE = [  # who, state of the visit, outcome
    ("visitor", "held, with a note", "recorded"),
    ("second_visitor", "held, with a note", "recorded"),
    ("visitor", "held", Refused),
    ("visitor", "scheduled", Refused),
    ("visitor", "recorded", Refused),
    ("reviewer", "held, with a note", PermissionDenied),
    ("lead", "held, with a note", PermissionDenied),
]

CANCEL = [  # who, state of the visit, outcome
    ("lead", "scheduled", "cancelled"),
    ("lead", "held", Refused),
    ("lead", "recorded", Refused),
    ("lead", "cancelled", Refused),
    ("lead, in conflict", "scheduled", PermissionDenied),
    ("visitor", "scheduled", PermissionDenied),
    ("administrator", "scheduled", PermissionDenied),
]
