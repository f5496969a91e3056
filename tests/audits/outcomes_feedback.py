"""Who may do what with feedback, typed by hand from the domain paper (7.2): never made from the workflow's table."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from lscp_portal.workflow import Refused

ISSUE = [  # who, state of the audit, outcome: the letter's state
    ("lead", "reviewed", "issued"),
    ("lead", "reviewed, without words", Refused),
    ("lead", "submitted", Refused),
    ("lead", "in_review", Refused),
    ("lead", "feedback_issued", Refused),
    ("lead", "acknowledged", Refused),
    ("lead", "closed", Refused),
    ("lead, in conflict", "reviewed", PermissionDenied),
    ("reviewer", "reviewed", PermissionDenied),
    ("publisher", "reviewed", PermissionDenied),
    ("administrator", "reviewed", PermissionDenied),
    ("scrutineer", "reviewed", PermissionDenied),
]

ACKNOWLEDGE = [  # who, state of the audit, outcome: the letter's state
    ("head", "feedback_issued", "acknowledged"),
    ("chair", "feedback_issued", "acknowledged"),
    ("head", "acknowledged", Refused),
    ("chair", "closed", Refused),
    ("dsl", "feedback_issued", PermissionDenied),
    ("deputy_dsl", "feedback_issued", PermissionDenied),
    ("contributor", "feedback_issued", ObjectDoesNotExist),
    ("link_governor", "feedback_issued", PermissionDenied),
    ("lead", "feedback_issued", PermissionDenied),
    ("reviewer", "feedback_issued", PermissionDenied),
]

CLOSE = [  # who, state of the audit, outcome: the audit's state
    ("lead", "acknowledged", "closed"),
    ("lead", "feedback_issued", Refused),
    ("lead", "reviewed", Refused),
    ("lead", "closed", Refused),
    ("lead, in conflict", "acknowledged", PermissionDenied),
    ("administrator", "acknowledged", PermissionDenied),
    ("reviewer", "acknowledged", PermissionDenied),
]
