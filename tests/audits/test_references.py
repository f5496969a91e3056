"""The register of statutory references: editions, moving a draft to a new one, and the yearly check."""

import csv
import io
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from audits.frameworks.models import Framework, Indicator
from audits.frameworks.queries import catalogue
from audits.frameworks.references import actions
from audits.frameworks.references.models import ReferenceCheck, ReferenceDocument
from audits.frameworks.references.queries import check_list
from audits.frameworks.references.rules import a_year_after, why_due
from audits.frameworks.references.types import CheckFilter, DocumentFacts, Move, TakenKey
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from tests.audits.drafting import draft_of, settings_of
from tests.audits.test_answer_budgets import counted
from tests.audits.test_framework_pages import said

PAGES = "/p/eastmere/frameworks/references/"
KCSIE27 = {
    "key": "KCSIE27", "title": "Keeping children safe in education 2027", "publisher": "Department for Education",
    "edition": "September 2027", "in_force_day": "1", "in_force_month": "9", "in_force_year": "2027",
    "web_address": "https://www.example.org/kcsie", "note": "",
}  # fmt: skip
FACTS = DocumentFacts("KCSIE27", "Keeping children safe 2027", "", "2027", None, date(2027, 9, 1), "", "")


@pytest.fixture
def draft(cast):
    return draft_of(cast)


def document(cast, key):
    with scope(area_scope(cast.partnership.pk)):
        return ReferenceDocument.objects.get(key=key)


def check_list_total(cast):
    with cast.as_("lead"):
        return check_list(wanted=CheckFilter(show="all")).total


def quoting(cast, framework, key):
    """(indicator id, reference) of every reference to a document."""
    with scope(area_scope(cast.partnership.pk)):
        rows = Indicator.objects.filter(framework_id=framework.pk).order_by("position")
        return [(row.pk, one) for row in rows for one in row.references if one.partition(" ")[0] == key]


def test_the_register_begins_with_the_documents_of_the_framework(cast):
    words = said(cast.client("reviewer").get(PAGES))
    for key, one in catalogue()[-1].documents.items():
        row = document(cast, key)
        assert (row.title, row.in_force, row.published, row.note) == (one.title, one.in_force, one.published, one.note)
        assert key in words
    assert "Add a document" not in words


