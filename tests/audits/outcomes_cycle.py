"""Who may do what with a cycle, typed by hand from the domain paper: the LSCP lead, never an administrator alone.

(action, state of the cycle) -> what becomes of it for the LSCP lead; "refused" where it is not the time for it.
Everybody else is denied, in every state.
"""

LEAD = {
    ("open", "planned"): "open",
    ("open", "open"): "refused",
    ("open", "closed"): "refused",
    ("open", "complete"): "refused",
    ("close", "planned"): "refused",
    ("close", "open"): "closed",
    ("close", "closed"): "refused",
    ("close", "complete"): "refused",
    ("reopen", "planned"): "refused",
    ("reopen", "open"): "refused",
    ("reopen", "closed"): "open",
    ("reopen", "complete"): "refused",
    ("complete", "planned"): "refused",
    ("complete", "open"): "refused",
    ("complete", "closed"): "complete",
    ("complete", "complete"): "refused",
    ("invite_missing", "planned"): "refused",
    ("invite_missing", "open"): "open",
    ("invite_missing", "closed"): "refused",
    ("invite_missing", "complete"): "refused",
}
DENIED = (
    "administrator", "reviewer", "visitor", "publisher", "analyst", "scrutineer",
    "dsl", "deputy_dsl", "contributor", "head", "chair", "link_governor", "trust_lead",
)  # fmt: skip
