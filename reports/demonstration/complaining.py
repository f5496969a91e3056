"""Complaints: one waits, one went on, was upheld in part and put right; and a scrutineer asks the lead."""

from collections.abc import Sequence
from typing import Any

from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor
from reports.complaints import actions
from reports.complaints.types import ComplaintWords
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage
from reports.scrutiny import actions as scrutiny

NEW = ComplaintWords(
    about="visit", about_lead=False,
    said="The date of the visit was changed twice in one week, the second time on the evening before. Staff had been "
    "released for the talks, and the governor had taken a day off.",
    wanted="A word to our staff, and a date that stays.",
)  # fmt: skip
GONE_ON = ComplaintWords(
    about="feedback", about_lead=False,
    said="The letter says that governors do not look at the central record. They do, each term; the minutes are in "
    "the evidence that we described.",
    wanted="The sentence is taken back.",
)  # fmt: skip
ANSWERED = "The letter rests on the copy that you signed. In it the minutes stand beside another indicator."
NOT_SETTLED = "The minutes are named on the same page, two lines below. A reader who wanted to could have found them."
DECIDED = (
    "The sentence was fair on what stood beside the indicator, and the reader could have asked. It should have been a "
    "question, not a finding."
)
RIGHT = "We wrote to the head and the chair, and readers now ask before they say that something is not done."

NOTE = (
    "Three schools have waited longer than their neighbours whose returns came on the same day. Who decides which "
    "return is read next, and does the school know when its turn comes?"
)


def complain(stage: Stage, staff: Crew, crews: Sequence[Crew]) -> None:
    """crews: people of the schools of one area, in the order of its schools."""
    lead, scrutineer = staff.one(Role.LEAD), staff.one(Role.SCRUTINEER)
    waiting, decided = crews[6].one(Role.HEAD), crews[7].one(Role.CHAIR)
    _as(stage, lead, actions.acknowledge, complaint_id=_made(stage, waiting, NEW))
    key = {"complaint_id": _made(stage, decided, GONE_ON)}
    _as(stage, lead, actions.answer, outcome="not_upheld", words=ANSWERED, **key)
    _as(stage, decided, actions.ask_scrutineer, words=NOT_SETTLED, **key)
    _as(stage, scrutineer, actions.decide, outcome="in_part", words=DECIDED, **key)
    _as(stage, lead, actions.put_right, words=RIGHT, **key)
    _ask_the_lead(stage, scrutineer)


def _made(stage: Stage, actor: Actor, words: ComplaintWords) -> int:
    with stage.as_(actor):
        return actions.make(actor=actor, words=words).pk


def _ask_the_lead(stage: Stage, scrutineer: Actor) -> None:
    with stage.as_(scrutineer):
        note = scrutiny.write(actor=scrutineer, topic="timeliness", school_id=None, text=NOTE)
        scrutiny.share(actor=scrutineer, note_id=note.pk)


def _as(stage: Stage, actor: Actor, action: Any, **more: Any) -> None:  # noqa: ANN401 - any action
    with stage.as_(actor):
        action(actor=actor, **more)
