"""The pages of chasing: what is to come, one letter in full, the ladder, the log, calls and letters."""

import csv
import io
import re
from datetime import date, timedelta

import pikepdf
import pytest

from audits.chasing.default import DEFAULT
from audits.chasing.forms import StepForm, initial_of
from audits.chasing.ladder_actions import MOST_STEPS, save_step
from audits.chasing.models import ChaseLadder, ChaseLetter, ChaseTask
from audits.chasing.types import LadderChanged
from lscp_portal.accounts.models import Membership
from lscp_portal.childdata.types import Known
from lscp_portal.ui.files import safe_text
from schools.register.models import School
from tests.audits.chase_stage import BY_HAND, CHAIRS, LATE, REMINDED, chase, deliver, due, move, said, today

ROOT = "/p/eastmere/chasing/"
EVE = REMINDED - timedelta(1)


@pytest.fixture
def lead(cast, monkeypatch):
    """The lead's browser on the day before a step, at a partnership whose returns are due on 2 December."""
    due(cast)
    today(monkeypatch, EVE)
    return cast.client("lead")


def typed(step=DEFAULT.steps[2], read=0, **changes):
    shown = initial_of(step) | {"read": read}
    return shown | changes


def test_who_gets_what_tomorrow(cast, lead):
    words = said(lead.get(ROOT))
    assert "Who is reminded on Friday 27 November 2026" in words
    assert "2 letters" in words
    assert "3 working days before the due date: 2" in words
    assert "Alder Lane Primary School 3 working days before the due date" in words


def test_another_day_a_search_and_a_closed_day(cast, lead):
    words = said(lead.get(ROOT, {"day_day": "3", "day_month": "12", "day_year": "2026", "q": "alder"}))
    assert "1 working day after the due date: 2" in words
    assert "Beacon Hill" not in words.partition("Who gets which letter")[2]
    assert "This is a weekend day. Nothing is sent on it." in said(lead.get(ROOT, {"day": "2026-11-28"}))
    assert "No letter of this day fits" in said(lead.get(ROOT, {"q": "cobblers"}))
    wrong = lead.get(ROOT, {"day_day": "1", "day_month": "9", "day_year": "2026"})
    assert wrong.status_code == 422
    assert "Day must be today or later" in said(wrong)


def test_schools_nobody_can_be_reached_at_come_first(cast, lead):
    Membership.objects.filter(pk=cast.memberships["dsl"].pk).update(ends_on=date(2026, 9, 1))
    words = said(lead.get(ROOT))
    assert words.index("Schools without anybody to write to") < words.index("Who gets which letter")
    assert "Alder Lane Primary School 3 working days before the due date No designated safeguarding lead has" in words


def test_one_letter_in_full_and_held_back(cast, lead):
    address = f"{ROOT}cycles/{cast.cycle.pk}/people/{cast.people['dsl'].pk}/"
    words = said(lead.get(address, {"day": "2026-11-27"}))
    assert "The safeguarding audit of Alder Lane Primary School is due in 3 working days" in words
    assert "Dear Dsl" in words
    assert "0 of 10 questions are answered." in words
    assert "dsl@people.lscp.test" in words
    held = said(lead.post(f"{address}hold/", {"day": "2026-11-27"}, follow=True))
    assert "This letter is held back." in held
    assert "Dsl held back" in held
    assert lead.get(address, {"day": "2026-11-27"}).status_code == 409
    assert lead.post(f"{address}hold/", {"day": "2026-11-27"}).status_code == 409
    assert lead.post(f"{address}hold/", {"day": "soon"}).status_code == 404


def test_the_page_shows_the_very_letter_that_is_sent(committed, committed_cast, monkeypatch):
    cast = committed_cast
    due(cast, cast.audit)
    today(monkeypatch, EVE)
    address = f"{ROOT}cycles/{cast.cycle.pk}/people/{cast.people['dsl'].pk}/?day=2026-11-27"
    shown = said(cast.client("lead").get(address))
    today(monkeypatch, REMINDED)
    chase(cast, REMINDED)
    deliver(cast, committed)
    with cast.as_("lead"):
        sent = ChaseLetter.objects.get()
    assert " ".join(sent.text.split()) in re.sub(r"&#x27;|’", "’", shown)
    assert sent.subject in shown
    log = said(cast.client("lead").get(f"{ROOT}log/{sent.pk}/"))
    assert " ".join(sent.text.split()) in log


