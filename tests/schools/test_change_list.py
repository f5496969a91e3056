"""Later extracts: proposed, decided, held, explained, overtaken; and how many statements that takes."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.workflow import Refused
from schools.changes.actions import accept_group, decide, take_up
from schools.changes.importing import import_for_review
from schools.changes.models import Proposal
from schools.changes.queries import change_list, notes_on_school, preview_of, undecided_changes
from schools.changes.rules import apply, fields_of_arrival, group_of
from schools.changes.transitions import REGISTER_CHANGE
from schools.changes.types import Decision
from schools.register.extract import read_extract
from schools.register.models import RegisterChange, RegisterImport, School
from schools.register.rules import columns_of, differences
from schools.register.synthetic import invented_establishments
from tests.schools.importing import ASH, ELM, ELSEWHERE, HERE, OAK, extract, school, take

LIST = "/p/eastmere/schools/changes/"
LATER = timezone.localdate() + timedelta(days=14)
S = Proposal.State


def rows(cast, *cells):
    """An extract of the cast's partnership."""
    ours = [{**row, "LA (code)": "901", "LA (name)": "Eastmere"} if row["LA (code)"] == "903" else row for row in cells]
    return read_extract(io.BytesIO(extract(*ours)))


def propose(cast, *cells, at_once=False):
    with scope(area_scope(cast.partnership.pk)):
        return import_for_review(
            actor=None, tenant_id=cast.partnership.pk, extract=rows(cast, *cells), file_name="later.csv",
            at_once=at_once,
        )  # fmt: skip


@pytest.fixture
def known(cast):
    """Oak and Elm beside the cast's two schools, which the extracts here do not name."""
    with scope(area_scope(cast.partnership.pk)):
        School.objects.bulk_create(
            School(tenant=cast.partnership, urn=row.urn, **columns_of(row))
            for row in rows(cast, OAK, ELM).establishments
        )
    return cast


def alive(cast):
    with scope(area_scope(cast.partnership.pk)):
        return {row.urn: row for row in Proposal.objects.exclude(state__in=["superseded", "accepted"])}


def states(cast, urn):
    with scope(area_scope(cast.partnership.pk)):
        return list(Proposal.objects.filter(urn=urn).order_by("pk").values_list("state", flat=True))


def decided(cast, urn, choice, *, note="", comes_back_on=None, who="administrator"):
    with cast.as_(who):
        decision = Decision(choice=choice, note=note, comes_back_on=comes_back_on)
        return decide(actor=cast.actor(who), change_id=_id(urn), decision=decision)


def _id(urn):
    return Proposal.objects.filter(urn=urn, state__in=["waiting", "held", "explained"]).get().pk


NAMED = {**OAK, "EstablishmentName": "Oak Street Academy"}


def test_a_later_extract_changes_nothing_before_somebody_decides(known):
    result = propose(known, NAMED, ELM, ASH)
    assert (result.counts, result.proposed) == ({}, {"changed": 1, "new": 1})
    assert school(known.partnership, 900301).name == "Oak Street School"
    with scope(area_scope(known.partnership.pk)):
        assert not School.objects.filter(urn=900303).exists()
        assert not RegisterChange.objects.exists()
        assert undecided_changes().count == 2


def test_what_is_accepted_is_written_and_kept_as_a_change(known):
    propose(known, NAMED, ELM, ASH)
    decided(known, 900301, "accept", note="The head told us.")
    decided(known, 900303, "accept")
    assert school(known.partnership, 900301).name == "Oak Street Academy"
    ash = school(known.partnership, 900303)
    assert (ash.name, ash.is_open, ash.opened_on.year) == ("Ash Street School", True, 1974)
    assert ash.gias_profile["TypeOfEstablishment (name)"] == "Community school"
    with scope(area_scope(known.partnership.pk)):
        kept = dict(RegisterChange.objects.values_list("urn", "fields"))
        assert undecided_changes().count == 0
        assert [note.note for note in notes_on_school(urn=900301)] == ["The head told us."]
    assert kept == {900301: {"name": ["Oak Street School", "Oak Street Academy"]}, 900303: {}}


def test_the_same_file_again_proposes_nothing_and_keeps_the_wait(known):
    propose(known, NAMED, ELM)
    first = alive(known)[900301]
    assert propose(known, NAMED, ELM).import_id is None
    assert alive(known)[900301].pk == first.pk


