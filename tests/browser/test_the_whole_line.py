"""One audit from the register to a published report, as nine people do it, each at a screen of 1280 px."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from reports.publication.models import EditionFile
from schools.register.synthetic import invented_establishments, write_extract
from tests.stack import eventually
from visits.planning.models import Visit

pytestmark = pytest.mark.browser

P, S = "/p/eastmere/", "/s/900001/"
SCHOOL = "Alder Lane Primary School"
WORDS = "seven plain words nobody guesses"
STAFF = {
    "reviewer": ("Reviewer", "Rukhsana Iqbal"),
    "visitor": ("Visit team member", "Victor Adeyemi"),
    "second visitor": ("Visit team member", "Wanda Kowalska"),
    "publisher": ("Publisher", "Peter Lindqvist"),
}
SCHOOL_PEOPLE = {
    "DSL": ("Designated safeguarding lead", "Dilys Morgan"),
    "head": ("Headteacher or principal", "Harriet Osei"),
    "chair": ("Chair of governors or proprietor", "Charles Whitlock"),
}
SECURE, PARTLY, EMBEDDED = "Secure", "Partly in place", "Secure and showing impact"
LOW = "CC2"


def email_of(who):
    return f"{who.replace(' ', '-').lower()}@people.lscp.test"


class Line:
    """The people of the line by what they are, and the few facts that pass from one to the next."""

    def __init__(self, person, post, manage):
        self.person, self.post, self.manage = person, post, manage
        self.people = {}

    def __getitem__(self, who):
        return self.people[who]

    def joins(self, who, name, link):
        """Open the link of the invitation, choose a password, be signed in."""
        guest = self.people[who] = self.person(who.replace(" ", "-"))
        guest.open(link).reads("You are invited", name)
        guest.write("Password", WORDS).write("The same password again", WORDS).press("Accept and sign in")
        return guest


def test_one_audit_from_the_register_to_a_published_report(person, post, manage, tmp_path):
    line = Line(person, post, manage)
    the_operator_makes_a_partnership(line)
    the_administrator_imports_the_register(line, tmp_path)
    the_lead_adopts_the_framework_and_invites(line)
    the_lead_plans_and_opens_a_cycle(line)
    the_dsl_answers_and_finishes(line)
    the_head_and_the_chair_sign(line)
    the_reviewer_reads(line)
    the_lead_writes_feedback_and_the_head_acknowledges(line)
    a_team_visits(line)
    the_reviewer_drafts_the_report_and_the_head_answers(line)
    the_publisher_approves_and_publishes(line)
    the_area_is_counted_and_published(line)
    a_parent_finds_and_reads_it_all(line)
    the_operator_finds_everything_whole(line)


def the_operator_makes_a_partnership(line):
    line.manage(
        "create_partnership", "--slug", "eastmere", "--name", "Eastmere Safeguarding Children Partnership",
        "--code", "EASTMERE", "--phone", "01632 960 111", "--out-of-hours", "01632 960 222",
        "--la", "901", "Eastmere", "--publishes-reports",
    )  # fmt: skip
    for who, role, name in (("administrator", "administrator", "Ada Brennan"), ("lead", "lead", "Leonie Farrell")):
        printed = line.manage("invite", "--partnership", "eastmere", "--role", role, email_of(who), name)
        assert line.post.link_to(email_of(who), "/invitation/") == printed
        line.joins(who, name, printed)


def the_administrator_imports_the_register(line, folder):
    file = folder / "edubasealldata20261124.csv"
    rows = list(invented_establishments(3, {"901": "Eastmere"}))
    rows[0] |= {"EstablishmentName": SCHOOL, "Town": "Eastmere", "Postcode": "ZZ1 1AA", "Street": "1 Alder Lane"}
    with file.open("wb") as stream:
        write_extract(rows, stream)
    administrator = line["administrator"]
    administrator.follow("Begin with the schools").follow("Import an extract")
    administrator.upload("Extract from the register", file).press("Import")
    administrator.reads("The extract is imported", "3 schools were read, 3 of them yours").picture(
        "01-register-imported"
    )
    administrator.follow(SCHOOL).reads("900001", "ZZ1 1AA")
    administrator.open(P + "schools/import/").upload("Extract from the register", file).press("Import")
    administrator.reads("Nothing changed")


def the_lead_adopts_the_framework_and_invites(line):
    lead = line["lead"]
    lead.follow("Cycles").follow("framework").press(re.compile("^Adopt")).reads("is adopted").picture("02-framework")
    lead.open(P + "people/")
    for who, (role, name) in (STAFF | SCHOOL_PEOPLE).items():
        lead.follow("Invite somebody")
        lead.write("Full name", name).write("E-mail address", email_of(who)).choose(role)
        if who in SCHOOL_PEOPLE:
            lead.pick("School", SCHOOL)
        lead.press("Send the invitation").reads(name)
    for who, (_role, name) in (STAFF | SCHOOL_PEOPLE).items():
        line.joins(who, name, line.post.link_to(email_of(who), "/invitation/"))
    lead.open(P + "people/schools/").reads("Dilys Morgan", SCHOOL)


def the_lead_plans_and_opens_a_cycle(line):
    lead, today = line["lead"], timezone.localdate()
    lead.follow("Cycles").follow("Plan a cycle", exact=False)
    lead.write("Name", "Deep dive 2026/27").choose("Deep dive")
    lead.untick("never handed in a full audit")
    lead.unfold("Sections of a deep dive").tick("Child-on-child abuse").tick("Teaching children to stay safe").on(
        "Opening date", today
    ).on("Due date", today + timedelta(days=40))
    lead.press("Keep the plan").reads("3 open schools get an audit")
    lead.press("Open the cycle for 3 schools").reads("The cycle is open", SCHOOL).picture("03-cycle-open")
    assert line.post.link_to(email_of("DSL"), S)


def the_dsl_answers_and_finishes(line):
    dsl = line["DSL"]
    dsl.open(line.post.link_to(email_of("DSL"), S + "audit")).reads("0 of 11 answered").picture("04-task-list")
    dsl.follow("About your school")
    for question in dsl.page.locator("main form").get_by_role("group").all():
        if not question.get_by_role("radio", checked=True).count():
            question.get_by_role("radio", name="No").check()
    dsl.press("Save and continue").follow("Start the audit")
    for number in range(1, 12):
        the_dsl_answers_one(dsl, number)
    the_dsl_signs(dsl)


def the_dsl_answers_one(dsl, number):
    code = dsl.path.rstrip("/").split("/")[-1].upper()
    dsl.write("What shows it", f"{code}: Read the year’s records against the policy, and asked six members of staff.")
    dsl.choose("Sampled", of="How do you know?")
    if code == LOW:
        dsl.choose(PARTLY, of="How far is this in place?")
        dsl.write("What you will do", "Renew the list of contacts and share it with all staff.")
        dsl.write("Who will do it", "Deputy head").on("By when", timezone.localdate() + timedelta(days=60))
    else:
        dsl.choose(EMBEDDED if number % 4 == 0 else SECURE, of="How far is this in place?")
    if number == 1:
        eventually(lambda: "Saved at" in dsl.page.locator("[data-autosave-words]").inner_text(), seconds=10)
        dsl.look().picture("05-answering")
    dsl.press("Save and continue")


def the_dsl_signs(dsl):
    dsl.reads("11 of 11 answered", "All 6 answered", "All 5 answered")
    dsl.follow("Read all answers on one page").reads("Read the year’s records against the policy")
    dsl.open(S + "audit/sign/").reads(PARTLY, "Deputy head").picture("06-dsl-signs")
    dsl.tick("I sign this declaration").press("Sign").reads("It waits for the head’s signature")


def the_head_and_the_chair_sign(line):
    head, chair = line["head"], line["chair"]
    head.open(line.post.link_to(email_of("head"), "/sign/")).reads("Sign and send", "Dilys Morgan").picture(
        "07-head-signs"
    )
    head.tick("I sign this declaration").press("Sign").reads("It waits for the signature of the chair")
    chair.open(line.post.link_to(email_of("chair"), "/sign/")).picture("08-chair-signs")
    chair.on("When did the board discuss this audit?", timezone.localdate())
    chair.write("Where do the minutes say so?", "Full board, minute 7.2")
    chair.tick("I sign this declaration").press("Sign and send")
    the_chair_reads_the_receipt(line)


def the_chair_reads_the_receipt(line):
    chair = line["chair"].reads("Dilys Morgan", "Harriet Osei", "Charles Whitlock", "exactly what was signed")
    shown = chair.page.get_by_text("Fingerprint (SHA-256)").locator("xpath=following-sibling::dd").inner_text().strip()
    assert hashlib.sha256(chair.fetch(S + "audit/copy.json")).hexdigest() == shown
    chair.picture("09-receipt")
    assert line.post.link_to(email_of("DSL"), "/copy/")


def the_reviewer_reads(line):
    reviewer = line["reviewer"]
    reviewer.open(P).follow("Reviews").reads(SCHOOL).picture("10-review-queue").follow(SCHOOL)
    reviewer.choose("No, I have none").press("Declare").press("Start reading")
    reviewer.follow("Go to the next unscored indicator")
    for number in range(1, 12):
        code = reviewer.path.partition("?")[0].rstrip("/").split("/")[-1].upper()
        reviewer.write("Comment to the school (optional)", f"The evidence for {code} is clear and dated.")
        if number == 2:
            reviewer.look().picture("11-side-by-side")
        if code == "ED2":
            reviewer.choose(PARTLY, of="Your level").press("Save and continue")
        else:
            reviewer.press("Agree with the school and continue")
    reviewer.reads("11 of 11 scored").follow("Recommendations", exact=False)
    reviewer.write("What should the school do?", "Test the list of contacts by telephone each term.")
    reviewer.write("Who can help?", "The partnership’s training team")
    reviewer.on("Done by", timezone.localdate() + timedelta(days=90)).pick("Which indicator is it about?", LOW)
    reviewer.press("Add the recommendation").reads("The recommendation is added")
    reviewer.open("/".join(reviewer.path.split("/")[:5]) + "/").follow("Hand in the review").press("Hand in the review")
    reviewer.reads("self-rating and review", "a lower one on 1").picture("12-self-rating-and-review")


def the_lead_writes_feedback_and_the_head_acknowledges(line):
    lead, head = line["lead"], line["head"]
    lead.open(P + "moderation/").follow(SCHOOL).follow("Go without a second reading")
    lead.write("Why is the second reading waived?", "Nobody else reads this autumn.").press("Waive the second reading")
    lead.open(P).follow("Reviews").follow(SCHOOL)
    lead.choose("No, I have none").press("Declare") if "interests" in lead.path else None
    if not lead.page.get_by_label("Opening", exact=True).count():
        lead.open(P + "reviews/").follow(SCHOOL)
    lead.write("Opening", "Thank you for a careful and honest return. We have read all of it.")
    lead.write("Strengths", "Staff know whom to tell, and records show that they do.")
    lead.press("Save the draft").follow("Read the letter as the school will have it", exact=False)
    lead.picture("13-feedback-preview").press("Issue the feedback").reads("Issued on")
    head.open(line.post.link_to(email_of("head"), "/feedback/")).reads(
        "Thank you for a careful", "Test the list of contacts"
    )
    head.picture("14-feedback")
    head.choose("We accept it")
    head.write("What the school says to this", "Thank you. The deputy head has begun.").press("Acknowledge")
    head.reads("What the school says", "Harriet Osei")
    assert line.post.link_to(email_of("lead"), "/feedback/")


def a_team_visits(line):
    lead, visitor = line["lead"], line["visitor"]
    lead.follow("Visits").follow("Plan a visit", exact=False)
    lead.write("Name, town or URN", "alder").press("Search").follow(SCHOOL)
    lead.on("Day of the visit", working_days_after(timezone.localdate(), 10)).write("Time of arrival", "09:15")
    lead.page.get_by_role("group", name="Why this school is visited").get_by_role("radio").first.check()
    lead.write("What the team will look at", "How staff record concerns, and the walk with pupils")
    lead.pick("Lead of the visit", "Victor Adeyemi").pick("Agency of the lead", "Education")
    lead.pick("Second member", "Wanda Kowalska").pick("Agency of the second member", "Police")
    lead.press("Plan the visit and tell the school").reads("is planned").picture("15-visit-planned")
    line["head"].open(line.post.link_to(email_of("head"), "/visits/")).reads("Victor Adeyemi", "Wanda Kowalska")
    visitor.open(line.post.link_to(email_of("visitor"), "/visits/")).reads("It cannot be held before")
    eastmere = Partnership.objects.get(slug="eastmere")
    with scope(area_scope(eastmere.pk)):  # a visit is held on its day, and this test cannot wait for it
        Visit.objects.update(visit_on=timezone.localdate())
    visitor.open(visitor.path).press("The visit was held")
    for indicator, words in (
        ("", "Staff in three classrooms knew whom to tell and where it is written down."),
        (LOW, "The list of contacts in the office is dated last year."),
    ):
        visitor.page.get_by_role("group", name="Theme").get_by_role("radio").nth(1 if indicator else 0).check()
        if indicator:
            visitor.pick("Indicator (optional)", indicator)
        else:
            visitor.tick("This works well")
        visitor.write("What you saw or heard", words).press("Keep the note").reads("The note is kept", words)
    visitor.picture("16-visit-notes").press("Complete the record").reads("The record of the visit is complete")


def the_reviewer_drafts_the_report_and_the_head_answers(line):
    reviewer, head = line["reviewer"], line["head"]
    reviewer.follow("Reports").follow(SCHOOL).press("Draft the report")
    report = "/".join(reviewer.path.split("/")[:5]) + "/"
    summary = reviewer.page.get_by_label("Summary for parents", exact=True).input_value()
    reviewer.write("Summary for parents", summary + "\n\nStaff at Alder Lane know whom to tell.")
    reviewer.press("Keep these words").follow("Preview the report").reads("Staff at Alder Lane know").picture(
        "17-draft"
    )
    reviewer.open(report).press("Send it to the school").reads("The report is sent")
    head.open(line.post.link_to(email_of("head"), "/reports/")).reads("Please check the facts by").picture(
        "18-accuracy"
    )
    head.write("What is wrong, and what is right?", "The list of contacts was renewed last week.")
    head.press("Add this correction").reads("Correction 1").follow("Comment and send your answer")
    head.write("Your comment (optional)", "We thank the team, and test the list each term now.")
    head.press("Send the answer").reads("Your answer is sent")
    reviewer.open(line.post.link_to(email_of("reviewer"), "/reports/")).follow("Answer correction 1")
    reviewer.choose("Yes, the report is corrected").write("Your reply to the school", "We saw the new list. Thank you.")
    reviewer.press("Keep the answer").reads("Correction 1 is answered").does_not_read("Approve the report")


def the_publisher_approves_and_publishes(line):
    publisher = line["publisher"]
    publisher.open(P).follow("Reports").follow(SCHOOL)
    publisher.press("Approve the report").reads("are being made")

    def is_ready():
        return "The web page and the PDF are ready" in publisher.open(publisher.path).page.locator("main").inner_text()

    eventually(is_ready, seconds=90, every=0.5)
    publisher.follow("See the web page").page.go_back()
    publisher.picture("19-edition-ready").press("Publish the report").reads("The report is published")
    assert line.post.link_to(email_of("chair"), "/reports/")


def the_area_is_counted_and_published(line):
    lead, publisher = line["lead"], line["publisher"]
    lead.follow("Area summary").picture("20-area").follow("Freeze the figures")
    lead.tick("I have read the figures").press("Freeze the figures").reads("The figures are frozen")
    publisher.follow("Area summary").follow("Publish").tick("I have read the figures").press("Publish")
    publisher.reads("are published")


def a_parent_finds_and_reads_it_all(line):
    parent = line.people["parent"] = line.person("parent")
    parent.open("/").picture("21-front").write("Name of the school, town, postcode or URN", "primary").press("Search")
    parent.reads(SCHOOL, "1 report to read").picture("22-search").follow(SCHOOL)
    for words in ("ZZ1 1AA", "zz1", "Eastmere", "900001", "der lane"):
        parent.open(f"/reports/?q={words}").reads(SCHOOL)
    parent.open("/reports/900001/").reads("In short", "Staff at Alder Lane know whom to tell").picture("23-half-page")
    parent.follow("Read the whole report").reads("We thank the team", "This is not an inspection").picture("24-report")
    pdf = parent.fetch(parent.page.get_by_role("link", name="as a PDF").get_attribute("href"))
    eastmere = Partnership.objects.get(slug="eastmere")
    with scope(area_scope(eastmere.pk)):
        stored = EditionFile.objects.get(format="pdf")
    assert pdf.startswith(b"%PDF")
    assert hashlib.sha256(pdf).hexdigest() == stored.sha256
    parent.open("/areas/").follow("Eastmere Safeguarding Children Partnership").follow("Figures of 2026 to 2027")
    parent.picture("25-area-figures")
    csv = parent.fetch(parent.page.get_by_role("link", name="Download the figures (CSV)").get_attribute("href"))
    assert b"reports_published" in csv or b"Reports published" in csv, csv[:600]
    assert hashlib.sha256(csv).hexdigest() in parent.page.locator("main").inner_text()
    reports = json.loads(parent.fetch("/api/v1/reports/"))
    assert [one["urn"] for one in reports["results"]] == [900001]
    assert json.loads(parent.fetch("/api/v1/areas/"))["results"]
    assert b"openapi" in parent.fetch("/api/v1/schema/")
    assert not parent.page.context.cookies(), "a parent gets no cookie"


def the_operator_finds_everything_whole(line):
    line.manage("verify_published")
    line.manage("verify_audit_trail")