def test_a_school_is_left_in_peace_and_reminded_again(cast, lead):
    address = f"{ROOT}audits/{cast.audit.pk}/pause/"
    assert "Leave Alder Lane Primary School in peace" in said(lead.get(address))
    until = {"until_day": "30", "until_month": "11", "until_year": "2026"}
    for wrong, sentence in (
        ({**until, "reason": ""}, "Enter why"),
        ({**until, "reason": "Case of pupil H801200001001"}, "There is a problem"),
        ({**until, "until_year": "2025", "reason": "x"}, "must be today or later"),
        ({**until, "until_year": "2029", "reason": "x"}, "must be within a year"),
    ):
        answer = lead.post(address, wrong)
        assert (answer.status_code, sentence in said(answer)) == (422, True)
    words = said(lead.post(address, {**until, "reason": "The head is ill"}, follow=True))
    assert "Alder Lane Primary School gets no reminder until 30 November 2026." in words
    assert "Paused until 30 November 2026: The head is ill" in words
    [ending] = re.findall(r"chasing/pauses/\d+/end/", lead.get(ROOT).content.decode())
    assert "is reminded again" in said(lead.post(f"/p/eastmere/{ending}", follow=True))
    assert lead.post(f"/p/eastmere/{ending}").status_code == 409


def test_the_default_ladder_passes_its_own_form():
    for step in DEFAULT.steps:
        form = StepForm(typed(step), known=Known)
        assert form.is_valid(), (step.key, form.errors)
        assert form.step(step.key) == step


def test_the_ladder_is_changed_previewed_and_put_back(cast, lead):
    assert "This is the default." in said(lead.get(f"{ROOT}ladder/"))
    address = f"{ROOT}ladder/steps/before-3/"
    change = typed(days=4, subject="{school}: nearly there", text="Hello {reader},\n\nit is due {days_left}.")
    preview = said(lead.post(address, {**change, "preview": "yes"}))
    assert "Alder Lane Primary School: nearly there" in preview
    assert "it is due in 4 working days." in preview
    with cast.as_("lead"):
        assert not ChaseLadder.objects.exists()
    words = said(lead.post(address, change, follow=True))
    assert "The ladder is changed." in words
    assert "Lead. Changed: 4 working days before the due date, {school}: nearly there" in words
    stale = lead.post(address, change)
    assert stale.status_code == 409
    assert "Somebody else has changed the ladder meanwhile" in said(stale)
    added = typed(read=1, days=7, side="after", roles=["link_governor", "deputy_dsl"])
    assert "7 working days after the due date" in said(lead.post(f"{ROOT}ladder/add/", added, follow=True))
    assert "taken out" in said(lead.post(f"{ROOT}ladder/steps/after-10/remove/", {"read": 2}, follow=True))
    assert lead.post(f"{ROOT}ladder/steps/after-10/remove/", {"read": 3}).status_code == 409
    assert lead.post(f"{ROOT}ladder/steps/after-5/remove/", {"read": 1}).status_code == 409
    assert "Back to the default?" in said(lead.get(f"{ROOT}ladder/reset/"))
    words = said(lead.post(f"{ROOT}ladder/reset/", {"read": 3}, follow=True))
    assert "The ladder is the default again." in words
    assert "Version 4" in words
    assert "7 working days after the due date" in said(lead.get(f"{ROOT}ladder/versions/2/"))
    assert lead.get(f"{ROOT}ladder/versions/9/").status_code == 404
    assert lead.get(f"{ROOT}ladder/steps/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": "Dear {name}"}, "There is no placeholder {name}. You can use {school}"),
        ({"subject": "{school} {weather}"}, "There is no placeholder {weather}"),
        ({"text": "Half a {school"}, "A curly bracket has no partner"),
        ({"text": "Open {link}"}, "Take {link} out"),
        ({"text": ""}, "Enter words"),
        ({"subject": " "}, "Enter subject"),
        ({"text": "word " * 251}, "The words of an e-mail must be 250 or fewer. You have 251."),
        ({"subject": "x" * 151}, "at most 150 characters"),
        ({"text": "Her UPN is H801200001001."}, "There is a problem"),
        ({"roles": []}, "Choose who gets the e-mail"),
        ({"roles": ["lead"]}, "There is a problem"),
        ({"days": 61}, "Working days must be 60 or fewer"),
        ({"days": "soon"}, "Working days must be a whole number"),
        ({"days": 0}, "Enter 1 working day or more"),
        ({"days": 10}, "Another e-mail stands on this day."),
    ],
)
def test_a_step_that_does_not_do_says_why_and_keeps_what_was_typed(cast, lead, change, sentence):
    response = lead.post(f"{ROOT}ladder/steps/before-3/", typed(**change))
    assert response.status_code in {409, 422}
    assert sentence in said(response).replace("&#x27;", "'")
    assert "Before" in said(response)
    with cast.as_("lead"):
        assert not ChaseLadder.objects.exists()


