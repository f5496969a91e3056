"""Who may take which step of which record, typed by hand and never made from the tables.

A name is a role and, after a colon, where the person stands: a person of the partnership has declared nothing (":"),
no conflict (":cleared") or a conflict; ":own" and ":own cleared" is the one person whom the record names (the reader of
a review, the second reader of a return, the author of a report, whoever froze a summary, a reader of the return that is
banded).
"""

ANSWERING = frozenset({"dsl", "deputy_dsl", "contributor", "link_governor"})


def whatever_declared(*roles: str) -> frozenset[str]:
    """Also somebody with a conflict: the step is about the whole area, not about one school."""
    return frozenset(f"{role}:{stands}" for role in roles for stands in (*STANDS, *CONFLICTED))


def without_conflict(*roles: str) -> frozenset[str]:
    """Nothing or no conflict declared, whoever the record names."""
    return frozenset(f"{role}:{stands}" for role in roles for stands in STANDS)


def another(*roles: str) -> frozenset[str]:
    """As `without_conflict`, but never the person whom the record names."""
    return frozenset(f"{role}:{stands}" for role in roles for stands in ("", "cleared"))


def itself(*roles: str) -> frozenset[str]:
    """As `without_conflict`, and only the person whom the record names."""
    return frozenset(f"{role}:{stands}" for role in roles for stands in ("own", "own cleared"))


STANDS = ("", "cleared", "own", "own cleared")
CONFLICTED = ("conflict", "own conflict")
CLEARED_REVIEWER = frozenset({"reviewer:cleared", "reviewer:own cleared"})
ITS_READER = frozenset({"reviewer:own cleared"})
SYSTEM = frozenset({"the system"})
LEAD = without_conflict("lead")
DSL, HEAD, CHAIR = frozenset({"dsl"}), frozenset({"head"}), frozenset({"chair"})

WHO = {
    "audit": {
        "start": ANSWERING,
        "sign_as_dsl": DSL,
        "return_from_head": HEAD,
        "sign_as_head": HEAD,
        "return_from_chair": CHAIR,
        "sign_as_chair": CHAIR,
        "begin_review": CLEARED_REVIEWER,
        "release_review": CLEARED_REVIEWER,
        "take_back_review": LEAD,
        "finish_review": CLEARED_REVIEWER,
        "read_again": SYSTEM,
        "issue_feedback": LEAD,
        "acknowledge": HEAD | CHAIR,
        "close": LEAD,
    },
    "review": {
        "submit": ITS_READER,
        "release": ITS_READER,
        "take_back": LEAD,
        "resume": ITS_READER,
        "reopen": SYSTEM,
    },
    "feedback": {"issue": LEAD, "acknowledge": HEAD | CHAIR},
    "clarification": {
        "answer": DSL | {"deputy_dsl"},
        "lapse": SYSTEM,
        "withdraw": ITS_READER,
        "close": ITS_READER,
    },
    "improvement": {  # asked for by the partnership, not critical, owned by a person; own plans: outcomes_improvement
        "agree": DSL | HEAD | {"deputy_dsl"},
        "start": DSL | HEAD | {"deputy_dsl"},
        "say_done": DSL | HEAD | {"deputy_dsl"},
        "verify": DSL | HEAD | CHAIR | {"deputy_dsl", "link_governor", "reviewer:cleared", "visitor:cleared"},
        "send_back": DSL | HEAD | CHAIR | {"deputy_dsl", "link_governor", "reviewer:cleared", "visitor:cleared"},
        "withdraw": LEAD,
    },
    "second reading": {
        "claim": CLEARED_REVIEWER,
        "give_back": ITS_READER,
        "recall": another("lead"),
        "hand_in": ITS_READER,
        "accord": SYSTEM,
        "settle": another("lead") | {"reviewer:cleared"},
        "waive": another("lead"),
        "call_again": SYSTEM,
        "begin_again": SYSTEM,
    },
    "correction": {
        "grant": LEAD,
        "decline": LEAD,
        "sign_as_dsl": DSL,
        "return_from_head": HEAD,
        "sign_as_head": HEAD,
        "return_from_chair": CHAIR,
        "sign_as_chair": CHAIR,
        "end": DSL | HEAD | CHAIR | LEAD,
    },
    "poor-quality case": {"resubmit": CHAIR, "step_up": LEAD, "resolve": LEAD, "stop": LEAD},
    "step of a case": {"confirm": another("lead", "administrator"), "take": LEAD, "withdraw": LEAD},
    "extension_request": {"grant": whatever_declared("lead"), "decline": whatever_declared("lead")},
    "cycle": dict.fromkeys(("open", "close", "reopen", "complete"), whatever_declared("lead")),
    "triage": {"confirm": another("lead"), "override": another("lead")},
    "evidence_file": dict.fromkeys(("check", "scan", "release", "reject"), SYSTEM),
    "framework": {
        "consult": whatever_declared("lead", "administrator"),
        "take_back": whatever_declared("lead", "administrator"),
        "publish": whatever_declared("lead"),
        "adopt": whatever_declared("lead", "administrator") | SYSTEM,
        "retire": whatever_declared("lead"),
    },
    "visit": {
        "hold": without_conflict("visitor", "reviewer"),
        "record": without_conflict("visitor", "reviewer"),
        "cancel": LEAD,
    },
    "report": {
        "send": itself("reviewer", "lead"),
        "answer": HEAD | CHAIR,
        "go_on": itself("reviewer", "lead"),
        "approve": another("publisher"),
        "return": another("publisher"),
        "publish": another("publisher"),
        "withdraw": without_conflict("lead", "publisher"),
    },
    "area summary": {
        "publish": frozenset(
            f"{role}:{stands}" for role in ("lead", "publisher") for stands in ("", "cleared", "conflict")
        ),
    },
    "complaint": {
        "acknowledge": LEAD,
        "answer": another("lead"),
        "pass_on": LEAD,
        "take_up": without_conflict("scrutineer"),
        "accept": HEAD | CHAIR,
        "ask_scrutineer": HEAD | CHAIR,
        "lapse": SYSTEM,
        "decide": another("scrutineer"),
        "put_right": LEAD,
        "withdraw": HEAD | CHAIR,
    },
    "scrutiny note": {
        "share": frozenset(f"scrutineer:{stands}" for stands in ("own", "own cleared", "own conflict")),
        "answer": frozenset(f"lead:{stands}" for stands in ("", "cleared", "conflict")),
    },
    "good practice": {
        "offer": DSL | HEAD | CHAIR | {"deputy_dsl"},
        "give_back": without_conflict("reviewer", "visitor", "lead"),
        "check": without_conflict("reviewer", "visitor", "lead"),
        "reopen": DSL | HEAD | CHAIR | {"deputy_dsl"},
        "agree": HEAD | CHAIR,
        "publish": another("lead", "publisher"),
        "confirm": DSL | HEAD | CHAIR | {"deputy_dsl"},
        "withdraw": DSL | HEAD | CHAIR | {"deputy_dsl"} | LEAD,
    },
    "register change": {
        "accept": whatever_declared("administrator", "lead") | SYSTEM,
        "hold": whatever_declared("administrator", "lead"),
        "explain": whatever_declared("administrator", "lead"),
        "take_up": whatever_declared("administrator", "lead"),
        "supersede": whatever_declared("administrator", "lead") | SYSTEM,
    },
}
