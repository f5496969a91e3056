"""The governor's and the parent's pages on a phone, and the main job without JavaScript."""

import pytest
from django.utils import timezone

from tests.audits import answering
from tests.people import make_cast
from tests.reports import report_stage

pytestmark = pytest.mark.browser

WORDS = "seven plain words nobody guesses"
S = "/s/900001/"
PHONE, NARROWEST = 360, 320
WIDTHS = pytest.mark.parametrize("width", [PHONE, NARROWEST])


@pytest.fixture
def cast(committed):
    """The cast in the database that the processes see; the chair and the link governor can sign in."""
    made = make_cast()
    for who in ("chair", "link_governor", "dsl"):
        made.people[who].set_password(WORDS)
        made.people[who].save()
    return made


def signs_in(somebody, who, to):
    """From the address in an e-mail, through the sign-in page, to where the address leads."""
    somebody.open(to).reads("Sign in").write("E-mail address", f"{who}@people.lscp.test").write("Password", WORDS)
    return somebody.press("Sign in")


@WIDTHS
def test_the_chair_reads_and_signs_on_a_phone(cast, person, width):
    answering.ready(cast)
    answering.sign_as(cast, "dsl")
    answering.sign_as(cast, "head")
    chair = signs_in(person("chair", width=width), "chair", S).reads("Sign the audit").picture("30-chair-home")
    chair.open(S + "audit/").picture("31-chair-audit").follow("Read all answers on one page")
    chair.open(S + "audit/lg/").open(S + "audit/lg/lg2/").reads("What the school says")
    chair.open(S + "audit/sign/").reads("Partly in place").picture("32-chair-signs")
    chair.press("Sign and send", status=422).reads("Tick the box to sign the declaration")
    chair.write("Where do the minutes say so?", "Full board, minute 7.2")
    chair.on("When did the board discuss this audit?", timezone.localdate()).tick("I sign this declaration")
    chair.press("Sign and send").reads("Your signed copy").picture("33-chair-receipt")


@WIDTHS
def test_the_chair_reads_feedback_and_report_on_a_phone(cast, person, width):
    report = report_stage.report_at(cast, "accuracy_check")
    chair = signs_in(person("chair", width=width), "chair", S + "feedback/").picture("34-chair-feedback")
    chair.reads("Thank you for a careful return").open(S + "visits/").open(S + "people/").open(S + "reports/")
    chair.open(f"{S}reports/{report.pk}/").reads("Please check the facts by").picture("35-chair-report")


@WIDTHS
def test_the_link_governor_answers_on_a_phone(cast, person, width):
    answering.confirm(cast)
    governor = signs_in(person("link-governor", width=width), "link-governor", S + "audit/lg/lg1/")
    governor.picture("36-link-governor-answers")
    answers_one(governor)
    governor.reads("LG2")


@WIDTHS
def test_a_parent_finds_and_reads_a_report_on_a_phone(cast, person, width):
    report_stage.report_at(cast, "published")
    parent = person("parent", width=width).open("/").picture("40-parent-front")
    parent.write("Name of the school, town, postcode or URN", "a").press("Search").picture("41-parent-search")
    parent.open("/reports/?q=nothing+like+this").reads("No school matches")
    parent.open("/reports/900001/").reads("Alder Lane Primary School", "In short").picture("42-parent-school")
    parent.follow("Read the whole report").reads("This is not an inspection").picture("43-parent-report")
    assert parent.path == "/reports/900001/2026-full/"
    parent.open("/reports/900002/").reads("There is no report on this school")
    for path in ("/areas/", "/areas/eastmere/", "/accessibility/", "/privacy/", "/api/v1/docs/"):
        parent.open(path)
    parent.open("/reports/1/", status=404).open("/nothing/", status=404)


@WIDTHS
def test_the_pages_around_signing_in_on_a_phone(cast, person, width):
    somebody = person("somebody", width=width).open("/accounts/login/")
    somebody.write("E-mail address", "chair@people.lscp.test").write("Password", "not it").press("Sign in")
    somebody.reads("There is a problem").follow("Forgot your password?").reads("password")
    somebody.open("/accounts/signup/").open("/accounts/invitation/not-a-link/", status=404).reads(
        "This link does not work"
    )
    chair = signs_in(person("chair", width=width), "chair", "/home/").reads("Alder Lane Primary School")
    chair.open("/accounts/password/change/").open("/p/eastmere/", status=404).open("/accounts/logout/")


def test_one_indicator_is_answered_and_signed_without_javascript(cast, person):
    answering.ready(cast)
    plain = {"java_script_enabled": False}
    governor = signs_in(person("link-governor", **plain), "link-governor", S + "audit/lg/lg1/")
    governor.choose("Secure and showing impact").choose("Stated").press("Save and continue", status=422)
    governor.reads("There is a problem", "needs evidence that was sampled or confirmed")
    answers_one(governor)
    governor.reads("LG2")
    dsl = signs_in(person("dsl", **plain), "dsl", S + "audit/sign/")
    dsl.press("Sign", status=422).tick("I sign this declaration").press("Sign").reads(
        "It waits for the head’s signature"
    )
    assert answering.state_of(cast) == "internal_check"


def test_two_people_answering_at_once_both_see_both_wordings_without_javascript(cast, person):
    answering.confirm(cast)
    plain = {"java_script_enabled": False}
    governor = signs_in(person("link-governor", **plain), "link-governor", S + "audit/lg/lg1/")
    answering.save(cast, "dsl", "LG1", answering.LOW)
    governor.choose("Secure").choose("Documented").write("What shows it", "The minutes of the board in June.")
    governor.press("Save and continue", status=409).reads("The minutes of the board in June.", "The log has gaps.")


def answers_one(somebody):
    """Fill in LG1 and go on."""
    somebody.choose("Secure").choose("Documented").write("What shows it", "The minutes of the board in June.")
    somebody.press("Save and continue")