def test_a_changed_ladder_is_followed_at_once_and_logged(committed, committed_cast, monkeypatch):
    cast = committed_cast
    due(cast, cast.audit)
    today(monkeypatch, REMINDED)
    lead = cast.client("lead")
    lead.post(f"{ROOT}ladder/steps/before-3/", typed(text="Only this.", roles=["link_governor"]))
    chase(cast, REMINDED)
    deliver(cast, committed)
    with cast.as_("lead"):
        sent = ChaseLetter.objects.get()
    assert (sent.person_id, sent.ladder_version) == (cast.people["link_governor"].pk, 1)
    assert "Only this." in sent.text


def test_a_ladder_has_a_last_step_and_not_too_many(cast, lead):
    actor, step = cast.actor("lead"), DEFAULT.steps[6]
    for n in range(MOST_STEPS - len(DEFAULT.steps)):
        with cast.as_("lead"):
            save_step(actor=actor, read=n, step=type(step)(**{**step.kept(), "key": "", "roles": ()}))
    n += 1
    more = lead.post(f"{ROOT}ladder/add/", typed(step, read=n))
    assert (more.status_code, "15 steps at most" in said(more)) == (409, True)
    with cast.as_("lead"), pytest.raises(LadderChanged):
        save_step(actor=actor, read=1, step=step)
    for gone in range(MOST_STEPS - 1):
        page = lead.get(f"{ROOT}ladder/").content.decode()
        key = re.findall(r"steps/([-a-z0-9]+)/remove/", page)[0]
        assert lead.post(f"{ROOT}ladder/steps/{key}/remove/", {"read": n + gone}).status_code == 302
    key = re.findall(r"steps/([-a-z0-9]+)/remove/", lead.get(f"{ROOT}ladder/").content.decode())[0]
    assert "one step at least" in said(lead.post(f"{ROOT}ladder/steps/{key}/remove/", {"read": n + MOST_STEPS - 1}))


