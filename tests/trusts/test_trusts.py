"""A trust's lead: what they see and what not, and answers written once that each school confirms or changes."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.answers.models import Answer
from audits.frameworks.models import Framework
from audits.lifecycle.models import Audit
from audits.review.models import Review
from audits.trusts.actions import save_central
from audits.trusts.models import CentralAnswer, CentralAnswerRevision, TrustConfirmation
from audits.trusts.queries import read_of
from audits.trusts.types import CentralConflict, CentralEntry
from lscp_portal.accounts.models import Invitation, Membership
from lscp_portal.tenancy.scope import scope, trust_scope
from schools.register.models import School
from tests.people import OF_THE_TRUST, TRUST_UID, make_school

HERE = f"/t/{TRUST_UID}/"
SCHOOL = "/s/900002/audit/"
ENTRY = CentralEntry(
    level="secure", strength=2, how_we_know="Central checks of every new starter, sampled each term.", note="Add yours."
)


def typed(page, **changes):
    """What a browser sends back of the trust's form."""
    tag = re.search(r'<input[^>]* name="read"[^>]*>', page.text).group(0)
    read = re.search(r'value="([^"]*)"', tag)
    said = {"level": "secure", "strength": "2", "how_we_know": "Sampled each term.", "note": ""}
    return said | {"read": read.group(1) if read else ""} | changes


def offered(cast, code="LG1", entry=ENTRY, who="trust_lead"):
    """What a lead saves who has seen what stands."""
    with cast.as_(who):
        read = read_of(CentralAnswer.objects.filter(code=code))
        framework = Framework.objects.order_by("pk").first()
        return save_central(actor=cast.actor(who), framework_id=framework.pk, code=code, entry=entry, read=read)


def leads_next_door_too(cast):
    """The other partnership lets the same person see the trust's schools."""
    Membership.objects.create(
        person=cast.people["trust_lead"], tenant=cast.other_partnership, role="trust_lead", starts_on="2025-09-01",
        trust_uid=TRUST_UID, trust_name="Fernbank Learning Trust",
    )  # fmt: skip


def yes(page):
    """What the button of the offer sends."""
    names = ("audit", "offer", "central_revision", "read", "operation_id")
    form = page.text.split("from-trust/")[1]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', form).group(1) for name in names}


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


# --- who sees what ---------------------------------------------------------------------------------------------------


def test_a_lead_sees_the_trusts_schools_where_a_partnership_says_so_and_no_others(cast):
    words = words_of(cast.client("trust_lead").get(HERE))
    assert cast.next_door.name in words
    assert cast.here.name not in words  # of no trust
    assert cast.elsewhere.name not in words  # of this trust, in a partnership that has not given the role
    words = words_of(cast.client("elsewhere_trust_lead").get(HERE))
    assert cast.elsewhere.name in words
    assert cast.next_door.name not in words


def test_one_lead_over_schools_of_several_partnerships(cast):
    leads_next_door_too(cast)
    words = words_of(cast.client("trust_lead").get(HERE))
    assert cast.next_door.name in words
    assert cast.elsewhere.name in words
    assert "Harrowfold Safeguarding Partners" in words
    assert cast.elsewhere.name in words_of(cast.client("trust_lead").get(HERE + "dates/"))


@pytest.mark.parametrize("path", ["", "dates/", "answers/", "answers/{framework}/LG1/"])
@pytest.mark.parametrize("who", ["lead", "administrator", "dsl", "next_door_head", "elsewhere_lead", "scrutineer"])
def test_nobody_else_finds_a_trusts_pages(cast, who, path):
    assert cast.client(who).get(HERE + path.format(framework=cast.framework.pk)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/p/eastmere/", "/p/eastmere/schools/", "/p/eastmere/reviews/", "/s/900002/", "/t/5021/"]
)
def test_a_trusts_lead_finds_no_other_place(cast, path):
    assert cast.client("trust_lead").get(path).status_code == 404


def test_a_lead_whose_term_is_over_finds_nothing(cast):
    Membership.objects.filter(pk=cast.memberships["trust_lead"].pk).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert cast.client("trust_lead").get(HERE).status_code == 404
    with cast.as_("trust_lead"):
        assert not School.objects.exists()


