"""What the school's people see of their improvements: announced, found by whoever owns one, and told who looks next."""

import re

import pytest
from django.utils import timezone

from audits.improvement.actions import say_done
from audits.improvement.models import Improvement
from audits.improvement.policies import may_verify
from audits.improvement.queries import waiting_here
from lscp_portal.ui.fields import in_words
from tests.audits import improving
from tests.audits import review_stage as stage
from tests.reports import handover_stage

HOME, LIST = "/s/900001/", "/s/900001/improving/"


def words(client, address: str, status: int = 200) -> str:
    """What stands on a page, in one line, without its marks."""
    answer = client.get(address)
    assert answer.status_code == status
    return plain(answer)


def plain(answer) -> str:
    """The words of an answer."""
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def links(client, address: str) -> list[str]:
    """Where the main part of a page leads to."""
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.findall(r'href="([^"#]+)"', main)


def test_the_answer_to_a_letter_says_what_waits_now_and_leads_there(cast):
    improving.handed_in(cast, "LG1", "LG2", "LG3")
    with cast.as_("head"):
        keys = list(stage.acknowledgement(cast.audit)["answers"])
    sent = {"words": "Thank you."} | {f"answer_{key}": "accept" for key in keys}
    sent |= {f"answer_{keys[0]}": "reject", f"reason_{keys[0]}": "We have two deputies."}
    answer = cast.client("head").post(f"/s/900001/feedback/{cast.audit.pk}/", sent, follow=True)
    assert "You accepted 2 of 3 recommendations. 2 improvements wait for an owner and a date" in plain(answer)
    assert f'href="{LIST}?show=agree"' in answer.content.decode()


def test_a_letter_without_recommendations_promises_no_list(cast):
    improving.handed_in(cast)
    sent = {"words": "Thank you."}
    answer = cast.client("head").post(f"/s/900001/feedback/{cast.audit.pk}/", sent, follow=True)
    assert "Your answer is with the partnership." in plain(answer)
    assert "wait for an owner" not in plain(answer)


@pytest.mark.parametrize("who", ["dsl", "deputy_dsl", "head"])
def test_the_first_page_says_what_is_to_be_agreed_to_those_who_agree(cast, who):
    improving.asked_for(cast, "LG2")
    assert "1 is to be agreed" in words(cast.client(who), HOME)
    assert "Name a deputy for the lead." in words(cast.client(who), f"{LIST}?show=agree")
    assert "to be agreed" not in words(cast.client("chair"), HOME)


def test_lead_and_deputy_get_one_e_mail_for_a_letter(committed_cast, committed):
    improving.handed_in(committed_cast, "LG1", "LG2")
    improving.acknowledged(committed_cast)
    with committed.as_admin() as cursor:
        cursor.execute("SELECT arguments FROM lscp.outbox_message WHERE task = 'notify.send'")
        sent = [row for (row,) in cursor.fetchall() if row["template"] == "improvements_listed"]
    told = sorted((row["person_id"], row["path"]) for row in sent)
    assert told == sorted((committed_cast.people[who].pk, f"{LIST}?show=agree") for who in ("dsl", "deputy_dsl"))


def test_nobody_gets_an_e_mail_about_nothing(committed_cast, committed):
    improving.handed_in(committed_cast, "LG1")
    improving.acknowledged(committed_cast, {"LG1": ("reject", "We have two deputies.")})
    with committed.as_admin() as cursor:
        cursor.execute("SELECT arguments FROM lscp.outbox_message WHERE task = 'notify.send'")
        assert "improvements_listed" not in {row["template"] for (row,) in cursor.fetchall()}


def test_a_contributor_who_owns_one_finds_it_from_the_first_page(cast):
    contributor = cast.client("contributor")
    assert LIST not in links(contributor, HOME)
    assert "Nothing on it is yours." in words(contributor, LIST)
    assert "Nothing is on the list yet." in words(cast.client("dsl"), LIST)
    work = improving.own(cast, owner="contributor")
    improving.own(cast, owner="deputy_dsl")
    assert "1 is yours" in words(contributor, HOME)
    assert "improving/" in links(contributor, HOME)
    assert f"{LIST}{work.pk}/" in links(contributor, LIST)
    assert "is yours" not in words(cast.client("dsl"), HOME)


def test_a_contributor_s_first_page_leads_nowhere_that_is_closed_to_them(cast):
    handover_stage.with_a_record(cast)
    academy = handover_stage.becomes(cast, cast.here)
    handover_stage.joins(cast, "contributor", academy)
    handover_stage.joins(cast, "head", academy)
    home = f"/s/{academy.urn}/"
    head, contributor = cast.client("head"), cast.client("contributor")
    assert "before/" in links(head, home)
    found = links(contributor, home)
    assert not [address for address in found if "before/" in address]
    assert "Feedback letter of" not in words(contributor, home)
    for place, addresses in ((home, found), (HOME, links(contributor, HOME))):
        for address in addresses:
            path = address if address.startswith("/") else f"{place}{address}"
            if path.startswith("/s/"):  # the others are public
                assert contributor.get(path, follow=True).status_code == 200, path


