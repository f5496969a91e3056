"""What signing means: the words that are signed, that nobody signs twice, and that the board has met."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from audits.signoff.models import Signature
from lscp_portal.workflow import Blocker

Step = Signature.Step
ORDER = (Step.DSL, Step.HEAD, Step.CHAIR)
SIGNS = {f"sign_as_{step.value}": step for step in ORDER}
RETURNS = {f"return_from_{step.value}": step for step in (Step.HEAD, Step.CHAIR)}
DECLARATIONS: Mapping[str, str] = {
    Step.DSL: (
        "I have led this audit. The answers say what we found when we looked, weak points included. "
        "No child or family can be recognised from them."
    ),
    Step.HEAD: (
        "I have read these answers. They are a true picture of safeguarding at this school, "
        "and I will see to it that the actions are done."
    ),
    Step.CHAIR: (
        "The governing board has discussed this audit. It accepts the answers and the actions and will check that they "
        "are done. I send the audit to the safeguarding partnership on its behalf."
    ),
}
AFTERWARDS: Mapping[str, str] = {  # what the page says before each signature
    Step.DSL: (
        "The head is asked to sign next, by e-mail. After your signature the answers can be changed only if the head "
        "or the chair gives the audit back to you."
    ),
    Step.HEAD: "The chair is asked to sign next, by e-mail. Until the chair signs, the chair can still give it back.",
    Step.CHAIR: (
        "The head, the designated safeguarding lead and you can read the receipt at once. In the first ten working "
        "days the school can ask to correct an answer."
    ),
}
SIGNED: Mapping[str, str] = {
    Step.DSL: "You have signed. The head is asked to sign next.",
    Step.HEAD: "You have signed. The chair is asked to sign next.",
    Step.CHAIR: "You have signed, and the audit is with the partnership.",
}


def nobody_signs_twice(standing: Iterable[Signature], *, person_id: int, step: str) -> Iterator[Blocker]:
    """Three different people sign (domain: no one approves their own work). standing: those that have not fallen."""
    for signature in standing:
        if signature.person_id == person_id and signature.step != step:
            before, wanted = signature.get_step_display().lower(), Step(step).label.lower()
            yield Blocker(
                "twice",
                f"You have signed as {before}. Three different people sign, so somebody else signs as {wanted}.",
            )


def board_has_met(*, met_on: date | None, minute_reference: str, today: date) -> Iterator[Blocker]:
    """The chair signs what the board has discussed: on a day that has come, and where its minutes say so."""
    if met_on is None:
        yield Blocker("board", "Enter when the board discussed this audit.")
    elif met_on > today:
        yield Blocker("board", f"{met_on:%-d %B %Y} is still to come. Sign when the board has met.")
    if not minute_reference.strip():
        yield Blocker("minute", "Enter where the minutes say so.")


def nothing_changed_since(*, latest: int, seen_up_to: int | None) -> Iterator[Blocker]:
    """Nobody signs what they have not seen. seen_up_to: the last revision on their page; None where none was shown."""
    if seen_up_to is not None and latest > seen_up_to:
        yield Blocker("changed", "An answer was changed after you opened this page. Read what changed, then sign.")


def codes_in(text: str, asked: Collection[str]) -> list[str]:
    """The indicators that a comment names, in its order, each once. asked: the codes there are."""
    words = re.findall(r"\b[A-Za-z]{2,4}\d{1,3}\b", text)
    return [code for code in dict.fromkeys(word.upper() for word in words) if code in asked]
