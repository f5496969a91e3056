"""A partnership of any size with the cycle of last year, made through the product's own actions where there are any."""

import io
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from audits.cycles.actions import plan_cycle
from audits.cycles.models import Cycle
from audits.cycles.types import CyclePlan
from audits.frameworks.actions import adopt_framework
from audits.frameworks.reading import read_framework, shipped_frameworks
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Person, Role
from lscp_portal.accounts.partnerships import Authority, create_partnership
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from reports.demonstration.people import Post, actor_of, give_roles, save_people
from schools.register.models import OPEN_HERE, School
from schools.register.synthetic import invented_establishments, write_extract

SHARE_IN = 0.6  # of last year's schools, and later of this year's
OURS = ("981", "Benchford")
YEAR = timedelta(days=365)
WAY = ("in_progress", "internal_check", "head_signed")


@dataclass(slots=True)
class Stage:
    """schools: how many of the area are asked; rows: of the whole extract."""

    schools: int
    rows: int
    partnership: Partnership
    lead: Person
    framework_id: int = 0

    @property
    def actor(self) -> Actor:
        """The business manager."""
        return actor_of(Post(self.lead, Role.LEAD, self.partnership.pk))

    @property
    def home(self) -> str:
        """The address of the partnership."""
        return f"/p/{self.partnership.slug}/"


def begin(*, schools: int, rows: int) -> Stage:
    """The partnership, its manager and its framework; no school yet."""
    partnership = create_partnership(
        partnership=Partnership(
            slug="benchford",
            name="Benchford Safeguarding Partnership",
            code="BENCHFORD",
            safeguarding_phone="01632 960 410",
            out_of_hours_phone="01632 960 419",
        ),
        authorities=[Authority(*OURS, "E06000981")],
    )
    lead = _person("lead")
    posts = [Post(lead, Role.LEAD, partnership.pk)]
    save_people(posts)
    give_roles(posts, since=timezone.localdate() - YEAR)
    stage = Stage(schools, rows, partnership, lead)
    with scope(area_scope(partnership.pk, person=lead.pk)):
        definition = read_framework(shipped_frameworks()[-1].read_text("utf-8"))
        framework = adopt_framework(actor=stage.actor, tenant_id=partnership.pk, definition=definition)
        stage.framework_id = framework.pk
    return stage


def register(stage: Stage) -> io.BytesIO:
    """An extract of `rows` rows, of which about 1.2 times `schools` are of the area: some are closed."""
    others = max(0, round(stage.rows / (1.2 * stage.schools)) - 1)
    authorities = dict([OURS]) | {f"{number:03}": f"Elsewhere {number}" for number in range(101, 101 + others)}
    stream = io.BytesIO()
    write_extract(invented_establishments(stage.rows, authorities), stream)
    stream.seek(0)
    return stream


def people(stage: Stage) -> None:
    """DSL, head and chair of every open school; the schools beyond the number wanted leave the area."""
    with scope(area_scope(stage.partnership.pk)):
        found = list(School.objects.filter(OPEN_HERE).order_by("urn"))
        School.objects.filter(pk__in=[row.pk for row in found[stage.schools :]]).update(
            left_area_on=timezone.localdate()
        )
    kept = found[: stage.schools]
    posts = [
        Post(_person(f"{role}.{school.urn}"), role, stage.partnership.pk, school)
        for school in kept
        for role in (Role.DSL, Role.HEAD, Role.CHAIR)
    ]
    save_people(posts)
    give_roles(posts, since=timezone.localdate() - YEAR)


def planned(stage: Stage, *, years_ago: int) -> Cycle:
    """A full cycle, not yet open. Inside the scope."""
    today = timezone.localdate() - years_ago * YEAR
    plan = CyclePlan(
        framework_id=stage.framework_id,
        name=f"Full audit {today.year}",
        year=today.year,
        mode="full",
        section_codes=(),
        opens_on=today - timedelta(days=30),
        due_on=today + timedelta(days=10),
    )
    return plan_cycle(actor=stage.actor, plan=plan)


def hand_in(cycle: Cycle, *, days_ago: int) -> None:
    """A share of the schools hand in, spread over the thirty days before. Inside the scope."""
    opened = timezone.now() - timedelta(days=days_ago + 30)
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=opened)
    audits = list(Audit.objects.filter(cycle=cycle).order_by("pk").values_list("pk", flat=True))
    chosen = audits[1 : 1 + round(len(audits) * SHARE_IN)]
    for state in WAY:
        Audit.objects.filter(pk__in=chosen).update(state=state)
    for day in range(30):
        at = opened + timedelta(days=day)
        Audit.objects.filter(pk__in=chosen[day::30]).update(state="submitted", submitted_at=at)


def _person(words: str) -> Person:
    return Person(email=f"{words}@benchford.example", full_name=f"Person {words}", password=make_password(None))