@pytest.mark.parametrize("step", ["verify", "send-back"])
def test_whoever_had_a_hand_in_it_reads_why_somebody_else_looks(cast, step):
    work = improving.own(cast, owner="deputy_dsl")
    improving.brought_to(cast, work, "said_done")
    here = f"{LIST}{work.pk}/"
    answer = cast.client("deputy_dsl").get(f"{here}{step}/")
    assert answer.status_code == 403
    assert "You owned this or said it was done, so somebody else verifies it." in plain(answer)
    assert "another role" not in plain(answer)
    assert f'href="{here}"' in answer.content.decode()
    assert cast.client("deputy_dsl").post(f"{here}{step}/", {"words": "Seen."}).status_code == 403
    assert improving.standing(cast, work) == "said_done"


def test_the_school_reads_that_the_partnership_looks_at_what_is_critical(cast):
    work = improving.own(cast, owner="deputy_dsl", code="LG1")
    improving.brought_to(cast, work, "said_done")
    said = words(cast.client("chair"), f"{LIST}{work.pk}/verify/", 403)
    assert "It is about a critical indicator, so a reviewer of the partnership verifies it." in said
    area = f"/p/eastmere/improving/{work.pk}/verify/"
    reviewer = cast.client("reviewer")
    assert "Say first whether you have an interest in this school." in words(reviewer, area, 403)
    assert f"/p/eastmere/reviews/interests/{cast.here.pk}/" in reviewer.get(area).content.decode()


def test_whoever_has_another_role_is_still_told_so(cast):
    work = improving.own(cast, owner="deputy_dsl", code="LG1")
    improving.brought_to(cast, work, "said_done")
    assert "another role" in words(cast.client("analyst"), f"/p/eastmere/improving/{work.pk}/verify/", 403)
    assert cast.client("contributor").get(f"{LIST}{work.pk}/verify/").status_code in {403, 404}


def test_the_first_page_counts_only_what_this_very_person_may_verify(cast):
    for one in (
        improving.own(cast, owner="deputy_dsl"),
        improving.own(cast, owner="deputy_dsl", code="LG1"),
        improving.own(cast, owner="head"),
    ):
        improving.brought_to(
            cast, one, "said_done", owner="head" if one.owner_id == cast.people["head"].pk else "deputy_dsl"
        )
    of_a_role = improving.own(cast, words="Site manager")
    improving.moved(cast, "dsl", say_done, of_a_role, evidence=improving.SHOWN)
    expected = {"chair": 3, "link_governor": 3, "head": 1, "deputy_dsl": 1, "dsl": 2, "contributor": 0}
    for who, number in expected.items():
        actor = cast.actor(who)
        with cast.as_(who):
            works = list(Improvement.objects.filter(state="said_done"))
            assert waiting_here(actor=actor).check == number == sum(may_verify(actor, work) for work in works), who
    assert "3 wait for you to verify them" in words(cast.client("chair"), HOME)
    assert "1 waits for you to verify it" in words(cast.client("head"), HOME)


def test_a_role_in_words_gets_no_e_mail_and_the_school_is_told_so(cast):
    work = improving.own(cast, owner="deputy_dsl")
    day = {"due_on_day": work.due_on.day, "due_on_month": work.due_on.month, "due_on_year": work.due_on.year}
    sent = {"owner": "", "owner_words": "Site manager", "later_why": ""} | day
    dsl, here = cast.client("dsl"), f"{LIST}{work.pk}/"
    answer = dsl.post(f"{here}change/", sent, follow=True)
    assert "Tell your site manager yourself: no e-mail goes to a role." in plain(answer)
    assert "owner: Site manager" in plain(answer)
    person = {**sent, "owner": cast.people["head"].pk, "owner_words": ""}
    answer = dsl.post(f"{here}change/", person, follow=True)
    assert "Its owner is told by e-mail." in plain(answer)
    assert "owner: a role" in plain(answer)
    mine = {**sent, "owner": cast.people["dsl"].pk, "owner_words": "", "what": "Put up a board.", "indicator": ""}
    answer = dsl.post(f"{LIST}add/", mine, follow=True)
    assert "On the list." in plain(answer)
    assert "told by e-mail" not in plain(answer)
    added = dsl.post(f"{LIST}add/", {**mine, "owner": "", "owner_words": "DSL cover"}, follow=True)
    assert "Tell your DSL cover yourself" in plain(added)


def test_a_printed_list_says_whose_it_is_of_which_kind_and_when(cast):
    improving.own(cast)
    page = cast.client("dsl").get(f"{LIST}?show=open").content.decode()
    main = page.split("<main", 1)[1]
    assert "Alder Lane Primary School" in main
    [line] = re.findall(r'<p class="govuk-body lscp-print-only">([^<]+)</p>', main)
    assert line == f"Open: 1. Printed on {in_words(timezone.localdate())}."
    before, _button = main.split("Add something to your own plan", 1)
    assert before.rindex('<div class="lscp-no-print">') > before.rindex("</h1>")


@pytest.mark.parametrize(
    ("code", "role", "who"),
    [
        ("", "", "A governor, or another of head, safeguarding lead and deputy"),
        ("", "Site manager", "A governor or a reviewer of the partnership"),
        ("LG1", "", "A reviewer or visit team member of the partnership"),
    ],
)
def test_whoever_says_it_is_done_reads_who_looks_next(cast, code, role, who):
    work = improving.own(cast, owner="deputy_dsl", code=code, words=role)
    answer = cast.client("dsl").post(f"{LIST}{work.pk}/done/", {"words": improving.SHOWN}, follow=True)
    assert f"Kept. {who}" in plain(answer)