def test_a_later_import_overtakes_what_it_says_otherwise_and_the_wait_goes_on(known):
    propose(known, NAMED, ELM)
    first = alive(known)[900301]
    propose(known, {**NAMED, "NumberOfPupils": "7"}, ELM)
    second = alive(known)[900301]
    assert states(known, 900301) == [S.SUPERSEDED, S.WAITING]
    assert (second.fields["number_of_pupils"], second.waiting_since) == ([198, 7], first.waiting_since)
    propose(known, OAK, ELM)
    assert states(known, 900301) == [S.SUPERSEDED, S.SUPERSEDED]


@pytest.mark.parametrize(
    ("choice", "state", "day"), [("hold", S.HELD, LATER), ("explain", S.EXPLAINED, None)]
)  # fmt: skip
def test_what_is_held_or_explained_comes_back_only_when_the_register_says_something_else(known, choice, state, day):
    propose(known, NAMED, ELM)
    decided(known, 900301, choice, note="It is a slip of the register.", comes_back_on=day)
    assert school(known.partnership, 900301).name == "Oak Street School"
    assert propose(known, NAMED, ELM).import_id is None
    assert states(known, 900301) == [state]
    with scope(area_scope(known.partnership.pk)):
        assert undecided_changes().count == 0
        [note] = notes_on_school(urn=900301)
    assert (note.note, note.is_held_until) == ("It is a slip of the register.", day)
    propose(known, {**NAMED, "EstablishmentName": "Oak Street Free School"}, ELM)
    assert states(known, 900301) == [S.SUPERSEDED, S.WAITING]


def test_what_is_held_comes_back_on_its_day(known):
    propose(known, NAMED, ELM)
    decided(known, 900301, "hold", note="Ask the school.", comes_back_on=LATER)
    with scope(area_scope(known.partnership.pk)):
        Proposal.objects.update(comes_back_on=timezone.localdate())
        assert undecided_changes().count == 1
        assert [row.urn for row in change_list().rows] == [900301]
        assert preview_of(group="other").count == 1


def test_a_decision_can_be_taken_back(known):
    propose(known, NAMED, ELM)
    decided(known, 900301, "explain", note="A slip.")
    with known.as_("lead"):
        take_up(actor=known.actor("lead"), change_id=_id(900301))
        assert undecided_changes().count == 1
    decided(known, 900301, "accept")
    assert school(known.partnership, 900301).name == "Oak Street Academy"


def test_the_operator_may_accept_at_once_but_not_over_what_somebody_explained(known):
    propose(known, NAMED, ELM)
    decided(known, 900301, "explain", note="A slip.")
    propose(known, NAMED, {**ELM, "Town": "Saltby"}, ASH, at_once=True)
    assert school(known.partnership, 900301).name == "Oak Street School"
    assert school(known.partnership, 900302).town == "Saltby"
    assert school(known.partnership, 900303).is_open


def test_closing_moving_out_and_opening_again_are_proposed_too(known):
    closed = {**ELM, "EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"}
    result = propose(known, {**OAK, **ELSEWHERE}, closed)
    assert result.proposed == {"moved_out": 1, "closed": 1}
    assert school(known.partnership, 900301).left_area_on is None
    decided(known, 900301, "accept")
    decided(known, 900302, "accept")
    assert school(known.partnership, 900301).left_area_on == timezone.localdate()
    assert school(known.partnership, 900301).la_name == "Eastmere"
    assert not school(known.partnership, 900302).is_open
    assert propose(known, OAK, ELM).proposed == {"moved_in": 1, "reopened": 1}
    decided(known, 900301, "accept")
    decided(known, 900302, "accept")
    assert school(known.partnership, 900301).is_open
    assert school(known.partnership, 900302).closed_on is None


def test_a_school_that_was_closed_when_first_seen_opens_again_and_did_not_move_in(known):
    take(
        known.partnership,
        *[{**row, "LA (code)": "901"} for row in (NAMED, {**ASH, "EstablishmentStatus (name)": "Closed"})],
    )
    assert propose(known, NAMED, ELM, ASH).proposed == {"reopened": 1, "changed": 1}


def test_only_the_cells_of_the_profile_that_differ_are_touched(known):
    propose(known, {**OAK, "OfficialSixthForm (name)": "Has a sixth form"}, ELM)
    assert alive(known)[900301].group == "asked"
    with scope(area_scope(known.partnership.pk)):
        row = School.objects.get(urn=900301)
        row.gias_profile = {**row.gias_profile, "Boarders (name)": "Boarding school"}
        row.save()
    decided(known, 900301, "accept")
    profile = school(known.partnership, 900301).gias_profile
    assert (profile["OfficialSixthForm (name)"], profile["Boarders (name)"]) == ("Has a sixth form", "Boarding school")


