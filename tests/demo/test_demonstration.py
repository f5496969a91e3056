"""The demonstration area: made once, whole, without a child's details, and open to every account."""

import datetime as dt
from collections import Counter
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client, override_settings

from audits.answers.models import Answer, AnswerRevision
from audits.answers.rules import refusals
from audits.carrying.models import CarriedForward
from audits.chasing.models import ChaseLetter, ChasePause, ChaseTask
from audits.chasing.queries import calls_made, calls_to_make, next_letters, next_open_day
from audits.clarification.models import ClarificationRound
from audits.corrections.models import Correction as CorrectionOfAudit
from audits.cycles.models import Cycle
from audits.delegation.models import Assignment
from audits.escalation.models import PoorQualityCase
from audits.evidence.models import EvidenceFile, EvidenceItem, UploadDecision
from audits.feedback.models import Feedback
from audits.frameworks.models import Framework, FrameworkComment
from audits.frameworks.reading import load_framework, shipped_frameworks
from audits.good_practice.models import GoodPractice
from audits.governors.models import GovernorVisit
from audits.improvement.models import Improvement, ImprovementReminder
from audits.lifecycle.models import Audit
from audits.moderation.models import SecondReading
from audits.phrases.models import Phrase
from audits.review.models import Recommendation, Review, Score
from audits.signing_delegates.models import SigningDelegate
from audits.signoff.board import board_report
from audits.signoff.drawing import board_pdf
from audits.signoff.models import FrozenCopy, GivenBack, Signature
from audits.triage.models import Band, RandomSample, TriageBand, TriageDecision, TriageReading
from audits.triage.sampling import draw
from audits.trusts.models import TrustConfirmation
from lscp_portal.accounts.demonstration import ACCOUNTS
from lscp_portal.accounts.models import InterestDeclaration, Membership, Person, Role
from lscp_portal.childdata.detector import find_child_details
from lscp_portal.childdata.types import Known
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from reports.areas.models import AreaSummary
from reports.demonstration import texts
from reports.demonstration.answering import ASKED_ABOUT
from reports.demonstration.clock import Calendar
from reports.demonstration.names import invented_names
from reports.demonstration.places import AREAS, SPANNING, extract
from reports.demonstration.story import STORIES, steps_of
from reports.demonstration.telling import CARRIED
from reports.drafting.models import Correction, Report
from reports.publication.models import Edition, EditionFile
from schools.contacts.loading import contacts_by_school
from schools.contacts.models import ContactConfirmation, Vacancy
from schools.contacts.rules import gaps_of
from schools.contacts.types import Why
from schools.register.invented import KINDS
from schools.register.models import School
from visits.planning.models import Visit
from visits.record.models import Note

WORDS = {  # every column a person of the demonstration has written into
    Answer: ("how_we_know", "action", "action_owner"),
    Score: ("comment",),
    Recommendation: ("text", "help_from"),
    Phrase: ("text", "help_from"),
    Feedback: ("opening", "strengths", "acknowledgement"),
    Visit: ("purpose", "cancelled_because"),
    Note: ("text",),
    Report: ("summary", "strengths", "improvements", "next_steps", "school_comment"),
    Correction: ("text", "reply"),
    Audit: ("return_comment",),
    GivenBack: ("comment",),
    CorrectionOfAudit: ("reason", "answer"),
    SigningDelegate: ("minute_reference",),
    Assignment: ("words",),
    EvidenceItem: ("what", "kept_where", "held_by"),
    UploadDecision: ("reason",),
    TriageDecision: ("reason",),
    GovernorVisit: ("looked_at", "found", "agreed"),
    ChaseTask: ("notes",),
    ChasePause: ("reason",),
    FrameworkComment: ("text", "reply"),
}


@pytest.fixture(scope="module")
def area(database, django_db_blocker):
    """The demonstration area, committed, once for all tests here."""
    with django_db_blocker.unblock():
        database.empty()
        said = StringIO()
        call_command("seed_demo", stdout=said)
        yield said.getvalue()
        for connection in connections.all():
            connection.close()
        database.empty()


