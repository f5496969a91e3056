"""The words of a reminder: placeholders filled, what is left to do, whom to ask. Pure: no database, no clock."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from audits.chasing.types import Chased, Contact, Line, Step
from audits.lifecycle.models import Audit
from lscp_portal.calendar.working_days import working_days_between
from lscp_portal.notify.messages import Letter
from lscp_portal.tenancy.models import Partnership

PLACEHOLDERS: Mapping[str, str] = {
    "school": "the school, or the schools when a person has several",
    "due_date": "the due date in words, such as Friday 18 December 2026",
    "days_left": "how far away that is, such as “in 3 working days” or “5 working days ago”",
    "link": "the address of the audit, on paper only: below an e-mail it stands by itself",
    "partnership": "the name of the partnership",
    "reader": "the name of the person who gets the letter",
}
FIELD = re.compile(r"\{([^{}]*)\}")
LEFT = {
    Audit.State.INTERNAL_CHECK: "It is answered and waits for the signature of the head.",
    Audit.State.HEAD_SIGNED: "The head has signed. It waits for the signature of the chair.",
}


def problems_of(words: str, *, is_email: bool) -> Iterator[str]:
    """Sentences on placeholders that are not there and braces without a partner."""
    if is_email and "{link}" in words:
        yield "Take {link} out: in an e-mail the link stands below the words by itself."
    for name in dict.fromkeys(FIELD.findall(words)):
        if name not in PLACEHOLDERS:
            known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
            yield f"There is no placeholder {{{name}}}. You can use {known}."
    if re.search(r"[{}]", FIELD.sub("", words)):
        yield "A curly bracket has no partner. Write placeholders like {school}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a letter needs besides its words. link: the whole address."""

    reader: str
    day: date
    partnership: Partnership
    lines: Sequence[Line]
    link: str
    contact: Contact | None
    closed: frozenset[date] = frozenset()

    @property
    def due_on(self) -> date:
        """The date that comes first."""
        return min(line.due_on for line in self.lines)

    def values(self) -> dict[str, str]:
        """What each placeholder stands for."""
        return {
            "school": in_a_row([line.school for line in self.lines]),
            "due_date": f"{self.due_on:%A %-d %B %Y}",
            "days_left": distance(self.day, self.due_on, self.closed),
            "link": self.link,
            "partnership": self.partnership.name,
            "reader": self.reader,
        }


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with every known placeholder replaced, once: what a name brings along is left as it is."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), words)


def subject_of(step: Step, envelope: Envelope) -> str:
    """One line."""
    return " ".join(filled(step.subject, envelope.values()).split())


def email_of(step: Step, envelope: Envelope) -> Letter:
    """The reminder as it is sent, in text and HTML, with its frame: what is left to do, more time, whom to ask."""
    context = {
        "paragraphs": paragraphs(filled(step.text, envelope.values())),
        "lines": envelope.lines,
        "reader": envelope.reader,
        "link": envelope.link,
        "partnership": envelope.partnership,
        "contact": envelope.contact,
    }
    text, html = (render_to_string(f"audits/chasing/email/body.{kind}", context) for kind in ("txt", "html"))
    return Letter(subject_of(step, envelope), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html)


def paragraphs(words: str) -> list[str]:
    """Text parted by empty lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n")) if part.strip()]


def left_to_do(state: str, *, answered: int, asked: int) -> str:
    """What is missing, in a sentence: an audit that waits for a signature says whose."""
    if words := LEFT.get(Audit.State(state)):
        return words
    verb = "is" if answered == 1 else "are"
    return f"{answered} of {asked} questions {verb} answered."


def line_of(audit: Chased, *, answered: int, asked: int) -> Line:
    """One school in a letter."""
    return Line(audit.school, audit.due_on, left_to_do(audit.state, answered=answered, asked=asked))


def distance(day: date, due_on: date, closed: frozenset[date]) -> str:
    """From a day to the due date in words; school holidays do not count."""
    if day == due_on:
        return "today"
    days = abs(working_days_between(min(day, due_on), max(day, due_on), closed=closed))
    if not days:
        return "in a few days" if day < due_on else "a few days ago"
    words = f"{days} working day{'' if days == 1 else 's'}"
    return f"in {words}" if day < due_on else f"{words} ago"


def in_a_row(names: Sequence[str]) -> str:
    """Alder Lane; Alder Lane and Beacon Hill; the first two and so many others."""
    several = 3
    if len(names) > several:
        return f"{names[0]}, {names[1]} and {len(names) - 2} other schools"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
