"""Every e-mail: both parts hold the same links, nothing is missing, and no level is ever in one."""

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from lscp_portal.notify.messages import KINDS, check_facts, write

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates" / "email"
LINK = "https://portal.lscp.test/s/900001/audit/?a=1&b=2"
PLACE = SimpleNamespace(
    name="Eastmere & District", safeguarding_phone="01632 960 001", out_of_hours_phone="01632 960 002"
)
FACTS = {
    "due_on": date(2026, 12, 1),
    "visit_on": date(2027, 1, 5),
    "starts_on": date(2027, 2, 1),
    "ends_on": date(2027, 3, 31),
    "school": "St Wilfrid's <Infant> School",
    "role": "Reviewer",
    "expires_at": datetime(2026, 12, 1, tzinfo=UTC),
}


def letter(code: str, **changes: object):
    needed = (
        {"role", "expires_at", "school"}
        if code == "invitation"
        else {"school", "due_on", "visit_on", "starts_on", "ends_on"}
        & {{"school_id": "school"}.get(fact, fact) for fact in KINDS[code]}
    )
    facts = {name: value for name, value in FACTS.items() if name in needed}
    context = {"reader": "Ian O'Neil", "email": "i@lscp.test", "writer": "Sam & Co", "link": LINK, "partnership": PLACE}
    return write(code, context | facts | changes)


def test_every_kind_has_its_three_files_and_every_folder_its_kind():
    folders = {
        folder.name: {file.name for file in folder.iterdir()} for folder in TEMPLATES.iterdir() if folder.is_dir()
    }
    assert folders == {code: {"subject.txt", "body.txt", "body.html"} for code in KINDS}


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("writer", ["Sam & Co", ""])
def test_both_parts_hold_the_same_links_and_words(code, writer):
    made = letter(code, writer=writer)
    in_text = re.findall(r"https?://\S+", made.text)
    in_html = [unescape(href) for href in re.findall(r'href="([^"]+)"', made.html)]
    assert in_text == in_html == [LINK]
    body = unescape(re.sub(r"<[^>]+>", " ", made.html.partition("<body")[2].partition(">")[2]))
    words = " ".join(made.text.replace(f":\n{LINK}", "").split())
    assert " ".join(body.split()) == words


@pytest.mark.parametrize("code", KINDS)
def test_the_text_is_plain_and_the_html_is_safe(code):
    made = letter(code)
    assert "&amp;" not in made.subject + made.text
    assert "<Infant>" not in made.html
    is_of_a_school = "school_id" in KINDS[code] or code == "invitation"
    assert ("St Wilfrid's <Infant> School" in made.text) is is_of_a_school
    assert "\n" not in made.subject
    assert len(made.subject) < 120


@pytest.mark.parametrize("code", KINDS)
def test_no_letter_names_a_level_or_a_concern_and_each_says_what_to_do_in_danger(code):
    made = letter(code)
    words = made.text.partition("This is not a way to report a concern")
    assert not re.search(
        r"\b(not in place|partly|secure|embedded|concern|level|rating|grade)\b", words[0], re.IGNORECASE
    )
    assert "call 999" in words[2]
    assert "01632 960 002" in words[2]


def test_an_invitation_to_the_partnership_itself_names_no_school():
    assert letter("invitation", school="").subject == "You are invited to Eastmere & District on LSCP Portal"


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("letter", {}),
        ("feedback_issued", {}),
        ("feedback_issued", {"school_id": 1, "level": 2}),
        ("feedback_issued", {"school_id": "Alder Lane"}),
        ("audit_opened", {"school_id": 1, "due_on": "soon"}),
    ],
)
def test_wrong_facts_fail_where_the_letter_is_asked_for(code, facts):
    with pytest.raises(ValueError, match="e-mail"):
        check_facts(code, facts)
