"""The register's file of links: reading it, keeping it, and which school came from which."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.tenancy.scope import area_scope, scope
from schools.links.models import SchoolLink
from schools.links.queries import family
from schools.links.reading import read_links
from schools.links.rules import after, before, direction_of, steps_of
from schools.links.types import Step
from schools.register.establishment import ExtractRefused
from tests.schools.importing import extract

HEAD = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate"
PAGE = "/p/eastmere/schools/links/"
CONVERSION = (
    "900001,900090,Alder Lane Infant Schoöl,Predecessor,01-09-2024",
    "900090,900001,Alder Lane Primary School,Successor,01-09-2024",
)


def file_of(*lines, head=HEAD):
    return "\r\n".join([head, *lines, ""]).encode("cp1252")


def read(*lines, head=HEAD):
    return read_links(io.BytesIO(file_of(*lines, head=head)))


def upload(cast, *lines, who="administrator"):
    file = SimpleUploadedFile("links_edubasealldata20261126.csv", file_of(*lines), "text/csv")
    return cast.client(who).post(PAGE, {"links": file})


def kept(cast):
    with cast.as_("lead"):
        rows = SchoolLink.objects.order_by("pk")
        return [(row.urn, row.link_urn, row.direction, row.gone_at is None) for row in rows]


def test_a_file_is_read_as_windows_1252_whatever_the_order_of_its_columns():
    found = read("Predecessor,01-09-2024,900090,Ståmford Priory,900001,x",
                 head="LinkType,LinkEstablishedDate,LinkURN,LinkName,URN,Other")  # fmt: skip
    [link] = found.links
    assert (link.urn, link.link_urn, link.name, link.kind, link.on) == (
        900001, 900090, "Ståmford Priory", "Predecessor", date(2024, 9, 1),
    )  # fmt: skip
    assert len(found.sha256) == 64


@pytest.mark.parametrize(
    ("lines", "head", "said"),
    [
        (["900001,9x,Oak,Predecessor,01-09-2024"], HEAD, "Row 2, LinkURN: Holds"),
        (["900001,900090,,Predecessor,01-09-2024"], HEAD, "Row 2, LinkName: Is blank"),
        (["900001,900090,Oak,Predecessor,2024-09-01"], HEAD, "Row 2, LinkEstablishedDate: Holds"),
        (["900001,900001,Oak,Predecessor,"], HEAD, "Row 2, LinkURN: Names the school itself"),
        (["900001,900090,Oak,Predecessor,", "900001,900090"], HEAD, "Row 3: Has 2 values where"),
        (["900001,900090,Oak,,"], HEAD, "Row 2, LinkType: Is blank"),
        ([], HEAD, "The file has headings and no link."),
        (["900001,900090,Oak,Predecessor"], HEAD.removesuffix(",LinkEstablishedDate"), "has no column"),
        (["900001,900090,Oak,Predecessor,,1"], f"{HEAD},URN", "Row 1, URN: Is there twice"),
    ],
)  # fmt: skip
def test_a_fault_names_row_column_and_reason(lines, head, said):
    with pytest.raises(ExtractRefused) as refused:
        read(*lines, head=head)
    assert said in str(refused.value)


def test_the_extract_of_schools_is_recognised():
    with pytest.raises(ExtractRefused, match="This is the extract of schools"):
        read_links(io.BytesIO(extract({"URN": "900001", "EstablishmentName": "Oak"})))


@pytest.mark.parametrize(
    ("kind", "direction"),
    [
        ("Predecessor", "before"), ("Predecessor - merged", "before"), ("Predecessor - Split School", "before"),
        ("Successor", "after"), ("Successor - amalgamated", "after"), ("Sixth Form Centre Link", "beside"),
        ("Result of Amalgamation/Merger", "beside"), ("Expansion", "beside"), ("", "beside"),
    ],
)  # fmt: skip
def test_only_predecessors_and_successors_carry_history(kind, direction):
    assert direction_of(kind) == direction


def test_links_are_kept_once_and_a_second_run_changes_nothing(cast):
    assert upload(cast, *CONVERSION, "777777,888888,Elsewhere,Successor,").status_code == 302
    first = kept(cast)
    assert first == [(900001, 900090, "before", True)]
    response = upload(cast, *CONVERSION, "777777,888888,Elsewhere,Successor,")
    assert response.status_code == 302
    assert kept(cast) == first


def test_a_link_that_the_file_lacks_is_gone_and_stays_on_record(cast):
    upload(cast, *CONVERSION)
    upload(cast, "900002,900091,Beacon Hill School,Predecessor,01-01-2020")
    assert kept(cast) == [(900001, 900090, "before", False), (900002, 900091, "before", True)]


def test_a_fault_changes_nothing_and_is_said_on_the_page(cast):
    upload(cast, *CONVERSION)
    before_that = kept(cast)
    response = upload(cast, "900002,900091,Beacon Hill School,Predecessor,31-02-2020")
    assert response.status_code == 422
    assert "Row 2, LinkEstablishedDate: Holds" in response.content.decode()
    assert kept(cast) == before_that


@pytest.mark.parametrize(
    ("who", "status"), [("administrator", 302), ("lead", 302), ("reviewer", 403), ("analyst", 403)]
)
def test_who_may_import_links(cast, who, status):
    assert upload(cast, *CONVERSION, who=who).status_code == status


def test_the_operator_gives_both_files_and_a_fault_in_either_changes_nothing(cast, tmp_path):
    schools, links = tmp_path / "edubasealldata.csv", tmp_path / "links.csv"
    rows = [{"URN": str(urn), "EstablishmentName": name, "LA (code)": "901", "LA (name)": "Eastmere"}
            for urn, name in ((900001, "Alder Lane Primary School"), (900070, "New Field School"))]  # fmt: skip
    schools.write_bytes(extract(*rows))
    links.write_bytes(file_of("900001,1234567890,Oak,Predecessor,"))
    with pytest.raises(CommandError, match=r"links\.csv: nothing was imported"):
        call_command("import_gias", schools, links=links, partnership="eastmere", accept=True)
    links.write_bytes(file_of(*CONVERSION))
    said = io.StringIO()
    call_command("import_gias", schools, links=links, partnership="eastmere", accept=True, stdout=said)
    assert "1 links new, 0 gone" in said.getvalue()
    call_command("import_gias", schools, links=links, partnership="eastmere", accept=True, stdout=said)
    assert "no link changed" in said.getvalue()


def test_a_conversion_is_told_in_words(cast):
    upload(cast, *CONVERSION)
    with cast.as_("lead"):
        [step] = family().before(900001)
    assert step.was == "was Alder Lane Infant Schoöl until 31 August 2024"
    assert step.became == "became Alder Lane Primary School on 1 September 2024"


def test_a_merger_brings_all_of_its_schools_and_a_day_to_come_brings_nothing_yet(cast):
    later = (timezone.localdate() + timedelta(days=40)).strftime("%d-%m-%Y")
    upload(
        cast,
        "900001,900090,Oak Infants,Predecessor - merged,01-09-2024",
        "900001,900091,Oak Juniors,Predecessor - merged,01-09-2024",
        "900002,900092,Beacon School,Predecessor,01-09-2020",
        f"900002,900001,Alder Lane Primary School,Successor,{later}",
    )
    with cast.as_("lead"):
        found = family()
        assert [step.was for step in found.before(900001)] == [
            "took in Oak Infants on 1 September 2024",
            "took in Oak Juniors on 1 September 2024",
        ]
        assert found.after(900002) == []


def test_a_school_reads_its_own_partnerships_links_and_no_others(cast):
    upload(cast, *CONVERSION)
    with cast.as_("head"):
        assert [step.earlier for step in family().before(900001)] == [900090]
    with cast.as_("elsewhere_head"):
        assert family().steps == []


def test_the_links_of_a_partnership_take_two_statements(cast, django_assert_num_queries):
    upload(cast, *CONVERSION)
    with cast.as_("lead"), django_assert_num_queries(2):
        family().before(900001)


URNS = st.integers(1, 8)
STEPS = st.lists(
    st.builds(Step, earlier=URNS, later=URNS, earlier_name=st.just("A"), later_name=st.just("B"), kind=st.just("x"),
              on=st.none()),
    max_size=20,
)  # fmt: skip


@given(STEPS, URNS)
def test_however_links_run_round_each_school_comes_once_and_never_the_school_itself(steps, urn):
    found = [step.earlier for step in before(steps, urn)]
    assert len(found) == len(set(found))
    assert urn not in found
    linked = {urn} | set(found)
    assert all(step.later in linked for step in before(steps, urn))
    assert {step.earlier for step in steps if step.later in linked} <= linked


@given(STEPS, URNS, URNS)
def test_what_came_before_one_comes_after_the_other(steps, one, other):
    came_before = other in {step.earlier for step in before(steps, one)}
    came_after = one in {step.later for step in after(steps, other)}
    assert came_before == came_after


def test_both_sides_of_a_link_are_one_step():
    rows = [
        SchoolLink(urn=2, link_urn=1, link_name="Old", link_type="Predecessor", direction="before"),
        SchoolLink(urn=1, link_urn=2, link_name="New", link_type="Successor", direction="after"),
    ]
    [step] = steps_of(rows, names={}.get, today=date(2026, 11, 26))
    assert (step.earlier_name, step.later_name) == ("Old", "URN 2")


def test_nothing_of_another_partnership_is_touched(cast):
    upload(cast, *CONVERSION, "900050,900051,Cobblers Old School,Predecessor,")
    with scope(area_scope(cast.other_partnership.pk)):
        assert not SchoolLink.objects.exists()