@pytest.mark.parametrize(
    ("cells", "group"),
    [
        ({"NumberOfPupils": "7", "SchoolWebsite": "x.example", "Street": "1 New Road"}, "harmless"),
        ({"NumberOfPupils": "7", "Town": "Saltby"}, "other"),
        ({"EstablishmentName": "Oak Academy"}, "other"),
        ({"Trusts (name)": "Tidewell Trust"}, "other"),
        ({"StatutoryHighAge": "18", "NumberOfPupils": "7"}, "asked"),
        ({"PhaseOfEducation (name)": "Secondary"}, "asked"),
        ({"TypeOfEstablishment (name)": "Academy converter"}, "asked"),
        ({"Boarders (name)": "Boarding school"}, "asked"),
        ({"EstablishmentStatus (name)": "Closed"}, "closed"),
    ],
)
def test_each_kind_of_change_has_its_place_in_the_list(known, cells, group):
    propose(known, {**OAK, **cells}, ELM)
    assert alive(known)[900301].group == group


COLUMNS = some.fixed_dictionaries(
    {
        "EstablishmentName": some.sampled_from(["Oak Street School", "Oak Academy"]),
        "OpenDate": some.sampled_from(["01-09-1974", "", "01-01-2020"]),
        "CloseDate": some.sampled_from(["", "31-08-2026"]),
        "NumberOfPupils": some.sampled_from(["", "0", "198"]),
        "StatutoryLowAge": some.sampled_from(["", "3", "11"]),
        "Boarders (name)": some.sampled_from(["", "No boarders", "Boarding school"]),
        "SenUnitOnRoll": some.sampled_from(["", "4"]),
    }
)


@given(before=COLUMNS, after=COLUMNS)
def test_a_proposal_applied_makes_the_school_what_the_register_says(before, after):
    [old, new] = [
        columns_of(read_extract(io.BytesIO(extract({**OAK, **cells}))).establishments[0]) for cells in (before, after)
    ]
    there, fresh = School(urn=900301, **old), School(urn=900301, **new)
    apply(there, Proposal(kind="changed", fields=differences(there, new)))
    assert {name: getattr(there, name) for name in new} == new
    arrived = School(urn=900301, gias_profile={})
    apply(arrived, Proposal(kind="new", fields=fields_of_arrival(fresh)))
    assert {name: getattr(arrived, name) for name in new} == new


def test_a_new_name_reaches_the_memberships_once_it_is_accepted(cast):
    ours = {"URN": str(cast.here.urn), "EstablishmentName": "Alder Lane Academy", **HERE}
    propose(cast, ours)
    decided(cast, cast.here.urn, "accept")
    names = set(Membership.objects.filter(school_id=cast.here.pk).values_list("school_name", flat=True))
    assert names == {"Alder Lane Academy"}


WHO_MAY = {"administrator", "lead"}


@pytest.mark.parametrize(
    "who",
    ["administrator", "lead", "reviewer", "visitor", "publisher", "analyst", "scrutineer", "dsl", "head", "chair"],
)
def test_who_may_decide(known, who):
    propose(known, NAMED, ELM)
    row, actor = alive(known)[900301], known.actor(who)
    allowed = {name for name, way in REGISTER_CHANGE.transitions.items() if way.may(actor, row)}
    every = {"accept", "hold", "explain", "take_up", "supersede"}
    assert allowed == (every if who in WHO_MAY else set())
    if who not in WHO_MAY and actor.school_id is None:
        with known.as_(who), pytest.raises(PermissionDenied):
            accept_group(actor=actor, group="other", up_to=row.pk, count=1)


STATES = ("waiting", "held", "explained", "accepted", "superseded")
OUTCOMES = [  # what each step makes of a change in each of these states; None: it is refused
    ("accept", (S.ACCEPTED, S.ACCEPTED, S.ACCEPTED, None, None)),
    ("hold", (S.HELD, S.HELD, None, None, None)),
    ("explain", (S.EXPLAINED, S.EXPLAINED, None, None, None)),
    ("take_up", (None, S.WAITING, S.WAITING, None, None)),
    ("supersede", (S.SUPERSEDED, S.SUPERSEDED, S.SUPERSEDED, None, None)),
]


@pytest.mark.parametrize(("name", "outcomes"), OUTCOMES)
def test_every_step_from_every_state(cast, name, outcomes):
    actor = cast.actor("administrator")
    for state, outcome in zip(STATES, outcomes, strict=True):
        row = Proposal(state=state, note="Because.", comes_back_on=LATER)
        if outcome is None:
            with pytest.raises(Refused):
                REGISTER_CHANGE.move(name, row, actor)
        else:
            REGISTER_CHANGE.move(name, row, actor)
            assert row.state == outcome


