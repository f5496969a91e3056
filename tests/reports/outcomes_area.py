"""Who may do what with an area summary, typed by hand from domain.md 7.2 and the issue. A change is a change of rights.

Everybody not named here is refused. "froze it" is the person whose name stands under the frozen figures.
"""

SEE = {"administrator", "lead", "reviewer", "visitor", "publisher", "analyst", "scrutineer"}
FREEZE = {"lead", "analyst"}
PUBLISH = {"lead", "publisher"}
NOBODY_AT_A_SCHOOL = {"dsl", "deputy_dsl", "contributor", "head", "chair", "link_governor"}
NOBODY_AT_A_TRUST = {"trust_lead"}

# who froze the figures, who wants to publish them, in which state, and what comes of it
PUBLISHING = [
    ("analyst", "lead", "submitted", "published"),
    ("analyst", "publisher", "submitted", "published"),
    ("lead", "publisher", "submitted", "published"),
    ("lead", "lead", "submitted", "PermissionDenied"),
    ("analyst", "analyst", "submitted", "PermissionDenied"),
    ("analyst", "administrator", "submitted", "PermissionDenied"),
    ("analyst", "reviewer", "submitted", "PermissionDenied"),
    ("analyst", "visitor", "submitted", "PermissionDenied"),
    ("analyst", "scrutineer", "submitted", "PermissionDenied"),
    ("analyst", "head", "submitted", "PermissionDenied"),
    ("analyst", "chair", "submitted", "PermissionDenied"),
    ("analyst", "publisher", "published", "Refused"),
    ("lead", "lead", "published", "PermissionDenied"),
]
