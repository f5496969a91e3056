"""Pure answers about answers: what may not be saved, which features came from the register, words for pages."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from audits.answers.models import Level
from audits.answers.types import AuditRow
from audits.frameworks.scoring import RatingProblem, Stage, problems_with
from audits.lifecycle.rules import Worded, marking_of

WAYS_OUT = {  # what a person may choose, for each rule that refuses a save
    "impact-needs-proof": "Choose “Secure”, or evidence strength “Sampled” if somebody has tested it.",
    "secure-needs-document": "Choose “Partly in place”, or evidence strength “Documented” if a document shows it.",
    "na-not-allowed": "",
    "na-needs-reason": "Write the reason under “What shows it”.",
}
NOT_EVEN_SECURE = "Choose “Partly in place”, or the kind of evidence you really have."  # and no offer of “Secure”
FIELD_OF = {"na-needs-reason": "how_we_know"}


def refusals(said: Worded, *, tier: str, allow_na: bool) -> list[RatingProblem]:
    """What contradicts itself in an answer, so that it is not saved (rating_scale.rules; audits.frameworks.scoring)."""
    problems = problems_with(marking_of(said), tier=tier, allow_na=allow_na)
    return [problem for problem in problems if problem.stage is Stage.SAVING]


def sentence_of(problem: RatingProblem) -> str:
    """The rule's sentence and the way out of it."""
    way_out = WAYS_OUT.get(problem.rule, "")
    if problem.rule == "impact-needs-proof" and problem.offer is None:
        way_out = NOT_EVEN_SECURE
    return f"{problem.sentence} {way_out}".strip()


def field_of(problem: RatingProblem) -> str:
    """The field a refusal stands at."""
    return FIELD_OF.get(problem.rule, "level")


def denied_features(answers: Mapping[str, bool], derived: Collection[str]) -> list[str]:
    """Features the register says the school has and the school says it has not (setting_model.rule_notes)."""
    return [feature for feature, has_it in answers.items() if feature in derived and not has_it]


def gap_words(rules: Collection[str], level: str) -> str:
    """The state of one answer in a list, in a few words. rules: of the scale, that keep it from being signed."""
    if not level:
        return "No answer yet"
    label = str(Level(level).label)
    if "low-needs-action" in rules:
        return f"{label}: needs an action"
    if "strength-missing" in rules:
        return f"{label}: say how strong the evidence is"
    if "not-checked" in rules:
        return "Not checked yet: choose a level before signing"
    return f"{label}: needs another look" if rules else label


def section_words(*, answered: int, total: int, actions: int, others: int) -> str:
    """“12 of 14 answered, 2 need an action”. actions, others: answers that something keeps from being signed."""
    said = [need_words(actions, "an action"), need_words(others, "another look")]
    return ", ".join([answered_words(answered, total), *filter(None, said)])


def answered_words(answered: int, total: int) -> str:
    """“12 of 14 answered”."""
    return f"{answered} of {total} answered" if answered < total else f"All {total} answered"


def need_words(count: int, what: str) -> str:
    """“2 need an action”; "" for none."""
    return f"{count} {'needs' if count == 1 else 'need'} {what}" if count else ""


def first_in_need(rows: Iterable[AuditRow], *, pointing: Collection[str]) -> list[tuple[str, AuditRow]]:
    """(“2 need an action”, the first of them), then the same for another look; answered rows only.

    pointing: codes of answers in which something may point at a child.
    """
    answered = [row for row in rows if row.level]
    actions = [row for row in answered if "low-needs-action" in row.gaps]
    others = [row for row in answered if row not in actions and (row.gaps or row.indicator.code in pointing)]
    found = ((actions, "an action"), (others, "another look"))
    return [(need_words(len(rows), what), rows[0]) for rows, what in found if rows]


def due_words(due_on: date, today: date) -> str:
    """“in 12 days”, “today”, “3 days ago”; to stand after the date."""
    days = (due_on - today).days
    if days == 0:
        return "today"
    count = "one day" if abs(days) == 1 else f"{abs(days)} days"
    return f"in {count}" if days > 0 else f"{count} ago"
