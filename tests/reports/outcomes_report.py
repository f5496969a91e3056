"""Who may do what with a report, typed by hand from the domain paper (7.1, 7.2, 8.7), never made from the workflow.

The author is the lead where nothing else is said; "publisher, author" is a report whose author is also a publisher.
"""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from lscp_portal.workflow import Refused

START = [  # who, state of the audit, outcome: the report's state
    ("lead", "feedback_issued", "draft"),
    ("lead", "acknowledged", "draft"),
    ("lead", "closed", "draft"),
    ("reviewer", "acknowledged", "draft"),
    ("lead", "invited", Refused),
    ("lead", "submitted", Refused),
    ("lead", "in_review", Refused),
    ("lead", "reviewed", Refused),
    ("lead, in conflict", "acknowledged", PermissionDenied),
    ("publisher", "acknowledged", PermissionDenied),
    ("administrator", "acknowledged", PermissionDenied),
    ("visitor", "acknowledged", PermissionDenied),
    ("scrutineer", "acknowledged", PermissionDenied),
]

WRITE = [  # who, state of the report, outcome: the report's state
    ("lead", "draft", "draft"),
    ("lead", "answered", "answered"),
    ("lead", "accuracy_check", Refused),
    ("lead", "approved", Refused),
    ("lead", "published", Refused),
    ("lead", "withdrawn", Refused),
    ("lead, in conflict", "draft", PermissionDenied),
    ("reviewer", "draft", PermissionDenied),  # somebody else's report
    ("publisher", "answered", PermissionDenied),
    ("administrator", "draft", PermissionDenied),
]

SEND = [
    ("lead", "draft", "accuracy_check"),
    ("lead", "accuracy_check", Refused),
    ("lead", "answered", Refused),
    ("lead", "approved", Refused),
    ("lead", "published", Refused),
    ("lead, in conflict", "draft", PermissionDenied),
    ("reviewer", "draft", PermissionDenied),
    ("publisher", "draft", PermissionDenied),
]

ANSWER = [
    ("head", "accuracy_check", "answered"),
    ("chair", "accuracy_check", "answered"),
    ("head", "answered", Refused),
    ("head", "approved", Refused),
    ("head", "published", Refused),
    ("head", "withdrawn", Refused),
    ("dsl", "accuracy_check", PermissionDenied),
    ("deputy_dsl", "accuracy_check", PermissionDenied),
    ("contributor", "accuracy_check", ObjectDoesNotExist),
    ("link_governor", "accuracy_check", PermissionDenied),
    ("lead", "accuracy_check", PermissionDenied),
    ("publisher", "accuracy_check", PermissionDenied),
]

GO_ON = [  # who, is the school's time over, outcome
    ("lead", True, "answered"),
    ("lead", False, Refused),
    ("publisher", True, PermissionDenied),
    ("reviewer", True, PermissionDenied),
    ("head", True, PermissionDenied),
]

APPROVE = [
    ("publisher", "answered", "approved"),
    ("second_publisher", "answered", "approved"),
    ("publisher", "draft", Refused),
    ("publisher", "accuracy_check", Refused),
    ("publisher", "approved", Refused),
    ("publisher", "published", Refused),
    ("publisher", "withdrawn", Refused),
    ("publisher", "answered, a correction is open", Refused),
    ("publisher", "answered, every correction has a reply", "approved"),
    ("publisher, in conflict", "answered", PermissionDenied),
    ("publisher, author", "answered", PermissionDenied),
    ("lead", "answered", PermissionDenied),
    ("reviewer", "answered", PermissionDenied),
    ("administrator", "answered", PermissionDenied),
]

RETURN = [
    ("publisher", "approved", "answered"),
    ("publisher", "rendered", "answered"),
    ("publisher", "answered", Refused),
    ("publisher", "published", Refused),
    ("lead", "approved", PermissionDenied),
    ("administrator", "approved", PermissionDenied),
]

PUBLISH = [
    ("publisher", "rendered", "published"),
    ("second_publisher", "rendered", "published"),
    ("publisher", "approved", Refused),  # the bytes are not there yet
    ("publisher", "answered", Refused),
    ("publisher", "draft", Refused),
    ("publisher", "published", Refused),
    ("publisher", "withdrawn", Refused),
    ("publisher", "rendered, no protocol", Refused),
    ("publisher, in conflict", "rendered", PermissionDenied),
    ("publisher, author", "rendered", PermissionDenied),
    ("lead", "rendered", PermissionDenied),
    ("administrator", "rendered", PermissionDenied),
]

WITHDRAW = [
    ("lead", "published", "withdrawn"),
    ("publisher", "published", "withdrawn"),
    ("lead", "rendered", Refused),
    ("lead", "withdrawn", Refused),
    ("lead, in conflict", "published", PermissionDenied),
    ("reviewer", "published", PermissionDenied),
    ("administrator", "published", PermissionDenied),
]
