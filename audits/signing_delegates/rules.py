"""Whom a board may let sign for the head or the chair, and for how long.

Sources. Maintained schools: School Governance (Roles, Procedures and Allowances) (England) Regulations 2013
(SI 2013/1624), regulation 18: a governing body delegates to a committee, a governor or the head; 19: what stays with
it; 20: whoever acted reports to its next meeting. Academies: the trust's articles (to a trustee, a committee or
somebody in an executive post) and its scheme of delegation. Independent schools: the proprietor.
So somebody signs for the chair who governs, and that is never the head, who signs already. Running the school is the
head's (regulation 6), not a governor's: somebody signs for the head who is staff, and a deputy safeguarding lead is
trained for it to the same standard (KCSIE, annex C). An acting head is a head: invite them as that.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from audits.signing_delegates.models import LONGEST, SigningDelegate
from audits.signing_delegates.types import Delegation
from lscp_portal.workflow import Blocker

Step = SigningDelegate.Step
FITTING: Mapping[str, tuple[str, str]] = {  # step -> the one role that fits, and who that is
    Step.HEAD: ("deputy_dsl", "a deputy designated safeguarding lead, such as a deputy head"),
    Step.CHAIR: ("link_governor", "a link governor, such as the vice-chair"),
}
BESIDE = frozenset({"contributor"})  # a role that neither helps nor hinders


def may_stand_in(roles: Collection[str], *, step: str) -> Iterator[Blocker]:
    """The fitting role and no other: nobody checks work that is theirs, and nobody has two of the three signatures."""
    role, who = FITTING[step]
    if set(roles) - BESIDE != {role}:
        yield Blocker("person_id", f"For the {step} signs {who}, who has no other role at your school.")


def names_somebody_else(person_id: int, *, by: int) -> Iterator[Blocker]:
    """Nobody names themselves."""
    if person_id == by:
        yield Blocker("person_id", "You cannot name yourself.")


def lasts_a_sensible_time(said: Delegation, *, today: date) -> Iterator[Blocker]:
    """From a day to a later one, not over yet, and a year at most: then the board looks again."""
    if said.ends_on < said.starts_on:
        yield Blocker("ends_on", "The last day must not be before the first.")
    elif said.ends_on < today:
        yield Blocker("ends_on", "The last day is over already.")
    elif said.ends_on - said.starts_on > LONGEST:
        yield Blocker("ends_on", "Give a year at most. Then the board looks again.")


def says_where_it_is_written(said: Delegation) -> Iterator[Blocker]:
    """No delegation without the board's words."""
    if not said.minute_reference.strip():
        yield Blocker("minute_reference", "Enter where the minutes or the scheme of delegation say so.")


def is_not_named_already(said: Delegation, standing: Collection[SigningDelegate]) -> Iterator[Blocker]:
    """One line for one person, step and time. standing: delegations of the school that have not ended."""
    for row in standing:
        same = (row.person_id, row.step) == (said.person_id, said.step)
        if same and row.starts_on <= said.ends_on and said.starts_on <= row.ends_on:
            yield Blocker(
                "person_id", f"{row.delegate_name} signs for the {row.step} already, until {row.ends_on:%-d %B %Y}."
            )


def has_not_answered(*, has_answered: bool, step: str) -> Iterator[Blocker]:
    """Whoever answered a part of an audit, or gave evidence, does not check it for the head or the chair."""
    if has_answered:
        yield Blocker(
            "own_work",
            "You have answered a part of this audit, and nobody checks their own work. "
            f"Somebody else signs for the {step}.",
        )


def declaration_for(words: str, delegation: SigningDelegate | None) -> str:
    """What is signed; a delegate says first for whom, and where that is written. delegation: None for no delegate."""
    if delegation is None:
        return words
    return f"I sign for the {delegation.get_step_display().lower()}, under {delegation.minute_reference}. {words}"
