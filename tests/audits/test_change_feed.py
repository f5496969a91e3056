"""What changed in guidance and framework, and which answers of the school it touches."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audits.frameworks.models import Indicator
from audits.frameworks.references.actions import new_edition, record_checks
from audits.frameworks.references.models import ReferenceCheck, ReferenceDocument
from audits.frameworks.references.types import DocumentFacts
from audits.frameworks.versions.actions import publish_version
from tests.audits.answering import SECURE, save
from tests.audits.last_year import make_last_year
from tests.audits.test_answer_pages import words
from tests.audits.test_carrying_forward import button, press
from tests.audits.versions import a_draft

PAGE, SECTION = "/s/900001/audit/changes/", "/s/900001/audit/lg/"


def replaced(cast, key="KCSIE26"):
    """A new edition of the guidance, today."""
    facts = DocumentFacts(
        key="KCSIE27", title="Keeping children safe in education 2027", publisher="DfE", edition="2027",
        published=None, in_force=date(2027, 9, 1), web_address="https://www.gov.uk/x", note="Part 2 is rewritten.",
    )  # fmt: skip
    with cast.as_("administrator"):
        document = ReferenceDocument.objects.get(key=key)
        new_edition(actor=cast.actor("administrator"), document_id=document.pk, facts=facts)


def published_again(cast, version="2026.2", **changed):
    """A later version of the framework in which LG1 reads differently."""
    lead = cast.actor("lead")
    with cast.as_("lead"):
        draft = a_draft(lead, cast.framework, version)
        Indicator.objects.filter(framework=draft, code="LG1").update(**changed)
        return publish_version(
            actor=lead, framework_id=draft.pk, change_note="LG1 is clearer.", unconsulted_because="A small change."
        )


def test_nothing_changed_is_said_plainly(cast):
    assert "Nothing has changed that touches this audit" in words(cast.client("dsl").get(PAGE))


def test_a_new_edition_names_the_answers_that_are_older_than_it(cast):
    save(cast, "dsl", "LG1", SECURE)
    replaced(cast)
    page = words(cast.client("dsl").get(PAGE))
    for said in (
        "is replaced by Keeping children safe in education 2027 (KCSIE27), in force on 1 September 2027",
        "Part 2 is rewritten.", "Saved before the change: read it again", "1 answer is older than a change",
        "Not answered yet: answer it as it is now",
    ):  # fmt: skip
        assert said in page
    assert "EYFS" not in page


def test_an_answer_saved_after_the_change_is_not_called_old(cast):
    replaced(cast)
    with cast.as_("lead"):
        ReferenceDocument.objects.filter(key="KCSIE27").update(added_at=timezone.now() - timedelta(days=3))
    save(cast, "dsl", "LG1", SECURE)
    page = words(cast.client("dsl").get(PAGE))
    assert "Answered since" in page
    assert "No answer is older than a change." in page


@pytest.mark.parametrize(("outcome", "said"), [("changed", "has changed"), ("gone", "is no longer there")])
def test_a_reference_found_changed_touches_the_indicators_that_quote_it(cast, outcome, said):
    reference = cast.indicators["LG1"].references[0]
    with cast.as_("administrator"):
        record_checks(
            actor=cast.actor("administrator"), references=[reference], outcome=outcome, note="Now in Part 3."
        )  # fmt: skip
    page = words(cast.client("head").get(PAGE))
    assert f"{reference} {said}" in page
    assert "Now in Part 3." in page
    with cast.as_("administrator"):
        record_checks(actor=cast.actor("administrator"), references=[reference], outcome="right")
    assert "Nothing has changed" in words(cast.client("head").get(PAGE))


def test_a_framework_changed_since_the_last_audit_makes_carried_answers_old(cast):
    old = cast.framework
    new = published_again(cast, text="A governor leads on safeguarding and reports each term.")
    make_last_year(cast, framework=old)
    with cast.as_("lead"):
        ids = list(
            Indicator.objects.filter(framework=new, code__in=("LG1", "LG2")).values_list("pk", flat=True)
        )  # fmt: skip
        cycle = type(cast.cycle).objects.create(
            tenant=cast.partnership, framework=new, name="Full audit 2027", year=2027, mode="full",
            opens_on=date(2026, 10, 1), due_on=timezone.localdate() + timedelta(days=40),
        )  # fmt: skip
        type(cast.cycle).objects.filter(pk=cycle.pk).update(state="open", opened_at=timezone.now(), opened_by_id=1)
        type(cast.audit).objects.create(
            tenant=cast.partnership, school=cast.here, cycle=cycle, governance="maintained",
            features=["early_years"], indicator_ids=ids, due_on=cycle.due_on,
        )  # fmt: skip
    press(cast, "dsl", button(cast.client("dsl").get(SECTION)))
    page = words(cast.client("dsl").get(PAGE))
    assert "Since your last audit" in page
    assert "reports each term" in page
    assert "Carried forward from before the change: read it again" in page
    assert "LG2" not in page.split("Since your last audit")[1]
    assert "The words have changed since." in words(cast.client("dsl").get(SECTION))


def test_a_later_version_is_shown_as_coming(cast):
    published_again(cast, text="A governor leads on safeguarding and reports each term.")
    page = words(cast.client("dsl").get(PAGE))
    assert "Coming: Education safeguarding audit framework 2026.2" in page
    assert "this is what a later audit may ask" in page


def test_contributors_do_not_see_it_and_other_partnerships_changes_are_not_there(cast):
    replaced(cast)
    assert cast.client("contributor").get(PAGE).status_code == 403
    other = cast.client("elsewhere_dsl").get("/s/900050/audit/changes/")
    assert "KCSIE27" not in words(other)
    with cast.as_("dsl"):
        assert ReferenceDocument.objects.filter(key="KCSIE27").exists()
        assert not ReferenceCheck.objects.exists()


def test_it_takes_the_same_statements_whatever_changed(cast, django_assert_max_num_queries):
    published_again(cast, text="A governor leads on safeguarding and reports each term.")
    replaced(cast)
    for code in ("LG1", "LG2", "CU1"):
        save(cast, "dsl", code, SECURE)
    browser = cast.client("dsl")
    with django_assert_max_num_queries(26):
        assert browser.get(PAGE).status_code == 200
