"""The sheets of a framework workbook: what stands where. Filling and gathering both go by these tables."""

from audits.frameworks.sheets.cells import Kind
from audits.frameworks.sheets.layout_answers import (
    ANSWERS,
    LEVELS,
    LIMITS,
    PUBLISHED,
    RULES,
    SPECIAL,
    STATEMENTS,
    STRENGTHS,
    SURVEYS,
)
from audits.frameworks.sheets.table import APPLIES, KEY, SEVERAL, WORDS, Column, Shape, Table, column

HEAD = Table(
    "Framework",
    "The name and dates of this version. Do not change the first column.",
    Shape.FORM,
    (),
    (
        column("Identifier", "framework.id", "The series. Versions with the same identifier share their codes."),
        column("Version", "framework.version", "Each version has one of its own."),
        column("Title", "framework.title"),
        column("Subtitle", "framework.subtitle"),
        column("Jurisdiction", "framework.jurisdiction"),
        column("Academic year", "framework.academic_year", "As in 2026/27."),
        column("In force from", "framework.effective_from", kind=Kind.DAY),
        column("In force to", "framework.effective_to", kind=Kind.DAY),
        column("Review due", "framework.review_due", kind=Kind.DAY),
        column("Status", "framework.status"),
        column("Supersedes", "framework.supersedes", "The version before this one, or blank.", may_be_none=True),
        column(
            "Features that schools confirm",
            "setting_model.confirm_by_school",
            f"Asked yes or no of each school. {SEVERAL}",
            kind=Kind.LIST,
            choices="Features",
        ),
        column("How applicability works", "setting_model.applies_grammar"),
        column("Note on the rating scale", "rating_scale.note"),
        column("How a section's result is found", "rating_scale.section_result.method"),
    ),
)
SECTIONS = Table(
    "Sections",
    "The chapters, in their order.",
    Shape.LISTED,
    ("sections",),
    (
        column("Code", "code", "Up to four letters.", width=8),
        column("Title", "title", width=50),
        column("Why", "why", "One sentence.", width=80),
    ),
)
INDICATORS = Table(
    "Indicators",
    "One row an indicator, in their order. A code is permanent: a new meaning gets a new code.",
    Shape.INNER,
    ("indicators",),
    (
        column("Code", "code", "The code of the section and a number.", width=8),
        Column("Section", KEY, hint="The code of a section.", choices="Sections", width=9),
        column("Tier", "tier", "core: asked every year; extended: in a full audit.", choices="Tiers", width=10),
        column("Critical", "critical", "yes, or blank.", kind=Kind.YES, choices="Yes or no", width=9),
        column(
            "May not apply", "allow_na", "yes where a school may say so.", kind=Kind.YES, choices="Yes or no", width=9
        ),
        column("Indicator", "text", "What should be true of the school.", width=60),
        column("Why", "why", "Why it matters. May be blank.", width=40),
        column("What good looks like", "looks_like", "May be blank.", width=40),
        column("Evidence", "evidence", "What shows it.", width=50),
        column(
            "References",
            "refs",
            f"A document's key, then the part. May be blank. {SEVERAL}",
            kind=Kind.LIST,
            choices="Documents",
            width=30,
        ),
        *APPLIES,
        column("Audiences", "audience", f"Who is asked. {SEVERAL}", kind=Kind.LIST, choices="Audiences", width=24),
        column("Replaces", "replaces", "The code whose meaning changed, or blank.", width=9),
    ),
    inside=(("sections",), "code"),
)
DOCUMENTS = Table(
    "Documents",
    "Law and guidance that indicators refer to.",
    Shape.KEYED,
    ("documents",),
    (
        Column("Key", KEY, hint="One word without spaces.", width=14),
        column("Title", "title", width=70),
        column("Note", "note", "May be blank.", width=60),
        column("In force", "in_force", "May be blank.", kind=Kind.DAY),
        column("Published", "published", "May be blank.", kind=Kind.DAY),
    ),
)


def _named(name: str, about: str, *path: str) -> Table:
    columns = (Column("Key", KEY, hint="One word.", width=18), Column("Words", WORDS, width=80))
    return Table(name, about, Shape.KEYED, path, columns)


def _sentences(name: str, about: str, *path: str) -> Table:
    return Table(name, about, Shape.LISTED, path, (Column("Sentence", WORDS, width=120),))


GOVERNANCE = _named("Governance", "Each school has exactly one of these.", "setting_model", "governance")
FEATURES = _named("Features", "A school has any number of these.", "setting_model", "features")
AUDIENCES = _named("Audiences", "Who is asked.", "audiences")
TIERS = _named("Tiers", "How often something is asked.", "framework", "tier_meaning")
MODES = Table(
    "Modes",
    "The kinds of audit.",
    Shape.KEYED,
    ("framework", "modes"),
    (
        Column("Key", KEY, hint="One word."),
        column("Words", "label", width=70),
        column("Tiers", "tiers", SEVERAL, kind=Kind.LIST, choices="Tiers"),
        column("Sections are chosen", "choose_sections", "yes or blank.", kind=Kind.YES, choices="Yes or no"),
    ),
)
VERSION_RULES = _sentences("Version rules", "Rules for versions, for people to read.", "framework", "version_rules")
RULE_NOTES = _sentences("Notes on school rules", "For people to read.", "setting_model", "rule_notes")

SCHOOL_RULES = Table(
    "School rules",
    "How the columns of the national register tell what kind of school it is.",
    Shape.OWN,
    ("setting_model", "gias_rules"),
    (
        Column("Rule", KEY, Kind.NUMBER, "Rows with the same number are one rule: all of them must hold.", width=8),
        column("Makes it", "set.governance", "A governance, or blank.", choices="Governance", width=14),
        column("Adds", "add", f"Features, or blank. {SEVERAL}", kind=Kind.LIST, choices="Features"),
        column("Column of the register", "column", width=36),
        column("Comparison", "comparison", choices="Comparisons"),
        column("Values", "values", SEVERAL, kind=Kind.LIST, width=60),
    ),
)
FURTHER = Table(
    "Further settings",
    "Everything else. Rarely changed.",
    Shape.OWN,
    (),
    (
        column("Setting", "setting", width=60),
        column("Kind", "kind", choices="Kinds of setting", width=16),
        column("Value", "value", width=100),
    ),
)

TABLES = (
    *(HEAD, SECTIONS, INDICATORS, DOCUMENTS, GOVERNANCE, FEATURES, AUDIENCES, TIERS, MODES),
    *(LEVELS, PUBLISHED, SPECIAL, STRENGTHS, RULES, LIMITS, SURVEYS, STATEMENTS, ANSWERS),
    *(SCHOOL_RULES, RULE_NOTES, VERSION_RULES, FURTHER),
)
READ_ME, ALLOWED = "Read me", "Allowed values"  # for people; never read back
