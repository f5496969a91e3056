"""The school's part: it says what kind of school it is, answers, and three people sign."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from audits.answers.actions import confirm_profile, save_answer
from audits.answers.models import Answer, AnswerRevision
from audits.answers.types import WORDING, Entry
from audits.frameworks.models import Indicator
from audits.lifecycle.child_details import as_read, read_answer
from audits.lifecycle.models import Audit
from audits.signoff.actions import NO_BOARD, Board, give_back, sign
from lscp_portal.childdata.types import Known
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from reports.demonstration import drawing, texts
from reports.demonstration.clock import put_back
from reports.demonstration.drawing import Question, Setting
from reports.demonstration.people import Crew
from reports.demonstration.stage import Stage

ASKED_ABOUT = "The way to the bus stop at ZE1 9ZZ was walked in October."  # a postcode of nowhere
SOMETIMES = {"commissions_ap": 0.35, "lets_premises": 0.5, "homestay": 0.08}


def questions_of(audit: Audit) -> list[Question]:
    """The indicators this audit asks, in order. One query."""
    rows = Indicator.objects.filter(pk__in=audit.indicator_ids).order_by("position")
    return [Question(*row) for row in rows.values_list("pk", "code", "tier", "is_critical", "allow_na")]


def setting_of(audit: Audit, *, urn: int, years_ago: int, answered_at: datetime) -> Setting:
    """The school of this audit as the drawing needs it."""
    return Setting(
        urn=urn,
        governance=audit.governance,
        features=frozenset(audit.features),
        years_ago=years_ago,
        answered_on=answered_at.date(),
    )


def begin(stage: Stage, dsl: Actor, audit_id: int, urn: int) -> None:
    """The DSL says what kind of school it is, which starts the audit."""
    chance = Setting(
        urn=urn, governance="", features=(), years_ago=0, answered_on=stage.calendar.today
    ).chance("profile")  # fmt: skip
    with stage.as_(dsl):
        audit = Audit.objects.select_related("cycle__framework").get(pk=audit_id)
        asked = audit.cycle.framework.settings["setting_model"]["confirm_by_school"]
        answers = {name: name in audit.features or chance.random() < SOMETIMES.get(name, 0) for name in asked}
        confirm_profile(actor=dsl, audit_id=audit_id, answers=answers)


def answer_in_bulk(stage: Stage, dsl: Actor, audit_id: int, school: Setting, share: float) -> int:
    """Answer the first part of an audit in two statements; how many.

    save_answer takes five statements for each, and there are thousands. These rows are as it writes them: revision 1,
    an operation of its own, the same words twice; the trail gets one event instead of one for each.
    """
    at = stage.calendar.moment((stage.calendar.today - school.answered_on).days, spread=school.urn)
    with stage.as_(dsl):
        audit = Audit.objects.get(pk=audit_id)
        asked = questions_of(audit)
        chosen = asked[: round(len(asked) * share)]
        stamp = {"revision": 1, "saved_at": at, "saved_by_id": dsl.person_id, **audit.owner}
        typed = [drawing.answer(school, question) for question in chosen]
        words = [_words(entry) | stamp for entry in typed]
        answers = Answer.objects.bulk_create(
            Answer(audit=audit, indicator_id=question.id, **said, **as_read(entry, read_answer(entry, known=Known)))
            for question, entry, said in zip(chosen, typed, words, strict=True)
        )
        AnswerRevision.objects.bulk_create(
            AnswerRevision(answer=answer, operation_id=uuid4(), **said)
            for answer, said in zip(answers, words, strict=True)
        )
        record(dsl, "demonstration.answered", audit, answers=len(answers))
    return len(answers)


def _words(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in WORDING}


def answer_by_hand(stage: Stage, people: Sequence[Actor], audit_id: int, school: Setting, share: float) -> None:
    """Answer the first part of an audit one by one, as people do at their desks, taking turns by section.

    Now and then somebody goes over an answer again, so there are earlier wordings to look at; and actions on extended
    indicators are still to be agreed.
    """
    with stage.as_(people[0]):
        asked = questions_of(Audit.objects.get(pk=audit_id))
    sections = sorted({question.section for question in asked})
    for place, section in enumerate(sections):
        who = people[place % len(people)] if place % 3 else people[0]
        with stage.as_(who):
            for question in asked[: round(len(asked) * share)]:
                if question.section == section:
                    said = drawing.answer(school, question)
                    entry = said if question.tier == "core" else replace(said, action="", action_owner="")
                    _answer_one(who, audit_id, question, entry)


def sections_of(stage: Stage, people: Sequence[Actor], audit_id: int, *, turn: int) -> list[str]:
    """The sections that the person at this place answers in `answer_by_hand`."""
    with stage.as_(people[0]):
        asked = questions_of(Audit.objects.get(pk=audit_id))
    sections = sorted({question.section for question in asked})
    return [section for place, section in enumerate(sections) if place % len(people) == turn]


def _answer_one(who: Actor, audit_id: int, question: Question, entry: Entry) -> None:
    first = Entry(level=entry.level, strength=entry.strength, how_we_know=entry.how_we_know.split(". ")[0].rstrip("."))
    tries = [first, entry] if question.id % 7 == 0 else [entry]
    for read, said in enumerate(tries):
        save_answer(
            actor=who, audit_id=audit_id, code=question.code, entry=said, read=read, operation_id=uuid4()
        )  # fmt: skip


def leave_a_question(stage: Stage, dsl: Actor, audit_id: int) -> None:
    """One answer holds words that may point at a child, and nobody has said yet that they do not."""
    with stage.as_(dsl):
        row = Answer.objects.filter(audit_id=audit_id, level="secure").select_related("indicator").earliest("pk")
        entry = Entry(**{name: getattr(row, name) for name in WORDING})
        said = replace(entry, how_we_know=f"{entry.how_we_know} {ASKED_ABOUT}")
        code, read = row.indicator.code, row.revision
        save_answer(actor=dsl, audit_id=audit_id, code=code, entry=said, read=read, operation_id=uuid4())


def sign_up_to(stage: Stage, school: Crew, audit_id: int, last: str, *, for_chair: Actor | None = None) -> None:
    """DSL, head and chair sign, in that order, as far as `last`. for_chair: who signs instead of the chair."""
    board = Board(stage.calendar.day(1), "Full board, minute 7.2")
    for step in ("dsl", "head", "chair"):
        who = (step == "chair" and for_chair) or school.one(step)
        with stage.as_(who):
            sign(actor=who, audit_id=audit_id, step=step, board=board if step == "chair" else NO_BOARD)
        if step == last:
            return


def give_back_from_head(stage: Stage, school: Crew, audit_id: int, number: int) -> None:
    """The head finds something that is not right yet."""
    sign_up_to(stage, school, audit_id, "dsl")
    reasons = texts.letter("returned")
    head = school.one("head")
    with stage.as_(head):
        give_back(actor=head, audit_id=audit_id, step="head", comment=reasons[number % len(reasons)])


def put_back_submission(stage: Stage, tenant_id: int, audit_id: int, at: datetime) -> None:
    """The audit was submitted on this day of the story."""
    with stage.in_area(tenant_id):
        put_back(Audit.objects.get(pk=audit_id), submitted_at=at)