def test_the_log_is_searched_and_goes_into_a_spreadsheet_safely(cast, lead, monkeypatch):
    assert "No reminder has gone out yet." in said(lead.get(f"{ROOT}log/"))
    with cast.as_("lead"):
        School.objects.filter(pk=cast.here.pk).update(name='=HYPERLINK("http://x.test","Alder")')
    chase(cast, REMINDED)
    assert "Beacon Hill Academy Next Door Dsl 3 working days before" in said(lead.get(f"{ROOT}log/"))
    assert "Beacon Hill" not in said(lead.get(f"{ROOT}log/", {"q": "900001"}))
    assert "Beacon Hill" in said(lead.get(f"{ROOT}log/", {"q": "next door"}))
    assert "No reminder fits" in said(lead.get(f"{ROOT}log/", {"state": "held"}))
    answer = lead.get(f"{ROOT}log.csv", {"q": "900001"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][:5] == ["2026-11-27", "Full audit 2026", '\'=HYPERLINK("http://x.test","Alder")', "900001", "Dsl"]
    assert rows[1][6:8] == ["3 working days before the due date", "On its way"]


def test_whatever_begins_like_a_formula_is_text():
    assert [safe_text(text) for text in ("=1", "+1", "-1", "@x", "\tx", "St Mary’s", "")] == [
        "'=1", "'+1", "'-1", "'@x", "'\tx", "St Mary’s", "",
    ]  # fmt: skip


def test_calls_and_letters_are_made_by_hand(cast, lead, monkeypatch):
    assert "Nothing is to be done by hand today." in said(lead.get(f"{ROOT}calls/"))
    today(monkeypatch, BY_HAND)
    chase(cast, BY_HAND)
    Membership.objects.filter(pk=cast.memberships["head"].pk).update(phone="01632 960 333")
    words = said(lead.get(f"{ROOT}calls/"))
    assert "Head: Head, 01632 960 333 Chair: Chair" in words
    with cast.as_("lead"):
        call, letter = (ChaseTask.objects.get(audit=cast.audit, channel=one) for one in ("call", "letter"))
    page = said(lead.get(f"{ROOT}calls/{call.pk}/"))
    assert "Ask how the school is" in page
    assert "It was due on Wednesday 2 December 2026." in page
    assert lead.get(f"{ROOT}calls/{call.pk}/letter.pdf").status_code == 404
    wrong = lead.post(f"{ROOT}calls/{call.pk}/", {"notes": "x"})
    assert (wrong.status_code, "Answer “What came of it?”" in said(wrong)) == (422, True)
    done = lead.post(f"{ROOT}calls/{call.pk}/", {"outcome": "promised", "notes": "On Friday"}, follow=True)
    assert "The school promised a date (Lead)" in said(done)
    assert "On Friday" in said(lead.get(f"{ROOT}calls/{call.pk}/"))
    assert lead.post(f"{ROOT}calls/{call.pk}/", {"outcome": "help"}).status_code == 409
    page = said(lead.get(f"{ROOT}calls/{letter.pk}/"))
    assert "This is a draft." in page
    assert "Dear Chair" in page


def test_the_letter_names_the_right_section_and_is_an_accessible_pdf(cast, lead, monkeypatch):
    today(monkeypatch, BY_HAND)
    chase(cast, BY_HAND)
    with cast.as_("lead"):
        letter = ChaseTask.objects.get(audit=cast.audit, channel="letter")
    text = lead.get(f"{ROOT}calls/{letter.pk}/letter.txt").content.decode()
    assert "section 16H of the Children Act 2004" in text
    assert "14B" not in text
    assert "{" not in text
    assert "Alder Lane Primary School was due on Wednesday 2 December 2026, 20 working days ago." in text
    answer = lead.get(f"{ROOT}calls/{letter.pk}/letter.pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="letter-900001.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo["/Title"]).startswith("Formal request under section 16H of the Children Act 2004")


def test_without_an_open_cycle_the_page_says_so(cast, lead):
    with cast.as_("lead"):
        type(cast.cycle).objects.filter(pk=cast.cycle.pk).update(state="closed")
    assert "No cycle is open, so nobody is reminded." in said(lead.get(ROOT))


@pytest.mark.parametrize(
    ("who", "reads", "changes"),
    [("administrator", 200, 403), ("scrutineer", 200, 403), ("reviewer", 403, 403), ("visitor", 403, 403)],
)
def test_who_reads_and_who_changes(cast, lead, monkeypatch, who, reads, changes):
    today(monkeypatch, CHAIRS)
    client = cast.client(who)
    for page in ("", "log/", "log.csv", "ladder/"):
        assert client.get(f"{ROOT}{page}").status_code == reads
    for page in ("calls/", "ladder/add/", "ladder/reset/", f"audits/{cast.audit.pk}/pause/"):
        assert client.get(f"{ROOT}{page}").status_code == changes
    assert client.post(f"{ROOT}cycles/{cast.cycle.pk}/people/1/hold/", {"day": LATE}).status_code == changes
    assert "Hold this letter back" not in said(client.get(ROOT))
    move(cast, cast.audit, "in_progress")
