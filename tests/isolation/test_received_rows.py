"""The only rows that one partnership writes and another reads: who sees them, before and after they are accepted."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from lscp_portal.tenancy.scope import area_scope, school_scope, scope
from schools.handovers.models import Handover, HandoverItem
from tests.people import make_partnership, make_school


@pytest.fixture
def given(cast):
    """A package of Eastmere for school 900001, which Harrowfold has in its register; a third partnership has it too."""
    place = {"tenant": cast.partnership, "to_tenant": cast.other_partnership, "to_urn": 900001}
    with cast.as_("lead"):
        package = Handover.objects.create(
            **place, from_urn=900001, from_name="Alder Lane", from_school_id=cast.here.pk, reason="moved", number=1,
            manifest=[], people=[{"person": cast.people["head"].pk, "role": "head"}], sha256="0" * 64,
        )  # fmt: skip
        HandoverItem.objects.create(
            **place,
            handover=package,
            kind="copy",
            title="Full audit",
            dated_on="2026-01-09",
            content="{}",
            sha256="1" * 64,
        )
    with scope(area_scope(cast.other_partnership.pk)):
        cast.there = make_school(cast.other_partnership, 900001, "Alder Lane Primary School", "ZZ1 1AA")
    cast.third = make_partnership("wexley", "Wexley Safeguarding Partners", "903", "Wexley")
    with scope(area_scope(cast.third.pk)):
        cast.namesake = make_school(cast.third, 900001, "Alder Lane Primary School", "ZZ1 1AA")
    cast.package = package
    return cast


def scopes(cast):
    return {
        "giver": area_scope(cast.partnership.pk),
        "receiver": area_scope(cast.other_partnership.pk),
        "third": area_scope(cast.third.pk),
        "school where it was": school_scope(cast.partnership.pk, cast.here.pk),
        "school where it is": school_scope(cast.other_partnership.pk, cast.there.pk),
        "neighbour of the receiver": school_scope(cast.other_partnership.pk, cast.elsewhere.pk),
        "same URN elsewhere": school_scope(cast.third.pk, cast.namesake.pk),
    }


def seen(cast, who):
    """How many packages and papers a scope sees by plain SQL, which no manager narrows."""
    with scope(scopes(cast)[who]), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM schools_handover), (SELECT count(*) FROM schools_handoveritem)")
        return cursor.fetchone()


def accept(cast):
    with scope(scopes(cast)["receiver"]):
        Handover.received.filter(pk=cast.package.pk).update(accepted_at=timezone.now(), accepted_by_id=1)


SEEN = [  # typed by hand: (packages, papers) before it is accepted, and after
    ("giver", (1, 1), (1, 1)),
    ("receiver", (1, 0), (1, 1)),
    ("third", (0, 0), (0, 0)),
    ("school where it was", (0, 0), (0, 0)),
    ("school where it is", (0, 0), (1, 1)),
    ("neighbour of the receiver", (0, 0), (0, 0)),
    ("same URN elsewhere", (0, 0), (0, 0)),
]


@pytest.mark.parametrize(("who", "before", "after"), SEEN)
def test_giver_and_receiver_see_it_and_the_school_where_it_is_now(given, who, before, after):
    assert seen(given, who) == before
    accept(given)
    assert seen(given, who) == after


FORBIDDEN = {
    "another giver's name": "INSERT INTO schools_handover (tenant_id, to_tenant_id, to_urn, from_urn, from_name, "
    "from_school_id, reason, number, manifest, people, sha256) SELECT {giver}, {receiver}, 1, 1, 'x', 1, 'moved', 9, "
    "'[]', '[]', 'x'",
    "the list of papers": "UPDATE schools_handover SET manifest = '[]'",
    "who gets it": "UPDATE schools_handover SET to_tenant_id = {third}",
    "a paper": "UPDATE schools_handoveritem SET content = 'x'",
    "taking it away": "DELETE FROM schools_handover",
    "taking a paper away": "DELETE FROM schools_handoveritem",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_receiver_accepts_and_changes_nothing_else(given, what):
    accept(given)
    ids = {"giver": given.partnership.pk, "receiver": given.other_partnership.pk, "third": given.third.pk}
    receiver = scope(scopes(given)["receiver"])
    with receiver, pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORBIDDEN[what].format(**ids))


def test_nobody_accepts_for_the_receiver(given):
    for who in ("giver", "third"):
        with scope(scopes(given)[who]), connection.cursor() as cursor:
            cursor.execute("UPDATE schools_handover SET accepted_at = now(), accepted_by_id = 1")
            assert cursor.rowcount == 0


def test_the_receiver_takes_an_acceptance_back_no_more(given):
    accept(given)
    with scope(scopes(given)["receiver"]), connection.cursor() as cursor:
        cursor.execute("UPDATE schools_handover SET accepted_at = NULL, accepted_by_id = NULL")
        assert cursor.rowcount == 0


def test_a_person_of_the_package_is_known_to_the_receiver_alone(given):
    head = given.people["head"].pk
    for who, number in (("receiver", 1), ("third", 0), ("neighbour of the receiver", 0)):
        with scope(scopes(given)[who]), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_person WHERE id = %s", [head])
            assert cursor.fetchone() == (number,)
