"""The life of a version of a framework, typed by hand from the papers: who, from which state, to which.

Draft, consulted, published, retired. The LSCP administrator drafts and asks for comments; the LSCP lead publishes. A
published version is read-only. No school or reviewer has a part in it but to comment.
"""

OUTCOMES = {  # (action, state) -> the state afterwards, for those who may; anything not listed is refused
    ("consult", "draft"): "consulted",
    ("take_back", "consulted"): "draft",
    ("publish", "draft"): "published",
    ("publish", "consulted"): "published",
    ("retire", "published"): "retired",
}
STATES = ("draft", "consulted", "published", "retired")
MAY = {
    "consult": {"lead", "administrator"},
    "take_back": {"lead", "administrator"},
    "publish": {"lead"},
    "retire": {"lead"},
}
MAY_COMMENT = {"lead", "administrator", "reviewer", "visitor", "publisher", "analyst", "scrutineer", "dsl", "head",
               "chair", "link_governor"}  # fmt: skip
MAY_NOT_COMMENT = {"contributor"}
