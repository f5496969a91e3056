"""Who may do what with questions to a school, typed by hand from the domain paper (7.2), never made from the table."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from lscp_portal.workflow import Refused

NOT_THERE = ObjectDoesNotExist  # the database does not show it

SEND = [  # who, what is written and sent already, outcome: the round's state
    ("reviewer", "two questions", "sent"),
    ("reviewer", "nothing", Refused),
    ("reviewer", "a round with the school", Refused),
    ("reviewer", "one round answered", "sent"),
    ("reviewer", "one round lapsed", "sent"),
    ("reviewer", "one round withdrawn", "sent"),
    ("reviewer", "two rounds answered", Refused),
    ("reviewer", "handed in", Refused),
    ("reviewer", "now in conflict", PermissionDenied),
    ("second_reviewer", "two questions", PermissionDenied),
    ("lead", "two questions", PermissionDenied),
    ("administrator", "two questions", PermissionDenied),
    ("visitor", "two questions", PermissionDenied),
    ("publisher", "two questions", PermissionDenied),
    ("analyst", "two questions", PermissionDenied),
    ("scrutineer", "two questions", PermissionDenied),
]

ANSWER = [  # who, state of the round, outcome
    ("dsl", "sent", "answered"),
    ("deputy_dsl", "sent", "answered"),
    ("dsl", "one has no answer", Refused),
    ("dsl", "lapsed", "answered"),
    ("dsl", "answered", Refused),
    ("dsl", "withdrawn", Refused),
    ("dsl", "closed", Refused),
    ("head", "sent", PermissionDenied),
    ("chair", "sent", PermissionDenied),
    ("link_governor", "sent", PermissionDenied),
    ("contributor", "sent", PermissionDenied),
    ("next_door_dsl", "sent", NOT_THERE),
    ("elsewhere_dsl", "sent", NOT_THERE),
    ("reviewer", "sent", PermissionDenied),
    ("lead", "sent", PermissionDenied),
]

DRAFT = [  # who, state of the round, outcome: the round stays as it is
    ("dsl", "sent", "sent"),
    ("deputy_dsl", "sent", "sent"),
    ("dsl", "lapsed", "lapsed"),
    ("dsl", "answered", Refused),
    ("dsl", "withdrawn", Refused),
    ("dsl", "closed", Refused),
    ("head", "sent", PermissionDenied),
    ("chair", "sent", PermissionDenied),
    ("link_governor", "sent", PermissionDenied),
    ("next_door_dsl", "sent", NOT_THERE),
    ("elsewhere_dsl", "sent", NOT_THERE),
    ("reviewer", "sent", PermissionDenied),
]

WITHDRAW_LAST = [  # who, state of the round (one question stands), outcome: its state then
    ("reviewer", "sent", "withdrawn"),
    ("reviewer", "lapsed", "withdrawn"),
    ("reviewer", "answered", Refused),
    ("reviewer", "withdrawn", Refused),
    ("reviewer", "closed", Refused),
    ("second_reviewer", "sent", PermissionDenied),
    ("lead", "sent", PermissionDenied),
    ("scrutineer", "sent", PermissionDenied),
    ("administrator", "sent", PermissionDenied),
]

LAPSE = [  # state of the round, whether its day has passed, state then
    ("sent", True, "lapsed"),
    ("sent", False, Refused),
    ("lapsed", True, "lapsed"),
    ("answered", True, "answered"),
    ("withdrawn", True, "withdrawn"),
]

HAND_IN = [  # what became of the only round, whether its day has passed, state of the review, state of the round
    ("sent", False, Refused, "sent"),
    ("sent", True, "submitted", "closed"),
    ("lapsed", True, "submitted", "closed"),
    ("answered", False, "submitted", "answered"),
    ("withdrawn", False, "submitted", "withdrawn"),
    ("written, not sent", False, Refused, None),
]
