"""Who may do what with an audit, typed by hand (domain: roles, audit). A change here needs a note in the changelog."""

from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Role

S = Audit.State
R = Role
COLUMNS = (
    R.ADMINISTRATOR, R.LEAD, R.REVIEWER, R.VISITOR, R.PUBLISHER, R.ANALYST, R.SCRUTINEER,
    R.DSL, R.DEPUTY_DSL, R.CONTRIBUTOR, R.HEAD, R.CHAIR, R.LINK_GOVERNOR, R.TRUST_LEAD,
)  # fmt: skip

# y: may; . : may not. The reviewer has declared to have no conflict of interest.
WHO_MAY = {
    #                    adm lead rev vis pub ana scr  dsl dep con head chair link trust
    "start":             ". . . . . . .  y y y . . y .",
    "sign_as_dsl":       ". . . . . . .  y . . . . . .",
    "return_from_head":  ". . . . . . .  . . . y . . .",
    "sign_as_head":      ". . . . . . .  . . . y . . .",
    "return_from_chair": ". . . . . . .  . . . . y . .",
    "sign_as_chair":     ". . . . . . .  . . . . y . .",
    "begin_review":      ". . y . . . .  . . . . . . .",
    "release_review":    ". . y . . . .  . . . . . . .",
    "take_back_review":  ". y . . . . .  . . . . . . .",
    "finish_review":     ". . y . . . .  . . . . . . .",
    "read_again":        ". . . . . . .  . . . . . . .",
    "issue_feedback":    ". y . . . . .  . . . . . . .",
    "acknowledge":       ". . . . . . .  . . . y y . .",
    "close":             ". y . . . . .  . . . . . . .",
}  # fmt: skip

FROM_TO = {
    "start": (S.INVITED, S.IN_PROGRESS),
    "sign_as_dsl": (S.IN_PROGRESS, S.INTERNAL_CHECK),
    "return_from_head": (S.INTERNAL_CHECK, S.IN_PROGRESS),
    "sign_as_head": (S.INTERNAL_CHECK, S.HEAD_SIGNED),
    "return_from_chair": (S.HEAD_SIGNED, S.IN_PROGRESS),
    "sign_as_chair": (S.HEAD_SIGNED, S.SUBMITTED),
    "begin_review": (S.SUBMITTED, S.IN_REVIEW),
    "release_review": (S.IN_REVIEW, S.SUBMITTED),
    "take_back_review": (S.IN_REVIEW, S.SUBMITTED),
    "finish_review": (S.IN_REVIEW, S.REVIEWED),
    "read_again": (S.REVIEWED, S.IN_REVIEW),
    "issue_feedback": (S.REVIEWED, S.FEEDBACK_ISSUED),
    "acknowledge": (S.FEEDBACK_ISSUED, S.ACKNOWLEDGED),
    "close": (S.ACKNOWLEDGED, S.CLOSED),
}

DENIED, REFUSED = "PermissionDenied", "Refused"

# what comes of signing: (who, as which step, in which state) -> the audit's state afterwards, or why not
SIGNING = [
    ("dsl", "dsl", S.IN_PROGRESS, S.INTERNAL_CHECK),
    ("dsl", "dsl", S.INTERNAL_CHECK, REFUSED),
    ("dsl", "dsl", S.HEAD_SIGNED, REFUSED),
    ("dsl", "dsl", S.SUBMITTED, REFUSED),
    ("head", "head", S.IN_PROGRESS, REFUSED),
    ("head", "head", S.INTERNAL_CHECK, S.HEAD_SIGNED),
    ("head", "head", S.HEAD_SIGNED, REFUSED),
    ("head", "head", S.SUBMITTED, REFUSED),
    ("chair", "chair", S.IN_PROGRESS, REFUSED),
    ("chair", "chair", S.INTERNAL_CHECK, REFUSED),
    ("chair", "chair", S.HEAD_SIGNED, S.SUBMITTED),
    ("chair", "chair", S.SUBMITTED, REFUSED),
    ("dsl", "head", S.INTERNAL_CHECK, DENIED),
    ("dsl", "chair", S.HEAD_SIGNED, DENIED),
    ("head", "dsl", S.IN_PROGRESS, DENIED),
    ("head", "chair", S.HEAD_SIGNED, DENIED),
    ("chair", "dsl", S.IN_PROGRESS, DENIED),
    ("chair", "head", S.INTERNAL_CHECK, DENIED),
    ("contributor", "dsl", S.IN_PROGRESS, DENIED),
    ("deputy_dsl", "dsl", S.IN_PROGRESS, DENIED),
    ("deputy_dsl", "head", S.INTERNAL_CHECK, DENIED),
    ("deputy_dsl", "chair", S.HEAD_SIGNED, DENIED),
    ("link_governor", "dsl", S.IN_PROGRESS, DENIED),
    ("link_governor", "chair", S.HEAD_SIGNED, DENIED),
]

GIVING_BACK = [
    ("head", "head", S.INTERNAL_CHECK, S.IN_PROGRESS),
    ("head", "head", S.IN_PROGRESS, REFUSED),
    ("head", "head", S.HEAD_SIGNED, REFUSED),
    ("head", "head", S.SUBMITTED, REFUSED),
    ("chair", "chair", S.HEAD_SIGNED, S.IN_PROGRESS),
    ("chair", "chair", S.INTERNAL_CHECK, REFUSED),
    ("chair", "chair", S.SUBMITTED, REFUSED),
    ("head", "chair", S.HEAD_SIGNED, DENIED),
    ("chair", "head", S.INTERNAL_CHECK, DENIED),
    ("dsl", "head", S.INTERNAL_CHECK, DENIED),
    ("link_governor", "chair", S.HEAD_SIGNED, DENIED),
]

# saving an answer: (who, in which state) -> "saved", or why not
SAVING = [  # contributors: as long as nothing is given to them; test_delegation.py has the others
    ("dsl", S.INVITED, "saved"),
    ("contributor", S.INVITED, DENIED),
    ("link_governor", S.INVITED, "saved"),
    ("head", S.INVITED, DENIED),
    ("chair", S.INVITED, DENIED),
    ("dsl", S.IN_PROGRESS, "saved"),
    ("contributor", S.IN_PROGRESS, DENIED),
    ("deputy_dsl", S.INVITED, "saved"),
    ("deputy_dsl", S.IN_PROGRESS, "saved"),
    ("deputy_dsl", S.SUBMITTED, "AuditClosed"),
    ("link_governor", S.IN_PROGRESS, "saved"),
    ("head", S.IN_PROGRESS, DENIED),
    ("chair", S.IN_PROGRESS, DENIED),
    ("dsl", S.INTERNAL_CHECK, "AuditClosed"),
    ("dsl", S.HEAD_SIGNED, "AuditClosed"),
    ("dsl", S.SUBMITTED, "AuditClosed"),
    ("contributor", S.SUBMITTED, DENIED),
    ("head", S.SUBMITTED, DENIED),
]
