"""Good practice: offered, checked, agreed to, published by somebody else, found again, confirmed every year."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audits.good_practice import actions
from audits.good_practice.models import GoodPractice, GoodPracticeStep
from audits.good_practice.queries import shared_page
from audits.good_practice.tasks import ask
from audits.good_practice.transitions import GOOD_PRACTICE
from audits.good_practice.types import Asked, PracticeWords
from lscp_portal.outbox.worker import scope_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Refused
from tests.audits.test_answer_pages import words

HERE, NEXT, AREA = "/s/900001/good-practice/", "/s/900002/good-practice/", "/p/eastmere/good-practice/"
CONTACT = "office@alder-lane.test"
TITLE = "Every visitor meets the safeguarding lead’s card at the gate"


def form(**changes):
    """What a browser sends."""
    said = {
        "title": TITLE, "first": "LG1", "second": "DS1", "third": "", "read": "1",
        "what": "The office hands a card to each visitor and asks one question about it on the way out.",
        "works": "Nine visitors of ten knew the name of the route in June; two of ten in January.",
        "advice": "Print them large.", "contact_role": "Office manager", "contact_email": CONTACT,
    }  # fmt: skip
    return said | changes


def the_one(cast) -> GoodPractice:
    with cast.as_("dsl"):
        return GoodPractice.objects.get()


def press(cast, who, place, step="", **said):
    after = cast.client(who).post(f"{place}{the_one(cast).pk}/{step}", said)
    assert after.status_code == 302, (after.status_code, words(after))
    return after


def write(cast, **changes):
    after = cast.client("dsl").post(f"{HERE}new/", form(**changes))
    assert after.status_code == 302, words(after)


def checked(cast, who="reviewer"):
    write(cast)
    press(cast, "dsl", HERE, "offer/")
    press(cast, who, AREA, how="visit", words="Seen at the gate.")


def published(cast):
    checked(cast)
    press(cast, "head", HERE, "agree/")
    press(cast, "publisher", AREA, "publish/")


def letters(committed) -> list[str]:
    with committed.as_admin() as cursor:
        cursor.execute("SELECT arguments ->> 'template' FROM lscp.outbox_message WHERE task = 'notify.send'")
        return [template for (template,) in cursor.fetchall()]


def test_from_a_draft_to_everybody_and_away_again(committed_cast):
    cast = committed_cast
    write(cast)
    number = the_one(cast).pk
    assert "Only your school sees it" in words(cast.client("dsl").get(f"{HERE}{number}/"))
    assert cast.client("next_door_dsl").get(f"{NEXT}{number}/").status_code == 404
    press(cast, "dsl", HERE, "offer/")
    press(cast, "reviewer", AREA, "give-back/", words="Who hands the card out at lunch?")
    assert "Who hands the card out at lunch?" in words(cast.client("head").get(f"{HERE}{number}/"))
    press(cast, "dsl", HERE, "change/", **form(advice="At lunch the deputy does it."))
    press(cast, "dsl", HERE, "offer/")
    press(cast, "reviewer", AREA, how="visit")
    assert cast.client("dsl").post(f"{HERE}{number}/agree/").status_code == 403
    press(cast, "chair", HERE, "agree/")
    assert Client().get(f"/good-practice/{number}/").status_code == 404
    press(cast, "lead", AREA, "publish/")
    page = words(cast.client("next_door_dsl").get(f"{NEXT}{number}/"))
    assert CONTACT in page
    assert "At lunch the deputy does it." in page
    assert "Who hands the card out" not in page
    everybody = words(Client().get(f"/good-practice/{number}/"))
    assert TITLE in everybody
    assert CONTACT not in everybody
    press(cast, "head", HERE, "withdraw/", words="We do it differently now.")
    for client, address in (
        (Client(), f"/good-practice/{number}/"),
        (cast.client("next_door_dsl"), f"{NEXT}{number}/"),
    ):
        assert client.get(address).status_code == 404


def test_it_is_found_again_by_indicator_phase_and_words(committed_cast):
    cast = committed_cast
    published(cast)
    for asked in ("", "?indicator=LG1", "?indicator=ds1", "?phase=Primary", "?q=gate+card", "?q=ALDER"):
        for client, address in ((Client(), "/good-practice/"), (cast.client("next_door_head"), NEXT)):
            assert TITLE in words(client.get(address + asked)), asked
    for asked in ("?indicator=CU1", "?phase=Secondary", "?q=swimming"):
        page = words(Client().get(f"/good-practice/{asked}"))
        assert TITLE not in page
        assert "Nothing matches" in page
    assert TITLE not in words(cast.client("elsewhere_dsl").get("/s/900050/good-practice/"))


def test_whoever_checked_it_does_not_publish_it(cast):
    checked(cast, "lead")
    press(cast, "head", HERE, "agree/")
    row = the_one(cast)
    assert "did not check it" in words(cast.client("lead").get(f"{AREA}{row.pk}/"))
    assert cast.client("lead").post(f"{AREA}{row.pk}/publish/").status_code == 403
    with cast.as_("lead"), pytest.raises(IntegrityError), transaction.atomic():
        GoodPractice.objects.filter(pk=row.pk).update(
            state="published", published_by_id=row.checked_by_id, published_at=timezone.now(),
            confirm_by=timezone.localdate(),
        )  # fmt: skip


STEPS = st.lists(st.tuples(st.sampled_from(sorted(GOOD_PRACTICE.transitions)), st.integers(1, 4)), max_size=40)
ROLES = st.lists(
    st.frozensets(st.sampled_from(["lead", "publisher", "reviewer", "visitor"]), min_size=1), min_size=4, max_size=4
)


@given(ROLES, STEPS)
def test_in_no_history_does_anybody_publish_what_they_checked(teams, steps):
    row = SimpleNamespace(state="draft", school_id=1, checked_by_id=None, confirm_by=None, get_state_display=lambda: "")
    school = Actor(person_id=9, name="", tenant_id=1, school_id=1, roles=frozenset({"head"}))
    for step, person in steps:
        roles = teams[person - 1]
        area = Actor(person_id=person, name="", tenant_id=1, roles=roles)
        for actor in (area, school):
            try:
                GOOD_PRACTICE.move(step, row, actor)
            except (PermissionDenied, Refused):
                continue
            if step == "check":
                row.checked_by_id = actor.person_id
            if step == "reopen":
                row.checked_by_id = None
            if step == "publish":
                assert actor.person_id != row.checked_by_id


def test_a_staff_member_in_conflict_sees_nothing_of_it(cast):
    write(cast)
    press(cast, "dsl", HERE, "offer/")
    cast.declare("reviewer", cast.here, conflict=True)
    number = the_one(cast).pk
    assert TITLE not in words(cast.client("reviewer").get(AREA))
    assert cast.client("reviewer").get(f"{AREA}{number}/").status_code == 403


def test_a_child_in_the_words_stops_it_and_nothing_typed_is_lost(cast):
    after = cast.client("dsl").post(f"{HERE}new/", form(works="It helped the pupil with NHS number 943 476 5919."))
    assert after.status_code == 422
    assert "Nine visitors" not in words(after)
    assert "The office hands a card" in after.content.decode()
    with cast.as_("dsl"):
        assert not GoodPractice.objects.exists()


def test_one_indicator_is_named_once(cast):
    after = cast.client("dsl").post(f"{HERE}new/", form(second="LG1"))
    assert after.status_code == 422
    assert "You chose this one already" in words(after)


def test_two_windows_do_not_overwrite_each_other(cast):
    write(cast)
    number = the_one(cast).pk
    press(cast, "dsl", HERE, "change/", **form(advice="First window."))
    after = cast.client("head").post(f"{HERE}{number}/change/", form(advice="Second window."))
    assert after.status_code == 409
    assert "First window." in words(after)
    assert "Second window." in after.content.decode()


def test_schools_are_asked_a_month_before_and_on_the_day_once(committed_cast, committed):
    cast = committed_cast
    published(cast)
    row = the_one(cast)
    day = row.confirm_by
    assert day == timezone.localdate() + timedelta(days=365)
    for when, sent in ((day - timedelta(days=31), 0), (day - timedelta(days=30), 2), (day, 4), (day, 4)):
        _ask(cast, when)
        assert letters(committed).count("good_practice_due") == sent


def _ask(cast, day):
    ask(scope_of(cast.partnership.pk), day=day.isoformat())


def test_what_nobody_confirms_is_found_no_more_until_somebody_does(committed_cast):
    cast = committed_cast
    published(cast)
    number = the_one(cast).pk
    head = cast.actor("head")
    with cast.as_("head"):
        with pytest.raises(Refused, match="not yet"), transaction.atomic():
            actions.confirm(actor=head, practice_id=number)
        GoodPractice.objects.update(confirm_by=timezone.localdate() - timedelta(days=61))
    assert Client().get(f"/good-practice/{number}/").status_code == 404
    assert "We still do this" in words(cast.client("head").get(f"{HERE}{number}/"))
    press(cast, "head", HERE, "confirm/")
    assert Client().get(f"/good-practice/{number}/").status_code == 200


def test_the_database_shows_others_what_is_published_and_nothing_more(cast):
    checked(cast)
    with cast.as_("next_door_dsl"):
        assert not GoodPractice.shared.exists()
    with cast.as_("contributor"):
        assert not GoodPractice.shared.exists()
        assert not GoodPracticeStep.objects.exists()
    press(cast, "head", HERE, "agree/")
    press(cast, "publisher", AREA, "publish/")
    with cast.as_("next_door_dsl"):
        assert GoodPractice.shared.count() == 1
        assert not GoodPracticeStep.objects.exists()
        assert GoodPractice.shared.update(title="Theirs") == 0
    with cast.as_("elsewhere_dsl"):
        assert not GoodPractice.shared.exists()
    with cast.as_("dsl"), pytest.raises(DatabaseError), transaction.atomic():
        GoodPracticeStep.objects.update(words="Another")


def test_statements_do_not_grow_with_what_is_shared(committed_cast):
    cast = committed_cast

    def counted() -> list[int]:
        found = []
        for client, address in (
            (cast.client("dsl"), HERE),
            (cast.client("lead"), AREA),
            (Client(), "/good-practice/"),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as asked, CaptureQueriesContext(connections["site"]) as by_site:
                assert client.get(address).status_code == 200
            found.append(len(asked) + len(by_site))
        return found

    published(cast)
    few = counted()
    with cast.as_("dsl"):
        row = GoodPractice.objects.get()
        said = PracticeWords(
            title="Another", codes=row.codes, topics=row.topics, what=row.what, works=row.works, advice="",
            contact_role="Office", contact_email=CONTACT,
        )  # fmt: skip
        actor = cast.actor("dsl")
        made = [actions.offer(actor=actor, practice_id=actions.write(actor=actor, words=said).pk).pk for _ in range(30)]
    for who, action, more in (
        ("reviewer", actions.check, {"how": "desk"}),
        ("head", actions.agree, {}),
        ("lead", actions.publish, {}),
    ):
        actor = cast.actor(who)
        with cast.as_(who):
            for number in made:
                action(actor=actor, practice_id=number, **more)
    assert counted() == few
    with cast.as_("dsl"):
        assert shared_page(asked=Asked()).total == 31


def test_an_indicator_with_the_longest_words_an_editor_takes_can_be_named(committed_cast, committed):
    longest = " ".join(["Staff know the route."] * 100)[:2000]
    with committed.as_admin() as cursor:
        cursor.execute("SELECT set_config('app.migrating', 'on', true)")
        cursor.execute("ALTER TABLE lscp.audits_indicator DISABLE TRIGGER USER")
        cursor.execute("UPDATE lscp.audits_indicator SET text = %s WHERE code = 'LG1'", [longest])
        cursor.execute("ALTER TABLE lscp.audits_indicator ENABLE TRIGGER USER")
    write(committed_cast)
    assert the_one(committed_cast).topics[0] == f"LG1: {longest}"