@pytest.mark.parametrize(
    ("choice", "note", "day"),
    [
        ("hold", "", LATER),
        ("hold", "Because.", None),
        ("hold", "Because.", timezone.localdate()),
        ("explain", " ", None),
    ],
)
def test_what_is_not_taken_over_needs_a_reason_and_a_day_to_come(known, choice, note, day):
    propose(known, NAMED, ELM)
    with pytest.raises(Refused):
        decided(known, 900301, choice, note=note, comes_back_on=day)


def test_a_whole_group_is_accepted_as_it_was_shown_and_not_otherwise(known):
    propose(known, {**OAK, "NumberOfPupils": "7"}, {**ELM, "NumberOfPupils": "8"})
    with known.as_("lead"):
        shown = preview_of(group="harmless")
        assert shown.count == 2
        with pytest.raises(Refused):
            accept_group(actor=known.actor("lead"), group="harmless", up_to=shown.up_to, count=1)
    propose(known, {**OAK, "NumberOfPupils": "9"}, {**ELM, "NumberOfPupils": "8"})
    with known.as_("lead"):
        with pytest.raises(Refused):
            accept_group(actor=known.actor("lead"), group="harmless", up_to=shown.up_to, count=2)
        shown = preview_of(group="harmless")
        assert accept_group(actor=known.actor("lead"), group="harmless", up_to=shown.up_to, count=2) == 2
    assert school(known.partnership, 900301).number_of_pupils == 9


def test_the_page_of_one_change_asks_for_a_reason_and_keeps_what_was_typed(known):
    propose(known, NAMED, ELM)
    lead, address = known.client("lead"), f"{LIST}{alive(known)[900301].pk}/"
    page = lead.post(address, {"choice": "hold", "note": "", "comes_back_on_day": "1"})
    assert page.status_code == 422
    words = page.content.decode()
    assert "<title>Error: " in words
    assert "Say why, so that whoever comes after you can understand it" in words
    assert lead.post(address, {"choice": "explain", "note": "A slip of the register."}).status_code == 302
    assert "A slip of the register." in lead.get(f"{LIST}?show=explained").content.decode()
    assert "Decide again" in lead.get(address).content.decode()
    assert lead.post(address, {"choice": "hold", "note": "x", "comes_back_on_day": "1", "comes_back_on_month": "2",
                               "comes_back_on_year": "2099"}).status_code == 409  # fmt: skip
    assert lead.post(f"{address}take-up/").status_code == 302
    assert lead.post(address, {"choice": "accept", "note": ""}).status_code == 302
    assert lead.post(f"{address}take-up/").status_code == 409
    assert known.client("analyst").get(LIST).status_code == 200
    assert known.client("analyst").get(address).status_code == 403
    assert known.client("elsewhere_lead").get(address.replace("eastmere", "harrowfold")).status_code == 404
    assert lead.get(f"{LIST}accept/?group=nonsense")["Location"] == LIST
    assert lead.post(f"{LIST}accept/", {"group": "other"})["Location"] == LIST


def statements(what):
    with CaptureQueriesContext(connection) as captured:
        what()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured)


def test_the_list_and_an_import_take_as_many_statements_for_6_schools_as_for_600(cast):
    lead, seen = cast.client("lead"), []
    for number, first in ((6, 910001), (600, 920001)):
        made = list(invented_establishments(number, {"901": "Eastmere"}, first_urn=first))
        take(cast.partnership, *made)
        changed = [{**row, "NumberOfPupils": str(int(row["NumberOfPupils"] or 0) + 1), **HERE} for row in made]
        importing = statements(lambda changed=changed: propose(cast, *changed))
        listing = statements(lambda: lead.get(LIST))
        preview = statements(lambda: lead.get(f"{LIST}accept/?group=harmless"))
        with cast.as_("lead"):
            shown = preview_of(group="harmless")
            accepting = statements(
                lambda shown=shown: accept_group(
                    actor=cast.actor("lead"), group="harmless", up_to=shown.up_to, count=shown.count
                )
            )
        seen.append((importing, listing, preview, accepting))
    assert seen[0] == seen[1]
    assert seen[0] <= (20, 20, 20, 20)
    print(seen)
    with scope(area_scope(cast.partnership.pk)):
        assert RegisterImport.objects.filter(file_name="later.csv").count() == 2


def test_group_of_what_is_not_a_change_is_its_kind():
    assert [group_of(kind, {}) for kind in ("new", "moved_out")] == ["new", "moved_out"]
