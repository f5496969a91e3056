"""Which three things a governor should ask now."""

from collections.abc import Sequence

from audits.governors.questions import questions_of
from audits.governors.types import Standing, ToAsk

THREE = 3


def three_to_ask(sections: Sequence[Standing]) -> list[ToAsk]:
    """One question each about the three sections that need a governor most; the first question of the section.

    What nobody looked at on a visit in this cycle comes first; then low critical answers, other low answers, answers
    that rest on a statement alone, and what is not answered. sections: in the framework's order, which decides ties.
    """
    order = sorted(
        range(len(sections)),
        key=lambda at: (
            sections[at].seen_on is not None,
            -sections[at].critical_low,
            -sections[at].low,
            -sections[at].stated,
            -sections[at].unanswered,
            at,
        ),
    )
    chosen = [sections[at] for at in order[:THREE]]
    return [ToAsk(code=one.code, title=one.title, question=questions_of(one.code)[0], why=_why(one)) for one in chosen]


def _why(one: Standing) -> str:
    counted = (
        (one.critical_low, "critical answer here is low", "critical answers here are low"),
        (one.low, "answer here is low", "answers here are low"),
        (one.stated, "answer here rests on a statement alone", "answers here rest on a statement alone"),
        (one.unanswered, "indicator here is not answered yet", "indicators here are not answered yet"),
    )
    found = next(((number, single, several) for number, single, several in counted if number), None)
    words = f"{found[0]} {found[1] if found[0] == 1 else found[2]}" if found else "It stands well; see it for yourself"
    seen = f"last visited {one.seen_on:%-d %B %Y}" if one.seen_on else "no governor’s note in this cycle yet"
    return f"{words}; {seen}."