@pytest.fixture(autouse=True)
def _open(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def everywhere(model):
    """All rows of a model, area by area."""
    for partnership in Partnership.objects.order_by("pk"):
        with scope(area_scope(partnership.pk)):
            yield from model.objects.all()


def counted(slug, model, **where):
    with scope(area_scope(Partnership.objects.get(slug=slug).pk)):
        return Counter(model.objects.filter(**where).values_list("state", flat=True))


def test_three_areas_of_different_size_and_publication_off_in_the_smallest(area):
    sizes = {}
    for partnership in Partnership.objects.all():
        with scope(area_scope(partnership.pk)):
            sizes[partnership.slug] = School.objects.count()
    assert sizes == {"eastmere": 38, "harrowfold": 17, "castlebridge": 8}  # an academy, and a school that moved in
    off = Partnership.objects.filter(publishes_reports=False).values_list("slug", flat=True)
    assert list(off) == ["castlebridge"]


def test_schools_are_invented_and_one_trust_spans_two_areas(area):
    schools = list(everywhere(School))
    assert sorted(school.urn for school in schools) == [*range(900001, 900039), *range(900038, 900062), 900900]
    assert all(school.postcode.startswith("ZZ") and school.website.endswith(".example/") for school in schools)
    places = {}
    for school in schools:
        if school.trust_uid:
            places.setdefault(school.trust_name, set()).add(school.la_name)
    assert [name for name, where in places.items() if len(where) == 2] == ["Lanternwood Learning Trust"]
    assert {school.establishment_type for school in schools} == {
        kind.cells["TypeOfEstablishment (name)"] for kind in KINDS
    }


def test_this_year_has_audits_in_every_state(area):
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        cycle = Cycle.objects.get(state="open")
    states = counted("eastmere", Audit, cycle=cycle)
    assert set(states) == set(Audit.State.values)
    assert sum(states.values()) == 35  # the secure centre waits for a person


def test_last_year_is_done_for_most_schools(area):
    for slug, closed in (("eastmere", 25), ("harrowfold", 13), ("castlebridge", 5)):
        with scope(area_scope(Partnership.objects.get(slug=slug).pk)):
            cycle = Cycle.objects.exclude(state="open").get()
        assert counted(slug, Audit, cycle=cycle)["closed"] == closed


def test_last_years_round_has_last_years_dates_wherever_they_are_shown(area):
    for partnership in Partnership.objects.order_by("pk"):
        with scope(area_scope(partnership.pk)):
            this, last = Cycle.objects.order_by("-opens_on")
            of_last = {"audit__cycle": last}
            sent = Audit.objects.filter(cycle=last).exclude(submitted_at=None)
            days = [
                last.due_on, last.closed_on,
                *sent.values_list("submitted_at__date", flat=True),
                *FrozenCopy.objects.filter(**of_last).values_list("frozen_at__date", flat=True),
                *Signature.objects.filter(**of_last).values_list("signed_at__date", flat=True),
                *Review.objects.filter(**of_last).values_list("submitted_at__date", flat=True),
                *Feedback.objects.filter(**of_last).values_list("issued_at__date", flat=True),
                *Visit.objects.filter(**of_last).values_list("visit_on", flat=True),
            ]  # fmt: skip
            editions = Edition.objects.filter(report__audit__cycle=last).exclude(published_at=None)
            days += editions.values_list("published_at__date", flat=True)
        assert len(days) > 20
        assert all(last.opens_on < day < this.opens_on - dt.timedelta(200) for day in days)


def test_reports_visits_and_summaries_are_there_in_their_states(area):
    assert set(counted("eastmere", Report)) == set(Report.State.values)
    assert counted("eastmere", Report)["published"] == 6
    assert {report.record["pupils"] < 50 for report in everywhere(Report) if report.state == "published"} == {
        True,
        False,
    }
    assert counted("harrowfold", Report)["published"] == 2
    assert counted("castlebridge", Report) == {"answered": 1, "approved": 1}
    assert set(counted("eastmere", Visit)) == set(Visit.State.values)
    assert [summary.state for summary in everywhere(AreaSummary)] == ["published", "submitted"]
    assert sum(file.format == "pdf" and bytes(file.content[:5]) == b"%PDF-" for file in everywhere(EditionFile)) == 11


def test_next_years_framework_is_out_for_comment_and_schools_have_said_something(area):
    assert counted("eastmere", Framework) == {"published": 2, "consulted": 1}
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        said = FrameworkComment.objects.all()
        assert len({one.from_school_id for one in said}) == len(said) == 5
        assert {one.code for one in said if one.reply} == {"MAL1"}


def test_people_are_confirmed_vacant_gone_and_unreachable(area):
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        confirmed = set(ContactConfirmation.objects.values_list("school_id", flat=True))
        assert 18 < len(confirmed) < 30
        assert set(Vacancy.objects.values_list("role", flat=True)) == {"link_governor"}
        gaps = {gap.why for school in School.objects.all() for gap in gaps_of(contacts_by_school()(school.pk))}
    assert gaps >= {Why.UNDELIVERABLE, Why.LEFT}


def test_progress_is_drawn_beside_the_same_day_of_last_year(area):
    client = Client()
    client.post("/accounts/login/", {"login": "lead@demo.lscp.test", "password": settings.DEMO_PASSWORD})
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        cycle = Cycle.objects.get(state="open")
    page = client.get(f"/p/eastmere/cycles/{cycle.pk}/progress/").content.decode()
    assert "on the same day of" in page
    assert page.count("<polyline") == 2


def test_reminders_have_a_log_letters_for_tomorrow_and_calls_to_make(area):
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        states = Counter(ChaseLetter.objects.values_list("outcome", flat=True))
        assert set(states) == {"sent"}
        assert states["sent"] > 5
        assert not ChaseLetter.objects.filter(text="").exists()
        counts = next_letters(day=next_open_day())
        assert counts.letters >= 3
        assert len(calls_to_make()) == 2
        assert len(calls_made()) == 1


def test_answers_keep_the_rules_of_the_scale_and_every_wording(area):
    partnership = Partnership.objects.get(slug="eastmere")
    with scope(area_scope(partnership.pk)):
        rows = list(Answer.objects.select_related("indicator"))
        kept = set(AnswerRevision.objects.values_list("answer_id", "revision"))
    assert len(rows) > 3000
    assert not [
        row for row in rows if refusals(row, tier=row.indicator.tier, allow_na=row.indicator.allow_na)
    ]  # fmt: skip
    assert kept >= {(row.pk, row.revision) for row in rows}
    assert len({row.how_we_know for row in rows}) > 400


def test_readers_differ_from_schools_now_and_then_and_never_read_where_they_have_a_conflict(area):
    conflicts = {
        (row.person_id, row.school_id) for row in everywhere(InterestDeclaration) if row.has_conflict
    }  # fmt: skip
    reviews = list(everywhere(Review))
    assert len(conflicts) == 2  # one in each of the larger areas
    assert not {(review.reviewer_id, review.school_id) for review in reviews} & conflicts
    audits = {review.pk: review.audit_id for review in reviews}
    own = {(row.audit_id, row.indicator_id): row.level for row in everywhere(Answer)}
    scores = list(everywhere(Score))
    differ = sum(score.level != own[audits[score.review_id], score.indicator_id] for score in scores)
    assert 0.05 < differ / len(scores) < 0.2


def test_no_text_holds_anything_that_could_point_at_a_child_but_the_one_that_shows_the_question(area):
    known = Known(names=tuple(Person.objects.values_list("full_name", flat=True)))
    said = {
        getattr(row, name)
        for model, names in WORDS.items()
        for row in everywhere(model)
        for name in names
    }  # fmt: skip
    assert len(said) > 700
    found = [text for text in said if find_child_details(text, known=known)]
    assert [text[-len(ASKED_ABOUT) :] for text in found] == [ASKED_ABOUT]
    unclear = [row.how_we_know for row in everywhere(Answer) if not row.clear_as]
    assert unclear == found


def test_people_are_invented_and_reachable_only_under_test(area):
    people = list(Person.objects.all())
    assert len({person.full_name for person in people}) == len(people)
    assert all(person.email.endswith(".lscp.test") for person in people)
    assert EmailAddress.objects.filter(verified=True).count() == len(people)
    with_password = {person.email for person in people if person.has_usable_password()}
    assert with_password == {account.email for account in ACCOUNTS}
    assert Membership.objects.filter(person__email="dsl@demo.lscp.test").get().school_urn == 900001


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.role.value)
def test_every_account_signs_in_with_the_shared_password_and_opens_its_first_page(area, account):
    client = Client()
    entered = {"login": account.email, "password": settings.DEMO_PASSWORD}
    answer = client.post("/accounts/login/", entered, follow=True)
    assert answer.status_code == 200
    assert account.full_name in answer.content.decode()
    trust = account.role == Role.TRUST_LEAD
    place = "/s/900001/" if account.at_school else f"/t/{SPANNING[0]}/" if trust else "/p/eastmere/"
    assert client.get(place).status_code == 200


