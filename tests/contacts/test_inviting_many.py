"""Inviting many: read row by row, judged before anything is sent, sent once."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.accounts.models import Invitation
from schools.contacts.bulk import Fate, invite_many, judge
from schools.contacts.bulk_reading import HEADINGS, MOST_ROWS, read_list
from schools.contacts.models import InvitationBatch
from tests.people import make_school

HERE = "/p/eastmere/contacts/invite-many/"
HEAD = ",".join(HEADINGS)
GOOD = f"{HEAD}\n900001,DSL,Nora Bell,nora@school.lscp.test,\n900002,Chair,Kim Hall,kim@governors.lscp.test,31/8/2028\n"


def test_rows_pasted_out_of_a_spreadsheet_are_read_too():
    read = read_list(GOOD.replace(",", "\t"))
    assert [(line.row, line.urn, line.role, line.email) for line in read.lines] == [
        (2, 900001, "dsl", "nora@school.lscp.test"),
        (3, 900002, "chair", "kim@governors.lscp.test"),
    ]
    assert not read.problems


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("12,DSL,Nora Bell,nora@school.lscp.test,", "Row 2, column URN: Write the school’s number"),
        ("900001,Wizard,Nora Bell,nora@school.lscp.test,", "Row 2, column Role: Write one of: Designated"),
        ("900001,DSL,,nora@school.lscp.test,", "Row 2, column Full name"),
        ("900001,DSL,Nora Bell,nora at school,", "Row 2, column E-mail: Write an e-mail address"),
        ("900001,DSL,Nora Bell,nora@school.lscp.test,soon", "Row 2, column Last day"),
    ],
)
def test_a_row_that_cannot_be_understood_is_told_with_its_place(row, words):
    [problem] = read_list(f"{HEAD}\n{row}\n").problems
    assert problem.sentence.startswith(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("URN,Role\n900001,DSL\n", "Missing: Full name, E-mail"),
        (f"{HEAD}\n", "nobody below them"),
        (f"{HEAD}\n" + "900001,DSL,A,a@b.test,\n" * (MOST_ROWS + 1), "more than 2,000 rows"),
        ("", "Missing: URN"),
    ],
)
def test_a_list_that_is_no_list_is_refused_whole(text, words):
    read = read_list(text)
    assert not read.is_whole
    assert words in read.problems[0].sentence


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text):
    read = read_list(f"{HEAD}\n{text}")
    assert all(problem.words for problem in read.problems)
    assert read.lines or read.problems


def test_each_line_is_judged_by_what_is_known(cast):
    own = cast.people["lead"].email
    text = "\n".join([
        HEAD,
        "900001,DSL,Nora Bell,nora@school.lscp.test,",
        "900001,DSL,Nora Bell,nora@school.lscp.test,",
        f"900001,Head,Head,{cast.people['head'].email},",
        f"900001,Chair,Head again,{cast.people['head'].email},",
        "999999,DSL,Far Away,far@school.lscp.test,",
        f"900001,Contributor,Me,{own},",
        "900001,Link governor,Late,late@school.lscp.test,31/8/2020",
    ])  # fmt: skip
    with cast.as_("lead"):
        fates = [one.fate for one in judge(read_list(text).lines, actor=cast.actor("lead"))]
    assert fates == [
        Fate.INVITE, Fate.TWICE, Fate.HERE, Fate.BOTH_SIDES, Fate.NO_SCHOOL, Fate.ONESELF, Fate.TERM,
    ]  # fmt: skip


def test_a_second_click_sends_nothing_again(committed_cast, committed):
    cast, operation = committed_cast, uuid.uuid4()
    lines = read_list(GOOD).lines
    for _click in range(2):
        with cast.as_("lead"):
            batch = invite_many(actor=cast.actor("lead"), lines=lines, operation_id=operation)
    assert (batch.invited, batch.left_out) == (2, 0)
    with cast.as_("lead"):
        assert InvitationBatch.objects.count() == 1
    assert Invitation.objects.filter(email__in=["nora@school.lscp.test", "kim@governors.lscp.test"]).count() == 2
    with committed.as_admin() as cursor:
        cursor.execute("SELECT count(*) FROM lscp.outbox_message WHERE task = 'notify.send'")
        assert cursor.fetchone() == (2,)


def test_the_preview_says_what_would_happen_and_sends_nothing(cast):
    lead = cast.client("lead")
    file = SimpleUploadedFile("people.csv", (GOOD + "900001,Wizard,X,x@y.test,\n").encode())
    page = lead.post(HERE, {"file": file})
    assert page.status_code == 200
    for words in ("Invite 2 people", "2: gets an invitation", "Row 4, column Role", "Nothing is sent yet"):
        assert words in page.text
    assert not Invitation.objects.filter(email="nora@school.lscp.test").exists()
    sent = lead.post(HERE + "send/", {"text": GOOD, "operation_id": str(uuid.uuid4())}, follow=True)
    assert "2 people are invited" in sent.text
    again = lead.post(HERE, {"text": GOOD})
    assert "2: is invited already" in again.text


def test_nothing_chosen_and_a_workbook_are_told_at_the_field(cast):
    lead = cast.client("lead")
    assert "Choose a file, or paste rows below" in lead.post(HERE, {}).text
    workbook = SimpleUploadedFile("people.xlsx", b"PK\x03\x04rest")
    answer = lead.post(HERE, {"file": workbook})
    assert answer.status_code == 422
    assert "Save the sheet as CSV" in answer.text
    kept = lead.post(HERE, {"text": "URN\n900001\n"})
    assert kept.status_code == 422
    assert "900001" in kept.text


@pytest.mark.parametrize("who", ["reviewer", "analyst", "publisher"])
def test_others_may_not(cast, who):
    client = cast.client(who)
    assert client.get(HERE).status_code == 403
    assert client.post(HERE + "send/", {}).status_code == 403


def test_the_list_to_fill_in_names_every_vacant_post_and_unfilled_rows_are_passed_over(cast):
    lead = cast.client("lead")
    with cast.as_("lead"):
        make_school(cast.partnership, 900077, "Nether Thistlebeck School", "ZZ1 1AA")
    text = lead.get(HERE + "template.csv").content.decode("utf-8-sig")
    vacant = [row for row in text.splitlines() if row.startswith("900077,")]
    assert [row.split(",")[1] for row in vacant] == [
        "Designated safeguarding lead",
        "Headteacher or principal",
        "Chair of governors or proprietor",
    ]
    assert "nobody below them" in lead.post(HERE, {"text": text}).text
    filled = text.replace(vacant[1], "900077,Headteacher or principal,Ola Reed,ola@school.lscp.test,,")
    read = read_list(filled)
    assert [(line.urn, line.full_name) for line in read.lines] == [(900077, "Ola Reed")]
    assert read.problems == []


def test_a_list_with_mistakes_can_be_mended_without_typing_it_again(cast):
    again = cast.client("lead").post(HERE, {"text": GOOD, "mend": "yes"})
    assert again.status_code == 200
    assert "nora@school.lscp.test" in again.text.partition("<textarea")[2]


def test_after_sending_the_invited_are_shown_and_rows_not_understood_are_counted(cast):
    text = GOOD + "900001,Wizard,,x@y.test,\n"
    page = cast.client("lead").post(HERE + "send/", {"text": text, "operation_id": str(uuid.uuid4())}, follow=True)
    assert "2 people are invited; the e-mails are on their way. 1 row was left out." in page.text
    assert page.redirect_chain[-1][0].endswith("/people/schools/?state=invited")
    assert "Nora Bell" in page.text
