"""What the detector hands back."""

import enum
import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

Severity = Literal["block", "warn"]
# What must hold of a match besides its pattern. The set: words in small letters that are the school's own people.
Test = Callable[[re.Match[str], AbstractSet[str]], bool]


class Kind(enum.StrEnum):
    """What a stretch of text looks like (domain.md 8.2)."""

    UPN = "upn"
    NHS_NUMBER = "nhs_number"
    NATIONAL_INSURANCE = "national_insurance"
    LEARNER_NUMBER = "learner_number"
    PASSPORT = "passport"
    BIRTH_AND_NAME = "birth_and_name"
    BIRTH_DATE = "birth_date"
    EMAIL = "email"
    HANDLE = "handle"
    PHONE = "phone"
    POSTCODE = "postcode"
    INITIALS = "initials"
    NAME = "name"
    TITLED_NAME = "titled_name"
    CASE_WORDS = "case_words"
    RARE_COMBINATION = "rare_combination"
    SMALL_GROUP = "small_group"


SENTENCES = {
    Kind.UPN: "This looks like a unique pupil number. Take it out and give a count, such as “two pupils”.",
    Kind.NHS_NUMBER: "This looks like an NHS number. Take it out and give a count, such as “one pupil”.",
    Kind.NATIONAL_INSURANCE: "This looks like a National Insurance number. Take it out: no person’s number is needed.",
    Kind.LEARNER_NUMBER: "This looks like a unique learner number. Take it out and give a count instead.",
    Kind.PASSPORT: "This looks like a passport number. Take it out and say that identity was checked.",
    Kind.BIRTH_AND_NAME: "This looks like a person’s name with a date of birth. Take out both and give the key stage.",
    Kind.BIRTH_DATE: "This looks like a date of birth. Take it out and give the key stage instead.",
    Kind.EMAIL: "This looks like somebody’s e-mail address. Name the role instead, such as “the safeguarding lead”.",
    Kind.HANDLE: "This looks like somebody’s name on social media. Say which platform it was, and no more.",
    Kind.PHONE: "This looks like a phone number. Take it out and name the team or role instead.",
    Kind.POSTCODE: "This looks like a postcode. Take it out: it can lead to a child’s home.",
    Kind.INITIALS: "These look like a child’s initials. Say “one pupil”: initials are known inside a school.",
    Kind.NAME: "This looks like the name of a child or a relative. Say “one pupil” or “a parent” instead.",
    Kind.TITLED_NAME: "This looks like a person’s name. Write the role instead, such as “the business manager”.",
    Kind.CASE_WORDS: "This reads like one child’s case. Say how many there were, and how quickly they moved.",
    Kind.RARE_COMBINATION: "So few children fit this that readers may know who it is. Say what changed instead.",
    Kind.SMALL_GROUP: "So small a group may be recognised. Say “fewer than five”, or leave the need out.",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is the school's own and so no finding. The caller reads it from its contacts and the register."""

    names: tuple[str, ...] = ()
    mailboxes: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One stretch of a text, `start` to `end` in characters, and a sentence that never repeats what was found."""

    kind: Kind
    start: int
    end: int
    severity: Severity

    @property
    def sentence(self) -> str:
        return SENTENCES[self.kind]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of what is looked for. The browser gets the same line (`document.py`), the test by its name."""

    kind: Kind
    pattern: re.Pattern[str]
    severity: Severity = "warn"
    group: int = 0
    test: Test | None = None

    def read(self, text: str, staff: AbstractSet[str]) -> Iterator[Finding]:
        """Every place in the text where the rule holds."""
        for found in self.pattern.finditer(text):
            if self.test is None or self.test(found, staff):
                yield Finding(self.kind, *found.span(self.group), self.severity)