def test_one_trust_spans_two_areas_and_some_of_its_schools_use_its_answer(area):
    client = Client()
    client.post("/accounts/login/", {"login": "trust-lead@demo.lscp.test", "password": settings.DEMO_PASSWORD})
    page = client.get(f"/t/{SPANNING[0]}/").content.decode()
    assert sum(f">{one.name}</caption>" in page for one in AREAS) == 2
    answers = client.get(f"/t/{SPANNING[0]}/answers/").content.decode()
    assert answers.count("Offered") == 3
    assert sum(1 for _row in everywhere(TrustConfirmation)) >= 1


def test_some_answers_of_last_year_are_carried_forward_and_others_offered(area):
    assert sum(1 for _row in everywhere(CarriedForward)) == CARRIED
    dsl = Client()
    dsl.force_login(
        Person.objects.get(email="dsl@demo.lscp.test"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        urn = Membership.objects.get(person__email="dsl@demo.lscp.test").school_urn
    codes = [code for code in ("lg", "vc", "ed", "se") if "still-true/" in dsl.get(f"/s/{urn}/audit/{code}/").text]
    assert codes


def test_governors_wrote_notes_and_guidance_moved(area):
    assert sum(1 for _row in everywhere(GovernorVisit)) == 1  # the partnership sees the one that serves as evidence
    browser = Client()
    person = Person.objects.get(email="link-governor@demo.lscp.test")
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = browser.get("/s/900001/governors/").text
    assert "Three things to ask" in page
    assert page.count("link governor") >= 2
    assert "has changed" in browser.get("/s/900001/audit/changes/").text


def test_two_good_practices_are_published_and_two_wait(area):
    assert Counter(row.state for row in everywhere(GoodPractice)) == {"published": 2, "checked": 1, "offered": 1}
    page = Client().get("/good-practice/").text
    assert "Ten records on the first Monday of the month" in page
    assert "New staff walk" not in page


def test_readers_keep_a_dozen_phrases_and_the_lead_has_changed_one_and_retired_another(area):
    rows = list(everywhere(Phrase))
    assert Counter((row.kind, row.retired_at is None) for row in rows) == {
        ("comment", True): 8, ("comment", False): 1, ("recommendation", True): 4,
    }  # fmt: skip
    assert sum(row.changed_at is not None for row in rows) == 1
    assert all(row.used for row in rows)


def test_bands_of_all_four_kinds_decided_open_and_overridden_with_one_sample_and_a_copied_text(area):
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        assert set(TriageBand.objects.filter(audit__cycle__state="open").values_list("band", flat=True)) == set(
            Band.values
        )
        states = Counter(TriageBand.objects.values_list("state", flat=True))
        assert set(states) == set(TriageBand.State.values)
        assert states["overridden"] == TriageDecision.objects.filter(is_confirmation=False).count() == 4
        (sample,) = RandomSample.objects.all()
        assert sample.drawn == draw(seed=sample.seed, frame=sample.frame, percent=sample.percent)
        raised = [
            row
            for row in TriageReading.objects.filter(audit__cycle__state="open")
            for signal in row.signals
            if signal["key"] == "copied" and signal["strength"] in {"clear", "strong"}
        ]
        assert len(raised) == 2  # both were read when both were in


def test_the_first_schools_contributor_has_parts_of_which_one_is_late(area):
    parts = list(everywhere(Assignment))
    assert len(parts) > 2
    browser = Client()
    person = Person.objects.get(email="dsl@demo.lscp.test")
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "1 part is late." in browser.get("/s/900001/audit/contributors/").text


def test_schools_describe_evidence_and_the_first_one_has_a_file_that_opens(area):
    assert sum(1 for _row in everywhere(EvidenceItem)) > 20
    (file,) = everywhere(EvidenceFile)
    assert file.state == EvidenceFile.State.CLEAN
    browser = Client()
    person = Person.objects.get(email="dsl@demo.lscp.test")
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    opened = b"".join(browser.get(f"/s/900001/evidence/files/{file.pk}/").streaming_content)
    assert opened.startswith(b"%PDF-")


def test_one_audit_is_corrected_another_asks_and_the_fullest_board_report_is_two_pages(area):
    partnership = Partnership.objects.get(slug="eastmere")
    states = counted("eastmere", CorrectionOfAudit)
    assert states["signed"] >= 1
    assert states["asked"] >= 1
    with scope(area_scope(partnership.pk)):
        signed = CorrectionOfAudit.objects.filter(state="signed").first()
        assert list(signed.audit.frozen_copies.order_by("version").values_list("version", flat=True)) == [1, 2]
        submitted = Audit.objects.select_related("cycle", "school").filter(submitted_at__isnull=False)
        fullest = max(submitted, key=lambda audit: len(audit.indicator_ids))
        assert board_report(audit=fullest).asked > 80
        drawn = board_pdf(fullest, partnership=partnership.name)
    assert drawn.pages == 2


def test_second_readings_stand_in_every_state_with_one_difference(area):
    states: Counter[str] = Counter()
    for slug in ("eastmere", "harrowfold", "castlebridge"):
        with scope(area_scope(Partnership.objects.get(slug=slug).pk)):
            states.update(SecondReading.objects.values_list("state", flat=True))
            for row in SecondReading.objects.filter(state="handed_in"):
                assert len(row.disagreeing) == 1
    assert set(states) == set(SecondReading.State.values)
    assert states["agreed"] > states["waived"]


def test_one_school_has_answered_questions_and_another_one_has_time_to(area):
    states = counted("eastmere", ClarificationRound)
    assert (states["answered"], states["sent"]) == (1, 1)


def test_improvements_stand_everywhere_between_asked_and_verified(area):
    states = counted("eastmere", Improvement)
    assert set(states) == set(Improvement.State.values)
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        assert set(Improvement.objects.values_list("source", flat=True)) == set(Improvement.Source.values)
        critical = Improvement.objects.filter(is_critical=True, state="verified")
        assert set(critical.values_list("verified_as", flat=True)) == {"reviewer"}
        assert Improvement.objects.exclude(carried_from=None).exists()
        rungs = ImprovementReminder.objects.values_list("rung", flat=True)
        assert set(rungs) == {"owner", "head", "chair", "lead"}


def test_one_school_has_mended_a_poor_return_and_another_one_has_time_to(area):
    states = counted("eastmere", PoorQualityCase)
    assert (states["resolved"], states["started"]) == (1, 1)
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        for case in PoorQualityCase.objects.all():
            authority = next(row for row in case.found if row["key"] == "authority")
            assert not authority["is_met"], authority["sentence"]
            assert "01632 960" in case.support
            assert "to book" in case.support


def test_somebody_signed_for_a_chair_and_the_first_schools_deputy_may_sign_for_the_head(area):
    with scope(area_scope(Partnership.objects.get(slug="eastmere").pk)):
        assert Signature.objects.exclude(delegation=None).exists()
        first = SigningDelegate.objects.filter(school__urn=900001)
        assert list(first.values_list("step", flat=True)) == ["head"]


@pytest.mark.parametrize("path", ["/reports/900001/", "/areas/eastmere/", "/reports/?q=Eastmere"])
def test_anybody_reads_what_is_published(area, path):
    assert Client().get(path, follow=True).status_code == 200


def test_a_second_run_says_so_and_changes_nothing(area):
    before = [(model, sum(1 for _row in everywhere(model))) for model in (School, Audit, Answer, Report)]
    said = StringIO()
    call_command("seed_demo", stdout=said)
    assert "there already" in said.getvalue()
    assert before == [(model, sum(1 for _row in everywhere(model))) for model in (School, Audit, Answer, Report)]


def test_outside_a_demonstration_it_refuses():
    with override_settings(DEMONSTRATION=False), pytest.raises(CommandError, match="in a demonstration only"):
        call_command("seed_demo")


def test_every_indicator_of_the_shipped_framework_has_its_own_words():
    words = texts.of_indicators()
    asked = load_framework(shipped_frameworks()[-1]).indicators
    assert set(words) == {indicator.code for indicator in asked}
    assert all(words[indicator.code].na for indicator in asked if indicator.allow_na)
    assert len({text for said in words.values() for text in said.good}) == 2 * len(words)


def test_ten_times_the_schools_are_still_invented_and_named_differently():
    establishments = extract(scale=10).establishments
    assert len({school.urn for school in establishments}) == len(establishments) == 610
    names = invented_names()
    assert len({next(names) for _number in range(2500)}) == 2500


def test_more_schools_than_the_story_knows_have_begun_or_not():
    assert set(steps_of(STORIES["castlebridge"].this, 80)[8:]) == {"invited", "in_progress"}


def test_days_of_the_story_are_working_days():
    calendar = Calendar(dt.date(2026, 11, 24))
    assert calendar.day(0) == dt.date(2026, 11, 24)
    assert calendar.day(2) == dt.date(2026, 11, 20)  # a Sunday goes back to Friday
    assert (calendar.year, Calendar(dt.date(2027, 8, 31)).year) == (2026, 2026)
    assert len(AREAS) == len(STORIES)
