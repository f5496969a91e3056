"""Makes the demonstration area, through the actions of the product wherever there are any."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from audits.cycles.actions import close_cycle, complete_cycle, open_cycle, plan_cycle
from audits.cycles.models import Cycle
from audits.cycles.types import CyclePlan
from audits.frameworks.actions import adopt_framework
from audits.frameworks.reading import read_framework, shipped_frameworks
from audits.review.interests import declare_interest
from lscp_portal.access.memberships import interests_of
from lscp_portal.accounts.models import Person, Role
from lscp_portal.accounts.partnerships import Authority, create_partnership
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership
from reports.areas.actions import freeze_summary, publish_summary
from reports.demonstration import improving, people
from reports.demonstration.banding import band_all
from reports.demonstration.changing import change_schools
from reports.demonstration.clock import put_back, told_on
from reports.demonstration.complaining import complain
from reports.demonstration.consulting import consult
from reports.demonstration.contacting import keep_contacts
from reports.demonstration.evidencing import let_upload
from reports.demonstration.governing import count_what_is_common, find_guidance_moved, see_for_themselves
from reports.demonstration.moderating import show_open_ones
from reports.demonstration.names import invented_names
from reports.demonstration.people import Crew, Post
from reports.demonstration.phrasing import keep_phrases
from reports.demonstration.places import AREAS, Area, extract
from reports.demonstration.reminding import remind
from reports.demonstration.sharing import share
from reports.demonstration.stage import Stage
from reports.demonstration.story import DUE, OPENED, STORIES, steps_of
from reports.demonstration.telling import Telling
from reports.demonstration.trusting import lead_a_trust
from schools.register.actions import import_register
from schools.register.establishment import Extract
from schools.register.models import OPEN_HERE, School

MODE_NAMES = {"full": "Full audit", "core": "Light audit"}
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settled:
    """One area with its people, before anything happens in it. schools: those of the audits, by URN."""

    area: Area
    partnership: Partnership
    staff: Crew
    schools: Sequence[School]
    at_school: dict[int, Crew]


class Seeder:
    """Makes everything once. Names come from one list, so that nobody is there twice."""

    def __init__(self, stage: Stage, *, scale: int, say: Say) -> None:
        self.stage, self.scale, self.say = stage, scale, say
        self.names: Iterator[str] = invented_names()
        self.register: Extract = extract(scale=scale)
        self.later: list[Post] = []
        self.let_in: set[int] = set()  # schools whose people have their roles already
        self.lead: Actor | None = None  # of the largest area
        self.trust_lead: Person | None = None
        self.clerks: dict[str, Actor] = {}  # by area
        self.first: tuple[int, Crew] | None = None  # the largest area, and the people of its first school

    def make(self) -> None:
        """Area by area; last of all the roles of people at schools, so that history fills nobody's inbox."""
        for area in AREAS:
            settled = self._settle(area)
            cycles = [self._open(settled, years_ago=years_ago) for years_ago in (1, 0)]
            self._declare(settled)
            self.lead = self.lead or settled.staff.one(Role.LEAD)
            self.clerks[area.slug] = settled.staff.one(Role.ADMINISTRATOR)
            if area is AREAS[0]:
                let_upload(self.stage, settled.staff.one(Role.LEAD))
            telling = Telling(
                self.stage, settled.staff, settled.schools, settled.at_school, area.slug, self._let_in
            )  # fmt: skip
            telling.tell(*cycles)
            band_all(self.stage, settled.staff.one(Role.LEAD), cycles)
            show_open_ones(self.stage, settled.staff, cycles[1])
            self._end_year(settled, cycles[0])
            self._sum_up(settled)
            count_what_is_common(self.stage, settled.partnership.pk)
            if area is AREAS[0]:
                self.first = settled.partnership.pk, settled.at_school[settled.schools[0].pk]
                see_for_themselves(self.stage, settled.at_school[settled.schools[0].pk].one(Role.LINK_GOVERNOR))
                find_guidance_moved(self.stage, settled.staff.one(Role.ADMINISTRATOR))
                crews = [settled.at_school[school.pk] for school in settled.schools]
                consult(self.stage, settled.staff.one(Role.LEAD), crews)
                share(self.stage, settled.staff, crews)
                complain(self.stage, settled.staff, crews)
                keep_phrases(self.stage, settled.staff, cycles[-1])
            self.say(f"{area.name}: {len(settled.schools)} schools")
        waiting = [post for post in self.later if post.school and post.school.pk not in self.let_in]
        people.give_roles(waiting, since=self._since())
        keep_contacts(self.stage, self.later)
        if self.first:
            improving.keep_own_plan(self.stage, self.first[1])
            improving.step_up(self.stage, self.first[0])
        if self.lead:
            remind(self.stage, self.lead)
        if self.trust_lead:
            lead_a_trust(self.stage, self.trust_lead, self.later, since=self._since())
        change_schools(self.stage, self.clerks, scale=self.scale)

    def _let_in(self, school_id: int) -> None:
        """Give the people of one school their roles before the others have theirs."""
        own = [post for post in self.later if post.school and post.school.pk == school_id]
        people.give_roles(own, since=self._since())
        self.let_in.add(school_id)

    def _since(self) -> date:
        return date(self.stage.calendar.year - 2, 9, 1)

    def _settle(self, area: Area) -> Settled:
        """The partnership, its staff, its schools and their people."""
        partnership = create_partnership(
            partnership=Partnership(
                slug=area.slug,
                name=area.name,
                code=area.slug.upper(),
                safeguarding_phone=area.phone,
                out_of_hours_phone=area.out_of_hours,
                publishes_reports=area.publishes,
            ),
            authorities=[Authority(area.la_code, area.la_name, area.gss_code)],
        )
        staff = self._staff(area, partnership)
        schools = self._schools(staff, partnership)
        return Settled(area, partnership, staff, schools, self._at_schools(area, schools))

    def _staff(self, area: Area, partnership: Partnership) -> Crew:
        posts = people.staff_posts(area.slug, partnership.pk, self.names)
        people.save_people(posts)
        if area is AREAS[0]:
            accounts = people.role_accounts(at_school=False)
            own = [Post(person, account.role, partnership.pk) for account, person in accounts]
            self.trust_lead = next(post.person for post in own if post.role == Role.TRUST_LEAD)
            posts = [post for post in own if post.role != Role.TRUST_LEAD] + posts
        people.give_roles(posts, since=self._since())
        return people.crew_of(posts)

    def _schools(self, staff: Crew, partnership: Partnership) -> list[School]:
        clerk = staff.one(Role.ADMINISTRATOR)
        name = f"edubasealldata{self.stage.a_year_back().calendar.day(OPENED[1] + 6):%Y%m%d}.csv"
        with self.stage.as_(clerk):
            import_register(actor=clerk, tenant_id=partnership.pk, extract=self.register, file_name=name)
            return list(School.objects.filter(OPEN_HERE).order_by("urn"))

    def _at_schools(self, area: Area, schools: Sequence[School]) -> dict[int, Crew]:
        """People of each school. Those of the first one can be signed in as, and have their roles at once."""
        first = [] if area is not AREAS[0] else [
            Post(person, account.role, schools[0].tenant_id, schools[0])
            for account, person in people.role_accounts(at_school=True)
        ]  # fmt: skip
        people.give_roles(first, since=self._since())
        others = people.school_posts(schools[1:] if first else schools, self.names)
        people.save_people(others)
        self.later += others
        crews: dict[int, list[Post]] = {}
        for post in (*first, *others):
            crews.setdefault(post.school.pk if post.school else 0, []).append(post)
        return {school: people.crew_of(posts) for school, posts in crews.items()}

    def _open(self, settled: Settled, *, years_ago: int) -> Cycle:
        """A framework and a cycle with it, open for every school."""
        calendar = (self.stage.a_year_back() if years_ago else self.stage).calendar
        lead, year = settled.staff.one(Role.LEAD), self.stage.calendar.year - years_ago
        mode = settled.area.last_mode if years_ago else settled.area.mode
        with self.stage.as_(lead):
            definition = read_framework(framework_text(years_ago=years_ago))
            framework = adopt_framework(actor=lead, tenant_id=lead.tenant_id, definition=definition)
            plan = CyclePlan(
                framework_id=framework.pk,
                name=f"{MODE_NAMES[mode]} {year}",
                year=year,
                mode=mode,
                section_codes=(),
                opens_on=calendar.day(OPENED[years_ago]),
                due_on=calendar.day(DUE[years_ago]),
            )
            cycle = plan_cycle(actor=lead, plan=plan)
            open_cycle(actor=lead, cycle_id=cycle.pk)
            put_back(cycle, opened_at=calendar.moment(OPENED[years_ago]))
        return cycle

    def _declare(self, settled: Settled) -> None:
        """Readers and visit teams say that they have no conflict; one of them has one.

        The first reader of the largest area has yet to say so for the schools that wait for a reader: whoever signs in
        with that account sees the step.
        """
        staff, waiting = settled.staff, self._waiting(settled)
        for role in (Role.REVIEWER, Role.VISITOR):
            for number, actor in enumerate(list(staff.people[role])):
                left = waiting if role == Role.REVIEWER and number == 0 else []
                friend = settled.schools[3] if role == Role.REVIEWER and number == 1 else None
                with self.stage.as_(actor):
                    for school in settled.schools:
                        if school not in left:
                            conflict = "governor" if school == friend else ""
                            declare_interest(actor=actor, school_id=school.pk, conflict=conflict)
                    staff.replace(people.informed(actor, interests_of(actor.person_id)))

    def _waiting(self, settled: Settled) -> list[School]:
        """The schools of the largest area that nobody reads yet this year."""
        if settled.area is not AREAS[0]:
            return []
        steps = steps_of(STORIES[settled.area.slug].this, len(settled.schools))
        return [school for school, step in zip(settled.schools, steps, strict=True) if step == "submitted"]

    def _end_year(self, settled: Settled, cycle: Cycle) -> None:
        """Last year's cycle takes no more returns, and is complete: every letter has gone out."""
        lead = settled.staff.one(Role.LEAD)
        with told_on(self.stage.calendar.a_year_back().today), self.stage.as_(lead):
            close_cycle(actor=lead, cycle_id=cycle.pk)
            complete_cycle(actor=lead, cycle_id=cycle.pk)

    def _sum_up(self, settled: Settled) -> None:
        """The analyst freezes last year's figures; in the largest area the publisher has put them in the open."""
        wanted = STORIES[settled.area.slug].summary
        if not wanted:
            return
        analyst, publisher = settled.staff.one(Role.ANALYST), settled.staff.one(Role.PUBLISHER)
        with self.stage.as_(analyst):
            summary = freeze_summary(actor=analyst, year=self.stage.calendar.year - 1)
        if wanted == "published":
            with self.stage.as_(publisher):
                publish_summary(actor=publisher, summary_id=summary.pk)


def framework_text(*, years_ago: int) -> str:
    """The shipped framework; for last year with that year's version and dates, as an edition of its own."""
    text = shipped_frameworks()[-1].read_text("utf-8")
    if not years_ago:
        return text
    for new, old in (
        ('version: "2026.1"', 'version: "2025.1"'),
        ('academic_year: "2026/27"', 'academic_year: "2025/26"'),
        ("effective_from: 2026-09-01", "effective_from: 2025-09-01"),
        ("effective_to: 2027-08-31", "effective_to: 2026-08-31"),
    ):
        text = text.replace(new, old)
    return text
