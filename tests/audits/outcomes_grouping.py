"""Who may make, change, take out and open groups and arrange schools: the LSCP lead. And when, typed by hand.

(action, state of the cycle) -> what becomes of it for the lead; everybody else is denied, in every state.
"""

LEAD = {
    ("divide", "planned"): "refused",  # the cycle of the stage has a group already
    ("divide", "open"): "refused",
    ("divide", "closed"): "refused",
    ("divide", "complete"): "refused",
    ("add_group", "planned"): "done",
    ("add_group", "open"): "done",
    ("add_group", "closed"): "refused",
    ("add_group", "complete"): "refused",
    ("change_group", "planned"): "done",
    ("change_group", "open"): "done",
    ("change_group", "closed"): "refused",
    ("change_group", "complete"): "refused",
    ("remove_group", "planned"): "done",
    ("remove_group", "open"): "done",
    ("remove_group", "closed"): "refused",
    ("remove_group", "complete"): "refused",
    ("open_group", "planned"): "refused",
    ("open_group", "open"): "done",
    ("open_group", "closed"): "refused",
    ("open_group", "complete"): "refused",
    ("arrange", "planned"): "done",
    ("arrange", "open"): "done",
    ("arrange", "closed"): "refused",
    ("arrange", "complete"): "refused",
}
