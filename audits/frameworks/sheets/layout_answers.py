"""The sheets about answers: the rating scale and the surveys."""

from audits.frameworks.sheets.cells import Kind
from audits.frameworks.sheets.table import APPLIES, KEY, SEVERAL, WORDS, Column, Shape, Table, column

LEVELS = Table(
    "Levels",
    "The rating scale, from 0 to 3.",
    Shape.LISTED,
    ("rating_scale", "levels"),
    (
        column("Value", "value", kind=Kind.NUMBER, width=8),
        column("Key", "key"),
        column("Words", "label", width=30),
        column("Meaning", "meaning", width=90),
        column("Counts as met", "counts_as_met", kind=Kind.YES, choices="Yes or no"),
    ),
)
PUBLISHED = Table(
    "Published words",
    "How a section's result is worded in public, for the levels 0 to 3.",
    Shape.KEYED,
    ("rating_scale", "section_result", "publish_labels"),
    (Column("Level", KEY, kind=Kind.NUMBER, width=8), Column("Words", WORDS, width=60)),
)
SPECIAL = Table(
    "Special answers",
    "Answers that are no level. Their keys are fixed.",
    Shape.LISTED,
    ("rating_scale", "special"),
    (
        column("Key", "key"),
        column("Words", "label", width=30),
        column("Meaning", "meaning", width=90),
        column("Keeps from signing", "blocks_submission", "Tiers, or blank.", kind=Kind.LIST, choices="Tiers"),
        column("Needs a reason", "requires_reason", "yes or blank.", kind=Kind.YES, choices="Yes or no"),
    ),
)
STRENGTHS = Table(
    "Evidence strength",
    "From 0 to 3.",
    Shape.LISTED,
    ("rating_scale", "evidence_strength"),
    (
        column("Value", "value", kind=Kind.NUMBER, width=8),
        column("Words", "label", width=30),
        column("Meaning", "meaning", width=90),
    ),
)
RULES = Table(
    "Scoring rules",
    "The words of the rules. Their keys are fixed: the portal carries them out.",
    Shape.LISTED,
    ("rating_scale", "rules"),
    (column("Key", "id", width=26), column("Words", "text", width=100)),
)
LIMITS = Table(
    "Limits",
    "What follows from a low critical indicator. The keys are fixed.",
    Shape.LISTED,
    ("rating_scale", "limiting"),
    (
        column("Key", "id", width=26),
        column("When", "when", width=60),
        column("Then", "then", width=100),
    ),
)
SURVEYS = Table(
    "Surveys",
    "The voice surveys.",
    Shape.LISTED,
    ("surveys", "sets"),
    (
        column("Key", "id"),
        column("Title", "title", width=50),
        *APPLIES,
        column("Answers", "scale", "A scale of the sheet Survey answers.", choices="Survey answers"),
        column("How it is run", "mode", width=60),
    ),
)
STATEMENTS = Table(
    "Survey statements",
    "One row a statement.",
    Shape.INNER,
    ("items",),
    (
        column("Code", "code", width=10),
        Column("Survey", KEY, hint="The key of a survey.", choices="Surveys"),
        column("Statement", "text", width=80),
        column("Indicators", "indicators", f"The codes it speaks to. {SEVERAL}", kind=Kind.LIST, choices="Indicators"),
        column("Only if", "optional_if", "May be blank.", width=40),
    ),
    inside=(("surveys", "sets"), "id"),
)
ANSWERS = Table(
    "Survey answers",
    "The answers that each scale offers. One with a value counts; one with a key stands beside the scale.",
    Shape.OWN,
    ("surveys", "scales"),
    (
        Column("Scale", KEY),
        column("Words", "label", width=40),
        column("Value", "value", kind=Kind.NUMBER, width=8),
        column("Key", "key", width=8),
    ),
)