def test_the_database_shows_a_trust_no_reviews_no_other_trust_and_lets_it_write_nothing_else(cast):
    person = cast.people["trust_lead"].pk
    with cast.as_("trust_lead"):
        assert list(School.objects.values_list("urn", flat=True)) == [900002]
        assert set(Audit.objects.values_list("school__urn", flat=True)) == {900002}
        for act in (
            lambda: list(Review.objects.all()),
            lambda: list(Answer.objects.values_list("how_we_know")),
            lambda: Audit.objects.update(state="closed"),
            lambda: School.objects.update(name="Another"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
    with scope(trust_scope(5021, person=person)):
        assert not School.objects.exists()
    with scope(trust_scope(int(TRUST_UID), person=cast.people["lead"].pk)):
        assert not School.objects.exists()


def test_the_pages_ask_the_database_as_often_for_one_school_as_for_sixty(cast):
    client = cast.client("trust_lead")

    def queries(path):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HERE + path).status_code == 200
        return len(asked)

    few = [queries(path) for path in ("", "dates/", "answers/")]
    with cast.as_("lead"):
        for number in range(60):
            make_school(cast.partnership, 910000 + number, f"Fernbank {number}", "ZZ1 1AA", **OF_THE_TRUST)
    assert [queries(path) for path in ("", "dates/", "answers/")] == few
    assert max(few) <= 14


def test_a_partnership_invites_the_lead_of_a_trust_that_has_schools_here(cast):
    lead = cast.client("lead")
    address = "/p/eastmere/people/invite/"
    assert "Fernbank Learning Trust" in lead.get(address).text
    said = {"full_name": "Tess Marlow", "email": "tess@fernbank.lscp.test", "role": "trust_lead"}
    assert "Choose the trust" in lead.post(address, said).text
    assert lead.post(address, said | {"trust": "9999"}).status_code == 422
    assert lead.post(address, said | {"trust": TRUST_UID}).status_code == 302
    made = Invitation.objects.get(email=said["email"])
    assert (made.trust_uid, made.school_id, made.tenant_id) == (TRUST_UID, None, cast.partnership.pk)
    assert (
        cast.client("next_door_head").post("/s/900002/people/invite/", said | {"trust": TRUST_UID}).status_code == 422
    )


# --- central answers -------------------------------------------------------------------------------------------------


def test_an_answer_is_written_once_and_kept_for_each_partnership(cast):
    leads_next_door_too(cast)
    client = cast.client("trust_lead")
    address = f"{HERE}answers/{cast.framework.pk}/LG1/"
    assert client.post(address, typed(client.get(address))).status_code == 302
    with cast.as_("trust_lead"):
        rows = CentralAnswer.objects.all()
        assert {row.tenant_id for row in rows} == {cast.partnership.pk, cast.other_partnership.pk}
        assert {row.revision for row in rows} == {1}
        assert CentralAnswerRevision.objects.count() == 2
    assert "Offered" in words_of(client.get(HERE + "answers/"))


def test_two_leads_see_both_wordings(cast):
    offered(cast)
    client = cast.client("trust_lead")
    address = f"{HERE}answers/{cast.framework.pk}/LG1/"
    clash = client.post(address, typed(client.get(address), read="", how_we_know="Second words."))
    assert clash.status_code == 409
    assert ENTRY.how_we_know in clash.text
    assert "Second words." in clash.text
    actor = cast.actor("trust_lead")
    with cast.as_("trust_lead"), pytest.raises(CentralConflict):
        save_central(actor=actor, framework_id=cast.framework.pk, code="LG1", entry=ENTRY, read="")
    assert client.post(address, typed(clash, how_we_know="Agreed.")).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"how_we_know": ""}, "There is a problem"),
        ({"level": ""}, "There is a problem"),
        ({"level": "embedded", "strength": "0"}, "There is a problem"),
        ({"how_we_know": "Pupil Oliver Brown, born 3 May 2014."}, "child"),
    ],
)
def test_what_will_not_do_is_told_and_not_lost(cast, changes, words):
    client = cast.client("trust_lead")
    address = f"{HERE}answers/{cast.framework.pk}/LG1/"
    refused = client.post(address, typed(client.get(address), note="Typed and kept.", **changes))
    assert refused.status_code == 422
    assert words in refused.text
    assert "Typed and kept." in refused.text
    with cast.as_("trust_lead"):
        assert not CentralAnswer.objects.exists()