def test_a_document_is_added_and_every_draft_can_refer_to_it(cast, draft):
    lead = cast.client("lead")
    response = lead.post(f"{PAGES}add/", {**KCSIE27, "key": "LOCAL1", "title": "Local thresholds"}, follow=True)
    assert "LOCAL1 is on the register" in said(response)
    kept = settings_of(cast, draft)["documents"]["LOCAL1"]
    assert kept == {"title": "Local thresholds, September 2027", "in_force": "2027-09-01"}
    assert "LOCAL1" not in settings_of(cast, cast.framework)["documents"]  # published: stays as it is
    again = lead.post(f"{PAGES}add/", {**KCSIE27, "key": "LOCAL1"})
    assert again.status_code == 422
    assert "This key is on the register already" in said(again)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"key": "kcsie 27"}, "Use capitals and numbers only"),
        ({"title": ""}, "Enter title"),
        ({"in_force_month": "13"}, "must have a month from 1 to 12"),
        ({"web_address": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(cast, typed, sentence):
    response = cast.client("lead").post(f"{PAGES}add/", {**KCSIE27, **typed})
    assert response.status_code == 422
    assert sentence in said(response)


def test_the_second_of_two_who_correct_a_document_sees_both_wordings(cast):
    row = document(cast, "FMS")
    where, typed = f"{PAGES}{row.pk}/change/", {"title": "First", "read": 1}
    assert cast.client("lead").post(where, typed).status_code == 302
    response = cast.client("administrator").post(where, {**typed, "title": "Second"})
    assert response.status_code == 409
    assert "First" in said(response)
    assert 'value="Second"' in response.content.decode()
    assert cast.client("administrator").post(where, {"title": "Second", "read": 2}).status_code == 302
    assert document(cast, "FMS").title == "Second"


def test_a_new_edition_leads_to_what_still_refers_to_the_old_one(cast, draft):
    lead, old = cast.client("lead"), document(cast, "KCSIE26")
    response = lead.post(f"{PAGES}{old.pk}/new-edition/", KCSIE27, follow=True)
    words = said(response)
    assert "KCSIE27 replaces KCSIE26" in words
    assert f"{draft.title} 2027.1, draft" in words
    assert "2026.1, published" in words
    assert "This version does not change." in words
    assert 'value="KCSIE27 para 74"' in response.content.decode()
    refused = lead.post(f"{PAGES}{old.pk}/new-edition/", {**KCSIE27, "key": "KCSIE28"})
    assert refused.status_code == 409
    assert "Replaced by KCSIE27" in said(lead.get(f"{PAGES}{old.pk}/"))
    assert "Replaces KCSIE26" in said(lead.get(f"{PAGES}{document(cast, 'KCSIE27').pk}/"))


def test_chosen_references_of_a_draft_move_after_a_second_look(cast, draft):
    lead, old = cast.client("lead"), document(cast, "KCSIE26")
    lead.post(f"{PAGES}{old.pk}/new-edition/", KCSIE27)
    where = f"{PAGES}{old.pk}/move/{draft.pk}/"
    before = quoting(cast, draft, "KCSIE26")
    typed = {f"new_{n}": f"KCSIE27 {one.partition(' ')[2]}".strip() for n, (_pk, one) in enumerate(before)}
    nothing = lead.post(where, typed)
    assert nothing.status_code == 422
    assert "Tick at least one reference" in said(nothing)
    wrong = lead.post(where, {**typed, "take_0": "on", "new_0": "KCSIE26 Part 2"})
    assert wrong.status_code == 422
    assert "Begin the new reference of LG1 with KCSIE27" in said(wrong)
    one = {**typed, "take_0": "on", "new_0": "KCSIE27 Part 3"}
    asked = lead.post(where, one)
    assert "Move 1 reference to KCSIE27?" in said(asked)
    assert quoting(cast, draft, "KCSIE27") == []
    assert lead.post(where, {**one, "confirmed": "on"}).status_code == 302
    assert quoting(cast, draft, "KCSIE27") == [(before[0][0], "KCSIE27 Part 3")]
    left = quoting(cast, draft, "KCSIE26")
    typed = {f"new_{n}": f"KCSIE27 {one.partition(' ')[2]}".strip() for n, (_pk, one) in enumerate(left)}
    every = lead.post(where, {**typed, "which": "all"})
    assert f"Move {len(left)} references to KCSIE27?" in said(every)
    hidden = {**typed, **{f"take_{n}": "on" for n in range(len(left))}, "confirmed": "on"}
    assert lead.post(where, hidden).status_code == 302
    assert quoting(cast, draft, "KCSIE26") == []
    assert len(quoting(cast, draft, "KCSIE27")) == len(before)
    assert quoting(cast, cast.framework, "KCSIE27") == []
    assert settings_of(cast, draft)["documents"]["KCSIE27"]["in_force"] == "2027-09-01"


def test_only_drafts_move_and_only_to_what_is_on_the_register(cast, draft):
    actor = cast.actor("lead")
    [(pk, reference), *_rest] = quoting(cast, cast.framework, "KCSIE26")
    [(own, same), *_more] = quoting(cast, draft, "KCSIE26")
    with cast.as_("lead"):
        with pytest.raises(Refused, match="Only a draft"):
            actions.move_references(actor=actor, framework_id=cast.framework.pk, moves=[Move(pk, reference, "EYFS")])
        with pytest.raises(Refused, match="There is no document NEW1"):
            actions.move_references(actor=actor, framework_id=draft.pk, moves=[Move(own, same, "NEW1")])
        foreign = [Move(pk, reference, "EYFS"), Move(own, "KCSIE26 of long ago", "EYFS")]
        assert actions.move_references(actor=actor, framework_id=draft.pk, moves=foreign) == 0
        with pytest.raises(TakenKey):
            actions.add_document(actor=actor, facts=DocumentFacts("EYFS", "Again", "", "", None, None, "", ""))


@pytest.mark.parametrize(
    ("checked", "replaced", "why"),
    [
        (None, None, "Never checked"),
        (date(2026, 11, 24), None, ""),
        (date(2025, 11, 25), None, ""),
        (date(2025, 11, 24), None, "Last checked more than twelve months ago"),
        (date(2026, 9, 2), date(2026, 9, 1), ""),
        (date(2026, 9, 1), date(2026, 9, 1), "There is a newer edition"),
        (date(2026, 8, 1), date(2026, 9, 1), "There is a newer edition"),
    ],
)
def test_a_reference_is_due_after_twelve_months_and_after_a_new_edition(checked, replaced, why):
    assert why_due(checked_on=checked, replaced_on=replaced, today=date(2026, 11, 24)) == why


def test_a_year_after_a_leap_day_is_a_day():
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_the_yearly_check_is_worked_off_and_a_new_edition_opens_it_again(cast):
    lead, where = cast.client("lead"), f"{PAGES}check/"
    with cast.as_("lead"):
        total = check_list(wanted=CheckFilter()).total
    assert f"0 of {total} checked" in said(lead.get(where))
    lead.post(f"{where}still-right/", {"reference": ["KCSIE26 para 74", "EYFS", "made up"]})
    words = said(lead.get(where))
    assert f"2 of {total} checked" in words
    assert "KCSIE26 para 74" not in words
    assert "Lead: still right" in said(lead.get(where, {"show": "right"}))
    page = said(lead.get(f"{where}record/", {"reference": "KCSIE26 para 78"}))
    assert "Used by AA1" in page
    typed = {"reference": "KCSIE26 para 78", "outcome": "changed", "note": ""}
    assert "Say what changed, or where it went" in said(lead.post(f"{where}record/", typed))
    lead.post(f"{where}record/", {**typed, "note": "It is paragraph 81 now."})
    assert "changed. It is paragraph 81 now." in said(lead.get(where, {"show": "changed"}))
    old, actor = document(cast, "KCSIE26"), cast.actor("lead")
    with cast.as_("lead"):
        assert check_list(wanted=CheckFilter()).done == 3
        actions.new_edition(actor=actor, document_id=old.pk, facts=FACTS)
        again = check_list(wanted=CheckFilter(document="KCSIE26"))
        assert again.done == 1  # EYFS has no new edition
        assert {row.why_due for row in again.rows if row.checked_at} == {"There is a newer edition"}
        assert Event.objects.filter(kind="reference.checked").count() == 3


def test_the_list_shows_what_is_asked_for(cast):
    reader, where = cast.client("reviewer"), f"{PAGES}check/"
    words = said(reader.get(where, {"document": "EYFS", "show": "all"}))
    assert "EYFS: Early years foundation stage" in words
    assert "Still right" not in words.replace("Still right Changed Gone", "")
    assert "Working together" not in words.split("Show", 2)[2]
    assert "Nothing fits" in said(reader.get(where, {"show": "gone"}))
    assert "OFSTED" not in said(reader.get(where, {"show": "all"}))  # no indicator refers to it
    assert reader.get(f"{where}record/", {"reference": "EYFS"}).status_code == 403
    assert cast.client("lead").get(f"{where}record/", {"reference": "EYFS of old"}).status_code == 404


def test_past_checks_stay_readable_and_the_list_can_be_taken_out(cast):
    with cast.as_("lead"):
        actions.record_checks(actor=cast.actor("lead"), references={"EYFS"}, outcome="right")
        actions.record_checks(
            actor=cast.actor("lead"), references={"EYFS"}, outcome="changed", note="=New in section 3"
        )
    words = said(cast.client("lead").get(f"{PAGES}check/record/?reference=EYFS")).partition("Checked before")[2]
    assert words.index("changed. =New in section 3") < words.index("still right")
    file = cast.client("reviewer").get(f"{PAGES}check/csv/?show=all").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    row = next(one for one in rows if one["Reference"] == "EYFS")
    assert (row["Outcome"], row["Note"], row["Due"]) == ("Changed", "'=New in section 3", "Not yet")
    assert len(rows) == check_list_total(cast)


def test_a_check_is_never_changed_afterwards(cast):
    actor = cast.actor("lead")
    with cast.as_("lead"):
        actions.record_checks(actor=actor, references={"EYFS"}, outcome="right")
        with pytest.raises(Refused, match="Say what changed"):
            actions.record_checks(actor=actor, references={"EYFS"}, outcome="gone", note=" ")
        with pytest.raises(DatabaseError), transaction.atomic():
            ReferenceCheck.objects.update(outcome="gone")


@pytest.mark.parametrize(
    "where",
    ["add/", "{pk}/change/", "{pk}/new-edition/", "{pk}/move/{draft}/", "check/still-right/", "check/record/"],
)
def test_lead_and_administrator_keep_the_register_and_nobody_else(cast, draft, where):
    path = PAGES + where.format(pk=document(cast, "EYFS").pk, draft=draft.pk)
    for who in ("reviewer", "publisher", "analyst", "visitor"):
        assert cast.client(who).post(path, {"reference": "EYFS"}).status_code == 403
    assert cast.client("elsewhere_lead").post(path).status_code == 404


def test_register_and_list_need_the_same_few_queries_however_much_is_there(cast):
    reader = cast.client("reviewer")
    pages = (PAGES, f"{PAGES}check/?show=all", f"{PAGES}{document(cast, 'KCSIE26').pk}/")
    with cast.as_("lead"):
        actions.record_checks(actor=cast.actor("lead"), references={"EYFS"}, outcome="right")
    few = [len(statements(reader, page)) for page in pages]
    for version in ("2027.1", "2027.2", "2027.3"):
        draft_of(cast, version)
    with cast.as_("lead"):
        references = {row.reference for row in check_list(wanted=CheckFilter(show="all")).rows}
        actions.record_checks(actor=cast.actor("lead"), references=references, outcome="right")
        assert Framework.objects.count() == 4
    assert [len(statements(reader, page)) for page in pages] == few


def statements(client, page):
    with counted() as seen:
        assert client.get(page).status_code == 200
    return seen
