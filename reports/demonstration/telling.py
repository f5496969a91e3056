"""Tells the story of one area: audits, readings, letters, visits and reports, school by school."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random

from django.utils import timezone

from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor
from reports.demonstration import (
    answering,
    banding,
    carrying,
    correcting,
    delegating,
    evidencing,
    improving,
    insisting,
    moderating,
    questioning,
    reading,
    reporting,
    standing_in,
    texts,
    visiting,
)
from reports.demonstration.clock import told_on
from reports.demonstration.people import Crew
from reports.demonstration.reading import Desk
from reports.demonstration.stage import Stage
from reports.demonstration.story import STEPS, STORIES, Report, Trip, Visit, Year, steps_of, submitted_ago
from schools.register.models import School

CARRIED = 3  # answers of last year that the first school has said are still true
AGENCIES = ("local_authority", "police", "health")
BEGUN = (0.62, 0.35, 0.9, 0.15, 0.5, 0.75)  # shares of the questions that schools in progress have answered


class Telling:
    """One area. Schools, their people and the staff are there; the cycles are open.

    let_in: gives the people of one school their roles, before anything looks whether they had them.
    """

    def __init__(
        self,
        stage: Stage,
        staff: Crew,
        schools: Sequence[School],
        at_school: Mapping[int, Crew],
        slug: str,
        let_in: Callable[[int], None],
    ) -> None:  # fmt: skip
        self.stages, self.staff, self.schools = (stage, stage.a_year_back()), staff, schools
        self.at_school, self.slug, self.let_in = at_school, slug, let_in

    def tell(self, last: Cycle, this: Cycle) -> None:
        """Both years."""
        story = STORIES[self.slug]
        with told_on(self.stages[1].calendar.today):
            self._year(story.last, last, years_ago=1)
        self._year(story.this, this, years_ago=0)

    def _year(self, year: Year, cycle: Cycle, *, years_ago: int) -> None:
        with self.stages[years_ago].in_area(cycle.tenant_id):
            audits = dict(Audit.objects.filter(cycle=cycle).values_list("school_id", "pk"))
        asked = [school for school in self.schools if school.pk in audits]
        for place, (school, step) in enumerate(zip(asked, steps_of(year, len(asked)), strict=True)):
            one = Chapter(self, school, audits[school.pk], place=place, years_ago=years_ago)
            one.go(step)
            if place in year.visits:
                one.visit(year.visits[place])
            if place in year.reports:
                one.report(year.reports[place])


class Chapter:
    """One school in one year."""

    def __init__(self, telling: Telling, school: School, audit_id: int, *, place: int, years_ago: int) -> None:
        self.stage, self.staff, self.slug = telling.stages[years_ago], telling.staff, telling.slug
        self.people, self.let_in = telling.at_school[school.pk], telling.let_in
        self.school, self.audit_id, self.place, self.years_ago = school, audit_id, place, years_ago
        self.is_first = telling.slug == "eastmere" and place == 0
        self.stands_out = telling.slug == "eastmere" and not years_ago and place in {*banding.ALIKE, banding.MISSING}
        self.chance = Random(f"{school.urn}:{years_ago}:chapter")  # noqa: S311 - for show
        self.submitted = 0

    def go(self, step: str) -> None:
        """As far as `step` of the audit's way."""
        reached = STEPS.index(step)
        if reached == 0:
            return
        self.submitted = submitted_ago(step, self.place, years_ago=self.years_ago)
        answering.begin(self.stage, self.people.one("dsl"), self.audit_id, self.school.urn)
        self._answer(1.0 if reached > 1 else BEGUN[self.place % len(BEGUN)])
        if step == "returned":
            answering.give_back_from_head(self.stage, self.people, self.audit_id, self.place)
            return
        last = {3: "dsl", 4: "head"}.get(reached, "chair")
        if reached >= STEPS.index("internal_check"):
            is_delegated = step == "submitted" and not self.years_ago
            for_chair = standing_in.vice_chair(self.stage, self.people) if is_delegated else None
            answering.sign_up_to(self.stage, self.people, self.audit_id, last, for_chair=for_chair)
        if reached >= STEPS.index("submitted"):
            tenant_id, at = self.school.tenant_id, self._moment(self.submitted)
            answering.put_back_submission(self.stage, tenant_id, self.audit_id, at)
            if is_delegated:
                lead = self.staff.one(Role.LEAD)
                correcting.correct(self.stage, self.people, lead, self.audit_id, sent_ago=self.submitted)
            self._read(step)

    def _moment(self, ago: int) -> datetime:
        return self.stage.calendar.moment(ago, spread=self.school.urn)

    def _answer(self, share: float) -> None:
        dsl = self.people.one("dsl")
        days = self.submitted + 5 if self.submitted > 5 else 5  # noqa: PLR2004 - some days before it was submitted
        with self.stage.as_(dsl):
            audit = Audit.objects.get(pk=self.audit_id)
        setting = answering.setting_of(
            audit, urn=self.school.urn, years_ago=self.years_ago, answered_at=self._moment(days)
        )  # fmt: skip
        if self.is_first and not self.years_ago:
            contributor = self.people.one(Role.CONTRIBUTOR)
            helpers = [dsl, contributor, self.people.one(Role.LINK_GOVERNOR)]
            theirs = answering.sections_of(self.stage, helpers, self.audit_id, turn=1)
            standing_in.deputy_head(self.stage, self.people)
            delegating.share_out(self.stage, dsl, contributor, self.audit_id, theirs)
            answering.answer_by_hand(self.stage, helpers, self.audit_id, setting, share)
            carrying.carry_some(self.stage, dsl, self.audit_id, most=CARRIED)
            items = evidencing.describe_some(self.stage, dsl, self.audit_id, most=evidencing.DESCRIBED_BY_FIRST)
            evidencing.upload_one(self.stage, dsl, items[0])
            answering.leave_a_question(self.stage, dsl, self.audit_id)
        else:
            answering.answer_in_bulk(self.stage, dsl, self.audit_id, setting, share)
            if self.stands_out:
                say = banding.say_what_is_missing if self.place == banding.MISSING else banding.say_alike
                say(self.stage, dsl, self.audit_id)
            if not self.years_ago:
                evidencing.describe_some(self.stage, dsl, self.audit_id, most=evidencing.DESCRIBED)
        self.setting = setting

    def _read(self, step: str) -> None:
        """Reading, letter, answer; as far as `step`."""
        desk = self._desk()
        reached = STEPS.index(step)
        if reached < STEPS.index("in_review"):
            return
        review_id = reading.claim(self.stage, desk, self._moment(self.submitted * 2 // 3))
        in_hand = step == "in_review"
        read = self._moment(self.submitted // 4)
        reading.score(self.stage, desk, review_id, share=0.55 if in_hand else 1.0, at=read)
        if in_hand:
            round_id = questioning.ask(self.stage, desk, review_id, self.school)
            questioning.answer(self.stage, self.people, round_id, is_sent=bool(self.place % 2))
            return
        insists = step == "reviewed" and self.slug == "eastmere" and not self.years_ago
        if insists and not self.place % 2:
            case_id = self._insist(desk)
            mended = insisting.mend(self.stage, self.people, case_id)
            insisting.accept(self.stage, desk, case_id)
            insisting.read_mended(self.stage, desk, review_id, mended)
            read = timezone.now()  # what was signed today was read after that
        reading.recommend(self.stage, desk, review_id, self.stage.calendar.today)
        reading.hand_in(self.stage, desk, review_id, read)
        moderating.read_twice(self.stage, desk, self.staff.people[Role.REVIEWER], place=self.place)
        if step != "reviewed" or self.place % 2:
            reading.draft_letter(self.stage, desk, review_id)
        if insists and self.place % 2:
            self._insist(desk)
        steps: Sequence[tuple[str, Callable[[], None]]] = (
            ("feedback_issued", lambda: reading.issue(self.stage, desk)),
            ("acknowledged", lambda: self._acknowledge(desk)),
            ("closed", lambda: reading.close(self.stage, desk)),
        )
        for name, do in steps:
            if reached >= STEPS.index(name):
                do()

    def _insist(self, desk: Desk) -> int:
        """A case is begun; whether the signers had their roles is looked up then."""
        self.let_in(self.school.pk)
        return insisting.write_to(self.stage, desk)

    def _acknowledge(self, desk: Desk) -> None:
        reading.acknowledge(self.stage, desk, self.people)
        steps = improving.steps_for(self.place, years_ago=self.years_ago, is_first=self.is_first)
        improving.work_on(self.stage, desk, self.people, steps)
        reading.rate(self.stage, desk, self.people)

    def _desk(self) -> Desk:
        return Desk(
            audit_id=self.audit_id,
            school=self.setting,
            reviewer=self._reviewer(),
            lead=self.staff.one(Role.LEAD),
            slug=self.slug,
        )

    def _reviewer(self, turn: int = 0) -> Actor:
        """The next reviewer without a conflict with this school."""
        return next(
            actor
            for number in range(len(self.staff.people[Role.REVIEWER]))
            if self.school.pk in (actor := self.staff.one(Role.REVIEWER, self.place + turn + number)).cleared
        )

    def visit(self, trip: Trip) -> None:
        """A visit of two: a reviewer and somebody of another agency."""
        visitors = self.staff.people[Role.VISITOR]
        number = 0 if trip.state is Visit.HELD else self.place
        going = visiting.Going(
            audit_id=self.audit_id,
            lead=self.staff.one(Role.LEAD),
            team=(self._reviewer(1), visitors[number % len(visitors)]),
            other=AGENCIES[number % len(visitors)],
            reason=visiting.reason_of(self.place),
            chance=self.chance,
        )
        visit_id = visiting.schedule(self.stage, going, self.stage.calendar.day(trip.ago))
        if trip.state in {Visit.RECORDED, Visit.HELD}:
            finished = trip.state is Visit.RECORDED
            visiting.hold(self.stage, going, visit_id, self._moment(trip.ago), finished=finished)
        if trip.state is Visit.RECORDED and not self.years_ago:
            improving.ask_after(self.stage, going.team[0], visit_id)
        if trip.state is Visit.CANCELLED:
            visiting.call_off(self.stage, going, visit_id, texts.letter("cancelled"))

    def report(self, wanted: Report) -> None:
        """A report, as far as it has come. Its editions carry the day on which its round is told."""
        writing = reporting.Writing(
            audit_id=self.audit_id,
            author=self._reviewer(),
            publisher=self.staff.one(Role.PUBLISHER),
            lead=self.staff.one(Role.LEAD),
            school=self.people,
            chance=self.chance,
        )
        stage, order = self.stage, list(Report)
        report_id = reporting.start(stage, writing)
        steps: Sequence[tuple[Report, Callable[[], None]]] = (
            (Report.WITH_SCHOOL, lambda: reporting.send(stage, writing, report_id)),
            (Report.ANSWERED, lambda: reporting.answer(stage, writing, report_id)),
            (Report.APPROVED, lambda: self._approve(writing, report_id)),
            (Report.PUBLISHED, lambda: reporting.publish(stage, writing, report_id)),
            (Report.WITHDRAWN, lambda: reporting.withdraw(stage, writing, report_id)),
        )
        for state, do in steps:
            if order.index(wanted) >= order.index(state):
                do()

    def _approve(self, writing: reporting.Writing, report_id: int) -> None:
        reporting.reply(self.stage, writing, report_id)
        reporting.approve(self.stage, writing, report_id)
