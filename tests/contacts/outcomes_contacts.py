"""Who may do what with a school's people, typed by hand from the papers.

Signatories are confirmed by the head; by the LSCP administrator or lead only to repair, with a reason. The DSL keeps
the school's people, but never the chair's address.
"""

MAY_CONFIRM = {"head", "lead", "administrator"}
MAY_SEE = {
    "dsl", "head", "chair", "link_governor", "contributor",
    "lead", "administrator", "reviewer", "visitor", "publisher", "analyst", "scrutineer",
}  # fmt: skip
MAY_SAY_VACANT = {"head", "dsl", "lead", "administrator"}
MAY_REPLACE = {  # whose role -> who may put another person or address in its place
    "chair": {"head", "lead", "administrator"},
    "dsl": {"head", "dsl", "lead", "administrator"},
    "link_governor": {"head", "dsl", "lead", "administrator"},
}
