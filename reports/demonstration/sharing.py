"""Good practice: a school of the largest area has published two, one waits for the first school, one for the lead."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.frameworks.models import Indicator
from audits.good_practice import actions
from audits.good_practice.types import PracticeWords
from audits.lifecycle.queries import current_audit
from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage

GATE = {
    "title": "Every visitor meets the safeguarding lead’s card at the gate",
    "about": ("LG1", "CU1"),
    "what": "The office hands each visitor a card with the three people to go to. On the way out it asks one question: "
    "whom would you have told? Who does not know is shown the card again, and the office notes the number only.",
    "works": "In January two visitors of ten knew a name; in June nine of ten did. The link governor asked six.",
    "advice": "Print the card large, and ask only one question: two took too long at the gate.",
}
RECORDS = {
    "title": "Ten records on the first Monday of the month",
    "about": ("IR1",),
    "what": "The lead and a deputy read ten records together, chosen by their numbers. What is missing goes back to "
    "whoever wrote it the same week, with thanks for what was good. Governors see the counts each term.",
    "works": "In the autumn four of ten had no outcome; since Easter all of the last thirty did.",
    "advice": "",
}
TOUR = {
    "title": "New staff walk the site with a pupil council member",
    "about": ("TR1",),
    "what": "In the first week each new colleague walks the site with two members of the pupil council and a deputy, "
    "who show where they feel safe and where they do not. The places go to the site team the same day.",
    "works": "Three places were lit or cleared within the month; the autumn survey named none of them again.",
    "advice": "Let the council choose the way.",
}
BRIEFING = {
    "title": "Five minutes of safeguarding in every Monday briefing",
    "about": ("TR1", "LG1"),
    "what": "One question, one answer, one reminder, written by another colleague each week and kept in a folder that "
    "part-time staff read.",
    "works": "Asked without warning, eleven of twelve lunchtime staff named the route; last year it was seven.",
    "advice": "",
}


def share(stage: Stage, staff: Crew, crews: Sequence[Crew]) -> None:
    """crews: people of the schools of one area, in the order of its schools."""
    reviewer, lead = staff.one(Role.REVIEWER), staff.one(Role.LEAD)
    first, sharing, offering = crews[0], crews[5], crews[8]
    for words in (GATE, RECORDS):
        number = _offer(stage, sharing.one(Role.DSL), words)
        _check(stage, reviewer, number)
        _as(stage, sharing.one(Role.HEAD), actions.agree, practice_id=number)
        _as(stage, lead, actions.publish, practice_id=number)
    _check(stage, reviewer, _offer(stage, first.one(Role.DSL), TOUR))
    _offer(stage, offering.one(Role.DSL), BRIEFING)


def _offer(stage: Stage, dsl: Actor, said: Mapping[str, Any]) -> int:
    with stage.as_(dsl):
        audit = current_audit()
        asked = audit.indicator_ids if audit else []
        texts = dict(Indicator.objects.filter(pk__in=asked, code__in=said["about"]).values_list("code", "text"))
        words = PracticeWords(
            title=said["title"], codes=list(texts), topics=[f"{code}: {text}" for code, text in texts.items()],
            what=said["what"], works=said["works"], advice=said["advice"], contact_role="School office",
            contact_email=f"office.{dsl.school_id}@schools.lscp.test",
        )  # fmt: skip
        made = actions.write(actor=dsl, words=words)
        return actions.offer(actor=dsl, practice_id=made.pk).pk


def _check(stage: Stage, reviewer: Actor, number: int) -> None:
    _as(stage, reviewer, actions.check, practice_id=number, how="visit", words="Seen on the day, and asked about.")


def _as(stage: Stage, actor: Actor, action: Any, **more: Any) -> None:  # noqa: ANN401 - any action
    with stage.as_(actor):
        action(actor=actor, **more)
