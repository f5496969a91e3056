"""The ladder everybody starts with. Short, kind, and never a threat before somebody has spoken with the school."""

from pathlib import Path

from audits.chasing.models import Channel
from audits.chasing.types import Ladder, Step

WORDS = Path(__file__).parent / "words"


def _words(name: str) -> str:
    return (WORDS / f"{name}.txt").read_text("utf-8").strip()


DEFAULT = Ladder(0, (
    Step(
        key="before-20", offset=-20, channel=Channel.EMAIL, roles=("dsl",),
        subject="The safeguarding audit of {school} is due on {due_date}",
        text="This is to help you plan. The safeguarding audit of {school} is due on {due_date}, {days_left}.\n\n"
        "It need not be done in one sitting: everything is saved as you go, and you can invite colleagues to help.",
    ),
    Step(
        key="before-10", offset=-10, channel=Channel.EMAIL, roles=("dsl",),
        subject="The safeguarding audit of {school} is due {days_left}",
        text="The safeguarding audit of {school} is due on {due_date}, {days_left}.\n\n"
        "The head and then the chair sign it as well, so it helps to leave each of them a few days.",
    ),
    Step(
        key="before-3", offset=-3, channel=Channel.EMAIL, roles=("dsl",),
        subject="The safeguarding audit of {school} is due {days_left}",
        text="The safeguarding audit of {school} is due on {due_date}, {days_left}.\n\n"
        "If you cannot finish in time, please tell us before that day. We would rather agree another date than wait.",
    ),
    Step(
        key="after-1", offset=1, channel=Channel.EMAIL, roles=("dsl",),
        subject="The safeguarding audit of {school} was due on {due_date}",
        text="The safeguarding audit of {school} was due on {due_date}, and it has not reached us yet.\n\n"
        "You may be nearly there: then please send it when you can. If something stands in the way, tell us.",
    ),
    Step(
        key="after-5", offset=5, channel=Channel.EMAIL, roles=("head",),
        subject="The safeguarding audit of {school} has not reached us yet",
        text="The safeguarding audit of {school} was due on {due_date}, {days_left}. It has not reached us yet, and "
        "you may not have known.\n\nPlease find out what stands in the way. It may be that time is missing.",
    ),
    Step(
        key="after-10", offset=10, channel=Channel.EMAIL, roles=("chair",),
        subject="The safeguarding audit of {school} has not reached us yet",
        text="The safeguarding audit of {school} was due on {due_date}, {days_left}. It has not reached us yet. "
        "We have written to the school before.\n\nPlease ask the head what is planned, and when the governors will "
        "see the audit.",
    ),
    Step(key="after-20-call", offset=20, channel=Channel.CALL, subject="Telephone the head", text=_words("call")),
    Step(
        key="after-20-letter", offset=20, channel=Channel.LETTER,
        subject="Formal request under section 16H of the Children Act 2004", text=_words("section_16h"),
    ),
))  # fmt: skip
