"""Next year's framework, out for comment: a question of the area's own, a sharper one, and what schools think of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from audits.frameworks.comments.actions import comment, reply
from audits.frameworks.editor.indicator_actions import NewCode, add_indicator, replace_indicator
from audits.frameworks.editor.types import IndicatorEntry
from audits.frameworks.models import Framework, FrameworkComment, Indicator
from audits.frameworks.versions.actions import draft_version, send_for_comment
from audits.frameworks.versions.types import VersionPlan
from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage

LOCAL, SHARPER = "MAL1", "OSL1"  # codes of the area's own
COMMENTS = (  # place of the school, role, code ("" for the whole), words
    (1, Role.DSL, LOCAL, "We have met this twice this year. Please say in the evidence that a staff quiz is enough."),
    (4, Role.HEAD, LOCAL, "In an infant school this is mostly about older brothers and sisters. Is it meant for us?"),
    (2, Role.DSL, SHARPER, "Clearer than before. Testing every term takes our provider half a day each time."),
    (6, Role.CHAIR, "LG6", "A small board cannot visit every term. Would once a year with a written note do?"),
    (3, Role.HEAD, "", "Fewer questions than last year would help more than better ones. The order is good."),
)
ANSWERED: Mapping[str, str] = {
    LOCAL: "We added the quiz to the evidence. The question stays for every school, with an example for infants.",
}


def consult(stage: Stage, lead: Actor, at_school: Sequence[Crew]) -> None:
    """Roll this year's framework over, change two questions, ask schools, and answer some of them.

    at_school: people of the schools in the order of their URN. They need no membership yet, so nobody's inbox fills.
    """
    year = stage.calendar.year + 1
    with stage.as_(lead):
        current = Framework.objects.filter(state=Framework.State.PUBLISHED).latest("academic_year", "adopted_at")
        draft = draft_version(actor=lead, framework_id=current.pk, plan=_plan(current, year))
        _write(lead, draft)
        send_for_comment(actor=lead, framework_id=draft.pk, until=stage.calendar.today + timedelta(days=21))
    for place, role, code, words in COMMENTS:
        speaker = at_school[place].one(role)
        with stage.as_(speaker):
            comment(actor=speaker, framework_id=draft.pk, code=code, text=words)
    with stage.as_(lead):
        for said in FrameworkComment.objects.filter(framework=draft, code__in=ANSWERED):
            reply(actor=lead, comment_id=said.pk, words=ANSWERED[said.code])


def _plan(current: Framework, year: int) -> VersionPlan:
    return VersionPlan(
        version=f"{year}.1",
        title=current.title,
        subtitle=current.subtitle,
        academic_year=f"{year}/{(year + 1) % 100:02}",
        effective_from=date(year, 9, 1),
        effective_to=date(year + 1, 8, 31),
    )


def _write(lead: Actor, draft: Framework) -> None:
    kept = IndicatorEntry.of(Indicator.objects.get(framework=draft, code="MA6"))
    local = replace(
        kept,
        text="Staff notice the signs of county lines, also in younger children, and know whom to ask the same day.",
        why="Three schools of our area met it last year; in two of them it was seen late.",
        evidence="A short staff quiz; the local pathway on display; what changed after the last briefing.",
        audience=("leadership", "staff"),
    )
    add_indicator(actor=lead, framework_id=draft.pk, where=NewCode("MA", LOCAL), entry=local)
    old = Indicator.objects.get(framework=draft, code="OS2")
    text = (
        "Filtering and monitoring are tested every term on every kind of device and in every place, and after any "
        "change, and the board sees the result."
    )
    replace_indicator(
        actor=lead, framework_id=draft.pk, code=old.code, read=old.revision, new_code=SHARPER,
        entry=replace(IndicatorEntry.of(old), text=text),
    )  # fmt: skip
