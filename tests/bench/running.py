"""What is measured, in the order in which a year goes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.test import Client

from audits.answers.actions import save_answer
from audits.answers.types import Entry
from audits.cycles.actions import open_cycle
from audits.cycles.models import Cycle
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Membership, Person, Role
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.scope import area_scope, school_scope, scope
from schools.register.actions import import_register
from schools.register.extract import read_extract
from tests.bench import stage as setting
from tests.bench.measuring import Figure, Reference, measure
from tests.bench.stage import Stage

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def reference(commit: Callable[[], object]) -> Reference:
    """commit: one INSERT and its COMMIT."""
    client = Client()
    asked = measure("request", lambda: _right(client, "/livez"), runs=50)
    return Reference(asked.ms, measure("commit", commit, runs=50).ms)


def run(*, schools: int, rows: int) -> Iterator[Figure]:
    """Every figure, each as soon as it is there."""
    stage = setting.begin(schools=schools, rows=rows)
    file = setting.register(stage)
    yield measure(f"Reading a register extract of {rows:,} rows", lambda: read_again(file), runs=1, warm=False)
    yield measure(f"Taking over its {schools:,} schools", lambda: take_over(stage, file), runs=1, warm=False)
    setting.people(stage)
    with in_area(stage):
        last = setting.planned(stage, years_ago=1)
        open_cycle(actor=stage.actor, cycle_id=last.pk)
        setting.hand_in(last, days_ago=365)
        this = setting.planned(stage, years_ago=0)
    yield measure(f"Opening a cycle for {schools:,} schools", lambda: opened(stage, this), runs=1, warm=False)
    with in_area(stage):
        setting.hand_in(this, days_ago=0)
    yield from pages(stage, this)
    yield from at_school(stage, this)


def pages(stage: Stage, cycle: Cycle) -> Iterator[Figure]:
    """The manager's pages, by HTTP."""
    manager = signed_in(stage.lead)
    for name, address in (
        ("Schools list", "schools/"),
        ("First page of the partnership", ""),
        ("Progress of a cycle", f"cycles/{cycle.pk}/progress/"),
        ("Who is reminded next", "chasing/"),
    ):
        yield measure(name, lambda address=address: _right(manager, f"{stage.home}{address}"))  # type: ignore[misc]


def at_school(stage: Stage, cycle: Cycle) -> Iterator[Figure]:
    """One school answers every question, and looks at the whole."""
    with in_area(stage):
        audit = Audit.objects.select_related("school").filter(cycle=cycle, state="invited").order_by("pk")[0]
        codes = list(Indicator.objects.filter(pk__in=audit.indicator_ids).values_list("code", flat=True))
    post = Membership.objects.select_related("person").get(school_id=audit.school_id, role=Role.DSL)
    actor = Actor(
        person_id=post.person_id,
        name=post.person.full_name,
        tenant_id=audit.tenant_id,
        school_id=audit.school_id,
        roles=frozenset({str(Role.DSL)}),
    )
    left = iter(codes)
    yield measure("Saving an answer", lambda: answered(actor, audit, next(left)), runs=len(codes), warm=False)
    dsl = signed_in(post.person)
    yield measure("The whole audit on one page", lambda: _right(dsl, f"/s/{audit.school.urn}/audit/all/"))


@contextmanager
def in_area(stage: Stage) -> Iterator[None]:
    """The manager's scope."""
    with scope(area_scope(stage.partnership.pk, person=stage.lead.pk)):
        yield


def read_again(file: setting.io.BytesIO) -> None:
    """Read the extract from its beginning."""
    file.seek(0)
    read_extract(file)


def take_over(stage: Stage, file: setting.io.BytesIO) -> None:
    """Read it, and keep the schools of the area."""
    file.seek(0)
    with in_area(stage):
        extract = read_extract(file)
        import_register(actor=None, tenant_id=stage.partnership.pk, extract=extract, file_name="edubasealldata.csv")


def opened(stage: Stage, cycle: Cycle) -> None:
    """Open the cycle, with an invitation to everybody."""
    with in_area(stage):
        open_cycle(actor=stage.actor, cycle_id=cycle.pk)


def answered(actor: Actor, audit: Audit, code: str) -> None:
    """One answer of the school, kept and committed."""
    said = Entry(level="secure", strength=2, how_we_know="We looked at the register and spoke with four of the staff.")
    with scope(school_scope(audit.tenant_id, audit.school_id, person=actor.person_id)):
        save_answer(actor=actor, audit_id=audit.pk, code=code, entry=said, read=0, operation_id=uuid4())


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def _right(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}.")
