"""Who may give more time, ask for it and answer, and when: typed by hand.

(action, state of the audit or request, state of the cycle) -> what becomes of it for those who may.
"""

GIVING = {
    ("invited", "open"): "done",
    ("in_progress", "open"): "done",
    ("internal_check", "open"): "done",
    ("head_signed", "open"): "done",
    ("submitted", "open"): "refused",
    ("closed", "open"): "refused",
    ("invited", "closed"): "done",
    ("head_signed", "closed"): "done",
    ("submitted", "closed"): "refused",
    ("invited", "complete"): "refused",
    ("in_progress", "complete"): "refused",
}
MAY_GIVE = {"lead"}
MAY_ASK = {"dsl", "head", "chair"}
ANSWERING = {
    ("grant", "asked"): "granted",
    ("grant", "granted"): "refused",
    ("grant", "declined"): "refused",
    ("decline", "asked"): "declined",
    ("decline", "granted"): "refused",
    ("decline", "declined"): "refused",
}
