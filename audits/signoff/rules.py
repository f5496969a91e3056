"""What signing means: the words that are signed, and that nobody signs twice."""

from collections.abc import Iterable, Iterator, Mapping

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


def nobody_signs_twice(standing: Iterable[Signature], *, person_id: int, step: str) -> Iterator[Blocker]:
    """Three different people sign (domain: no one approves their own work). standing: those that have not fallen."""
    for signature in standing:
        if signature.person_id == person_id and signature.step != step:
            before, wanted = signature.get_step_display().lower(), Step(step).label.lower()
            yield Blocker(
                "twice",
                f"You have signed as {before}. Three different people sign, so somebody else signs as {wanted}.",
            )