def test_a_school_is_offered_it_and_confirms_it_by_its_own_click(cast):
    offered(cast)
    dsl = cast.client("next_door_dsl")
    page = dsl.get(SCHOOL + "lg/lg1/")
    assert "Your trust answers for its schools" in page.text
    assert ENTRY.how_we_know in page.text
    with cast.as_("next_door_dsl"):
        assert not Answer.objects.exists()
    assert dsl.post(SCHOOL + "lg/lg1/from-trust/", yes(page)).status_code == 302
    with cast.as_("next_door_dsl"):
        answer = Answer.objects.get()
        assert (answer.level, answer.strength, answer.how_we_know) == ("secure", 2, ENTRY.how_we_know)
        assert TrustConfirmation.objects.get().central_revision == 1
    assert "Your school answers in these words" in dsl.get(SCHOOL + "lg/lg1/").text
    assert "Confirmed by 1 school" in words_of(cast.client("trust_lead").get(HERE + "answers/"))


def test_a_second_click_confirms_nothing_twice(cast):
    offered(cast)
    dsl = cast.client("next_door_dsl")
    said = yes(dsl.get(SCHOOL + "lg/lg1/"))
    for _click in range(2):
        assert dsl.post(SCHOOL + "lg/lg1/from-trust/", said).status_code == 302
    with cast.as_("next_door_dsl"):
        assert (Answer.objects.get().revision, TrustConfirmation.objects.count()) == (1, 1)


def test_a_later_change_of_the_trust_is_told_and_takes_nothing_over(cast):
    offered(cast)
    dsl = cast.client("next_door_dsl")
    page = dsl.get(SCHOOL + "lg/lg1/")
    dsl.post(SCHOOL + "lg/lg1/from-trust/", yes(page))
    offered(cast, entry=CentralEntry(level="partly", strength=1, how_we_know="We found gaps."))
    shown = dsl.get(SCHOOL + "lg/lg1/")
    assert "The trust has changed its answer since" in shown.text
    with cast.as_("next_door_dsl"):
        assert Answer.objects.get().how_we_know == ENTRY.how_we_know
    stale = dsl.post(SCHOOL + "lg/lg1/from-trust/", yes(page) | {"operation_id": str(uuid.uuid4())})
    assert stale.status_code == 409
    assert "Your trust has changed this answer" in stale.text
    assert dsl.post(SCHOOL + "lg/lg1/from-trust/", yes(shown)).status_code == 302


def test_a_school_changes_the_words_and_they_are_its_own(cast):
    offered(cast)
    dsl = cast.client("next_door_dsl")
    dsl.post(SCHOOL + "lg/lg1/from-trust/", yes(dsl.get(SCHOOL + "lg/lg1/")))
    page = dsl.get(SCHOOL + "lg/lg1/")
    form = page.text.split("data-autosave")[1]
    hidden = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form).group(1)
        for name in ("audit", "read", "operation_id")
    }
    said = hidden | {"level": "secure", "strength": "2", "how_we_know": "And we checked our own two starters."}
    assert dsl.post(SCHOOL + "lg/lg1/", said).status_code == 302
    assert "has changed the words since" in dsl.get(SCHOOL + "lg/lg1/").text


def test_schools_of_no_trust_or_another_partnership_are_offered_nothing(cast):
    offered(cast)
    assert "Your trust answers" not in cast.client("dsl").get("/s/900001/audit/lg/lg1/").text
    assert "Your trust answers" not in cast.client("elsewhere_dsl").get("/s/900050/audit/lg/lg1/").text
    with cast.as_("elsewhere_dsl"):
        assert not CentralAnswer.objects.exists()


def test_only_those_who_answer_may_confirm(cast):
    offered(cast)
    said = yes(cast.client("next_door_dsl").get(SCHOOL + "lg/lg1/"))
    assert cast.client("next_door_head").post(SCHOOL + "lg/lg1/from-trust/", said).status_code == 403
    assert cast.client("dsl").post("/s/900001/audit/lg/lg1/from-trust/", said).status_code == 404


def test_what_is_withdrawn_is_offered_no_more_and_schools_keep_theirs(cast):
    offered(cast)
    dsl, trust = cast.client("next_door_dsl"), cast.client("trust_lead")
    dsl.post(SCHOOL + "lg/lg1/from-trust/", yes(dsl.get(SCHOOL + "lg/lg1/")))
    page = trust.get(f"{HERE}answers/{cast.framework.pk}/LG1/")
    assert trust.post(f"{HERE}answers/{cast.framework.pk}/LG1/withdraw/", typed(page)).status_code == 302
    assert "No longer offered" in words_of(trust.get(HERE + "answers/"))
    with cast.as_("next_door_dsl"):
        assert Answer.objects.get().how_we_know == ENTRY.how_we_know
