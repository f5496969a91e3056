"""How many statements a request needs: the same with one school in the partnership and with three hundred."""

from contextlib import contextmanager

import pytest
from django.db import connection

from audits.answers.models import Answer
from audits.answers.queries import whole_audit
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.scope import area_scope, scope
from schools.register.models import School
from tests.audits.answering import LOW, SECURE, address, typed
from tests.audits.last_year import issue_letter, make_last_year

SAVE, WHOLE, SECTION = 10, 16, 17
ABOUT = 1  # what the school does about the indicator
KNOWN = 3  # the school's own people, for the script that reads for child details while somebody types


@contextmanager
def counted():
    """The statements of a block; BEGIN and COMMIT do not come by here."""
    seen: list[str] = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


@pytest.fixture(params=[1, 300])
def crowd(request, committed_cast):
    """The cast among this many schools with an audit each; the cast's own asks a hundred indicators."""
    cast = committed_cast
    with scope(area_scope(cast.partnership.pk)):
        asked = list(
            Indicator.objects.filter(framework=cast.framework).order_by("position").values_list("pk", flat=True)
        )
        like = School.objects.get(pk=cast.here.pk)
        fields = {f.attname for f in School._meta.concrete_fields if not f.generated} - {"id", "urn"}
        rows = [
            School(urn=910000 + n, **{name: getattr(like, name) for name in fields}) for n in range(request.param - 1)
        ]
        School.objects.bulk_create(rows)
        Audit.objects.bulk_create(
            Audit(
                tenant=cast.partnership, school=row, cycle=cast.cycle, governance="maintained",
                indicator_ids=asked[:100], due_on=cast.cycle.due_on,
            )
            for row in rows
        )  # fmt: skip
        Audit.objects.filter(pk=cast.audit.pk).update(indicator_ids=asked[:100])
    return cast


def answer_everything(cast) -> None:
    with cast.as_("dsl"):
        audit = Audit.objects.get(pk=cast.audit.pk)
        Answer.objects.bulk_create(
            Answer(
                audit=audit, indicator_id=key, level="secure", strength=2, how_we_know="Seen.", revision=1,
                saved_by_id=cast.people["dsl"].pk, **audit.owner,
            )
            for key in audit.indicator_ids
        )  # fmt: skip


def test_saving_one_answer(crowd):
    client = crowd.client("dsl")
    client.post(address("LG1"), typed(crowd, SECURE))  # the first one of an audit also starts it: two more
    with counted() as new:
        assert client.post(address("LG2"), typed(crowd, SECURE)).status_code == 302
    with counted() as again:
        assert client.post(address("LG2"), typed(crowd, LOW, read=1)).status_code == 302
    with counted() as quietly:
        data = typed(crowd, SECURE, read=2)
        assert client.post(address("LG2"), data, headers={"Accept": "application/json"}).status_code == 200
    assert (len(new), len(again), len(quietly)) == (SAVE, SAVE, SAVE - 1), new


@pytest.mark.parametrize("page", ["", "all/", "lg/", "lg/lg1/", "sign/"])
def test_opening_an_audit_of_a_hundred_indicators(crowd, page):
    answer_everything(crowd)
    client = crowd.client("dsl")
    with counted() as seen:
        response = client.get(f"/s/900001/audit/{page}")
    assert response.status_code == 200
    assert len(seen) <= WHOLE + (KNOWN + ABOUT if page == "lg/lg1/" else 0), seen


@pytest.mark.parametrize("asked", [1, 10])
def test_a_section_beside_last_year_takes_the_same_statements_and_stays_light(cast, asked):
    """150 kB is the budget for twelve indicators; the shipped framework has ten at most in one section."""
    with cast.as_("lead"):
        codes = tuple(Indicator.objects.filter(code__startswith="MA").values_list("code", flat=True))
        ids = list(Indicator.objects.filter(code__in=codes[:asked]).values_list("pk", flat=True))
        Audit.objects.filter(pk=cast.audit.pk).update(indicator_ids=ids)
    last = make_last_year(cast, codes=codes)
    issue_letter(cast, last)
    with cast.as_("dsl"):
        Answer.objects.filter(audit=last).update(how_we_know="Sampled the records of the term. " * 60)
    client = cast.client("dsl")
    client.get("/s/900001/audit/ma/")
    with counted() as seen:
        page = client.get("/s/900001/audit/ma/")
    assert page.content.decode().count("still-true/") == asked
    assert len(seen) == SECTION, seen
    assert len(page.content) * 12 / max(asked, 10) < 150_000


def test_reading_a_whole_audit_takes_three_queries(crowd):
    answer_everything(crowd)
    with crowd.as_("lead"), counted() as seen:
        rows = whole_audit(audit_id=crowd.audit.pk)
    assert len(rows) == 100
    assert len(seen) == 3
