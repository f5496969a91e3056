"""When a list of people can be confirmed, what is wrong with it, and how its content is hashed. No query."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format

from lscp_portal.accounts.models import Role
from lscp_portal.workflow import Blocker
from schools.contacts.types import WHY_WORDS, Confirmed, Contacts, Gap, Guest, Holder, Round, Standing, Why

SIGNING = (Role.DSL, Role.HEAD, Role.CHAIR)  # in the order they sign
ASKED_FOR = (*SIGNING, Role.LINK_GOVERNOR)  # held, invited or said to be vacant; deputies as the school has them
SHORT = {Role.DSL: "DSL", Role.HEAD: "Head", Role.CHAIR: "Chair", Role.LINK_GOVERNOR: "Link governor"}


def sha256_of(contacts: Contacts) -> str:
    """The list as it is confirmed: role, address and last day of everybody, and vacancies; 64 hexadecimal digits.

    Somebody who is invited counts like somebody who has joined, so that joining does not unsettle the list.
    """
    people: list[Holder | Guest] = [*contacts.holders, *contacts.guests]
    everybody = [(row.role, row.email.lower(), str(row.until or "")) for row in people]
    vacant = [(role, str(since)) for role, since in contacts.vacant.items()]
    listed = {"people": sorted(set(everybody)), "vacant": sorted(vacant)}
    return hashlib.sha256(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def standing_of(contacts: Contacts, confirmed: Confirmed | None, asked: Round | None) -> Standing:
    """Whether the list has been confirmed this round, and whether it is still the same."""
    if asked is None:
        return Standing.NOT_ASKED
    if confirmed is None:
        return Standing.WAITING
    return Standing.CONFIRMED if confirmed.sha256 == sha256_of(contacts) else Standing.CHANGED


def can_be_confirmed(contacts: Contacts, asked: Round | None) -> Iterator[Blocker]:
    """A cycle is open, and every post is held, invited or openly vacant."""
    if asked is None:
        yield Blocker("no_round", "No cycle is open, so there is nothing to confirm yet.")
    for role in ASKED_FOR:
        if not (contacts.in_role(role) or contacts.invited_to(role) or role in contacts.vacant):
            yield Blocker(f"nobody_{role}", f"{role.label}: invite somebody, or say since when the role is vacant.")


def was_shown(contacts: Contacts, sha256: str) -> Iterator[Blocker]:
    """What is confirmed is what the person saw."""
    if sha256_of(contacts) != sha256:
        yield Blocker("changed", "The list changed while you looked at it. Read it again, then confirm it.")


def nobody_holds(contacts: Contacts, role: str) -> Iterator[Blocker]:
    """A role is vacant when nobody is in it."""
    if contacts.in_role(role):
        yield Blocker("held", "Somebody holds this role. If they have left, say so first.")


def vacant_since_is_past(since: date, *, today: date) -> Iterator[Blocker]:
    """Not a day to come."""
    if since > today:
        yield Blocker("future", "The day since when the role is vacant must be today or earlier.")


def gaps_of(contacts: Contacts) -> list[Gap]:
    """The signatories nobody can be reached as, and why; one gap a role at most."""
    return [gap for role in SIGNING if (gap := gap_of(contacts, role))]


def gap_of(contacts: Contacts, role: Role) -> Gap | None:
    """Why nobody can be reached in this role; None when somebody can."""
    why, more = _why(contacts, role)
    if why is None:
        return None
    return Gap(role.value, why, f"{SHORT[role]}: {more or WHY_WORDS[why]}")


def _why(contacts: Contacts, role: Role) -> tuple[Why | None, str]:
    holders = contacts.in_role(role)
    if not holders:
        return _why_empty(contacts, role)
    refused = [contacts.dead[holder.email] for holder in holders if holder.email in contacts.dead]
    if len(refused) == len(holders):
        return Why.UNDELIVERABLE, f"mail does not arrive, {refused[0].reason}"
    if role is Role.CHAIR:
        others = {holder.person_id for holder in contacts.holders if holder.role in {Role.DSL, Role.HEAD}}
        if all(holder.person_id in others for holder in holders):
            return Why.SHARED, ""
    return None, ""


def _why_empty(contacts: Contacts, role: Role) -> tuple[Why, str]:
    guests = contacts.invited_to(role)
    if guests:
        return _why_invited(contacts, guests)
    if role in contacts.vacant:
        return Why.VACANT, f"vacant since {_day(contacts.vacant[role])}"
    if ended := contacts.ended.get(role):
        if ended.has_left:
            return Why.LEFT, f"left on {_day(ended.on)}, nobody since"
        return Why.TERM_OVER, f"the term of office ended on {_day(ended.on)}"
    return Why.NOBODY, ""


def _why_invited(contacts: Contacts, guests: list[Guest]) -> tuple[Why, str]:
    refused = [contacts.dead[guest.email] for guest in guests if guest.email in contacts.dead]
    if len(refused) == len(guests):
        return Why.UNDELIVERABLE, f"invited, but mail does not arrive: {refused[0].reason}"
    waiting = [guest for guest in guests if not guest.has_expired]
    if waiting:
        return Why.INVITED, ""
    return Why.EXPIRED, f"the invitation expired on {_day(max(guest.expires_on for guest in guests))}"


def _day(day: date) -> str:
    return str(date_format(day, "j F Y"))
