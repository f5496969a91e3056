"""Second readings in a browser without JavaScript: who sees what, what is typed, and how many statements it takes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audits.moderation.actions import settle
from audits.moderation.choosing import choose_when_priority
from audits.moderation.models import AgreedScore, SecondReading, SecondScore
from audits.review.models import Review, Score
from tests.audits import moderating
from tests.audits import review_stage as stage
from tests.audits.chase_stage import said
from tests.audits.test_answer_pages import words
from tests.audits.test_clarification_pages import statements
from tests.triage import stage as triage_stage

ROOT = "/p/eastmere/moderation/"
RULE = {"levels": 2, "critical": 1, "framework": "1"}
LEVELS = ("partly", "secure")
LISTING, CALIBRATION = 10, 12
HIDDEN = (stage.COMMENT, "Name a deputy for the lead.", "first three readings", "The reviewer saw the log")


def page_of(second, tail: str = "") -> str:
    return f"{ROOT}{second.pk}/{tail}"


def test_a_second_reader_takes_scores_and_hands_in_without_seeing_the_first(cast):
    second = moderating.chosen(cast)
    triage_stage.read(cast, cast.audit, "review:1")
    client = cast.client("second_reviewer")
    assert "Alder Lane" in said(client.get(f"{ROOT}?state=waiting"))
    assert "/moderation/" in client.get("/p/eastmere/").content.decode()
    cover = client.get(page_of(second, "take/"))
    assert cover.status_code == 302
    assert "/reviews/interests/" in cover["Location"]
    cast.declare("second_reviewer", cast.here)
    assert "Start reading again" in said(client.get(page_of(second, "take/")))
    seen = [said(client.post(page_of(second, "claim/"), follow=True))]
    assert "0 of 10 scored" in seen[0].replace("\xa0", " ")
    seen += [said(client.get(page_of(second, f"read/{code}/"))) for code in ("lg", "cu", "pp", "ds")]
    seen += [said(client.get(page_of(second))), said(client.get(f"/p/eastmere/triage/returns/{cast.audit.pk}/"))]
    seen += [said(client.get("/p/eastmere/triage/")), said(client.get("/p/eastmere/reviews/?state=all"))]
    assert "We sampled the records." in seen[1]
    assert "The band is not shown to you now" in seen[6]
    for text in seen[:5] + seen[6:]:
        assert not [one for one in HIDDEN if one in text]
    assert stage.COMMENT not in seen[5]
    assert client.get(f"/p/eastmere/reviews/{second.first_id}/").status_code == 403
    assert client.get(f"/p/eastmere/reviews/{second.first_id}/lg1/").status_code == 403
    assert client.get(f"/p/eastmere/reviews/{second.first_id}/side-by-side/").status_code == 403
    assert client.get(f"/p/eastmere/feedback/{cast.audit.pk}/").status_code == 403
    for code in ("lg", "cu", "pp", "ds"):
        answer = client.post(page_of(second, f"read/{code}/"), boxes(cast, code, "secure"))
        assert answer.status_code == 302
    assert answer["Location"].endswith("/read/")
    done = said(client.post(page_of(second, "hand-in/"), follow=True))
    assert "Your reading is handed in" in done
    assert stage.COMMENT in done


def boxes(cast, section: str, level: str, comment: str = "Seen.", read: int = 0) -> dict[str, object]:
    found: dict[str, object] = {}
    for code, row in cast.indicators.items():
        if code.startswith(section.upper()) and row.pk in cast.audit.indicator_ids:
            found |= {f"level_{row.pk}": level, f"comment_{row.pk}": comment, f"read_{row.pk}": read}
    return found


def test_a_second_window_and_a_childs_details_are_told_and_nothing_is_lost(cast):
    second = moderating.claimed(cast)
    client, lg1 = cast.client("second_reviewer"), cast.indicators["LG1"].pk
    client.post(page_of(second, "read/lg/"), boxes(cast, "lg", "secure"))
    again = client.post(page_of(second, "read/lg/"), boxes(cast, "lg", "partly", "Typed here."))
    assert (again.status_code, "You changed LG1 in another window" in said(again)) == (409, True)
    assert "Typed here." in again.content.decode()
    assert f'name="read_{lg1}" value="1"' in again.content.decode()
    wrong = client.post(page_of(second, "read/lg/"), boxes(cast, "lg", "partly", "Pupil H801200001001", 1))
    assert wrong.status_code == 422
    assert client.get(page_of(second, "read/zz/")).status_code == 404
    assert "Give it back" in said(client.get(page_of(second, "read/")))
    assert "waits for another" in said(client.post(page_of(second, "give-back/"), follow=True))


def test_the_lead_settles_closes_and_issues(cast):
    second = moderating.handed_in(cast, LG1="secure")
    stage.draft(cast, cast.audit)
    lead = cast.client("lead")
    letter = lead.get(f"/p/eastmere/feedback/{cast.audit.pk}/").content.decode()
    assert "The letter waits for it" in letter
    assert page_of(second) in letter
    words = said(lead.get(page_of(second)))
    assert "to talk over: 1" in words
    assert stage.COMMENT in words
    assert moderating.SEEN in words
    empty = lead.post(page_of(second, "agree/lg1/"), {})
    assert (empty.status_code, "Choose the agreed level" in said(empty)) == (422, True)
    kept = lead.post(page_of(second, "agree/lg1/"), {"level": "secure", "reason": moderating.WHY, "comment": ""})
    assert kept["Location"] == page_of(second)
    assert lead.get(page_of(second, "agree/lg2/")).status_code == 404
    assert "Agreed" in said(lead.post(page_of(second, "finish/"), follow=True))
    assert "Issue the letter" in said(lead.get(f"/p/eastmere/feedback/{cast.audit.pk}/"))
    late = lead.post(page_of(second, "agree/lg1/"), {"level": "partly", "reason": "So.", "comment": ""})
    assert late.status_code == 409
    with cast.as_("lead"):
        assert AgreedScore.objects.count() == 1


def test_priority_asks_the_moderator_and_cannot_be_waived(cast):
    second = moderating.handed_in(cast, LG1="secure")
    moderating.agreed(cast, second, "LG1")
    with cast.as_("lead"):
        choose_when_priority(type(cast.audit).objects.get(pk=cast.audit.pk))
    lead = cast.client("lead")
    refused = lead.post(page_of(second, "finish/"), {})
    assert (refused.status_code, "does not work for the local authority" in said(refused)) == (409, True)
    done = said(lead.post(page_of(second, "finish/"), {"is_outside": "on"}, follow=True))
    assert "who said that they do not work for the local authority" in done
    assert "cannot be waived" in said(lead.get(page_of(second, "waive/")))


def test_waiving_and_taking_back(cast):
    second = moderating.claimed(cast)
    lead = cast.client("lead")
    assert "waits for another reader" in said(lead.post(page_of(second, "recall/"), follow=True))
    assert lead.post(page_of(second, "waive/"), {"reason": ""}).status_code == 422
    done = said(lead.post(page_of(second, "waive/"), {"reason": "Everybody else is ill."}, follow=True))
    assert "Everybody else is ill." in done
    assert "Everybody else is ill." in said(cast.client("scrutineer").get(page_of(second)))


@pytest.mark.parametrize(
    ("who", "tail", "status"),
    [
        ("scrutineer", "", 200),
        ("scrutineer", "agree/lg1/", 403),
        ("scrutineer", "waive/", 403),
        ("reviewer", "", 200),
        ("reviewer", "agree/lg1/", 403),
        ("second_reviewer", "agree/lg1/", 403),
        ("second_reviewer", "", 200),
        ("reviewer", "read/", 403),
        ("lead", "read/", 403),
        ("visitor", "", 403),
        ("administrator", "", 403),
        ("elsewhere_lead", "", 403),
    ],
)
def test_who_opens_which_page(cast, who, tail, status):
    second = moderating.handed_in(cast, LG1="secure")
    if who.startswith("elsewhere"):
        address = page_of(second).replace("eastmere", "harrowfold")
        assert cast.client("lead").get(address).status_code in {403, 404}
        return
    assert cast.client(who).get(page_of(second, tail)).status_code == status


def test_a_conflict_is_told_and_leaves_the_row_out(cast):
    second = moderating.handed_in(cast, LG1="secure")
    cast.declare("lead", cast.here, conflict=True)
    lead = cast.client("lead")
    assert lead.get(page_of(second)).status_code == 403
    words = said(lead.get(ROOT))
    assert "Alder Lane" not in words
    assert "1 second reading of schools with which you declared a conflict of interest is left out" in words


def crowd(cast, number: int) -> None:
    """So many second readings, one in four agreed and with scores of both readers."""
    audits, now, keys = triage_stage.many(cast, number), timezone.now(), cast.audit.indicator_ids
    first_reader, second_reader = cast.people["reviewer"].pk, cast.people["second_reviewer"].pk
    with cast.as_("lead"):
        firsts = Review.objects.bulk_create(Review(audit=one, reviewer_id=first_reader, **one.owner) for one in audits)
        Review.objects.update(state="submitted", submitted_at=now)
        rows = SecondReading.objects.bulk_create(
            SecondReading(
                audit=first.audit, first=first, reasons=[{"key": "sample", "words": "Drawn."}], rule=RULE,
                first_readers=[first_reader], **first.owner,
            )
            for first in firsts
        )[::4]  # fmt: skip
        Score.objects.bulk_create(
            Score(review=row.first, indicator_id=key, level="partly" if key % 3 else "secure", **row.owner)
            for row in rows for key in keys
        )  # fmt: skip
    with cast.as_("second_reviewer"):
        mine = SecondReading.objects.filter(pk__in=[row.pk for row in rows])
        mine.update(state="claimed", reader_id=second_reader, claimed_at=now, second_readers=[second_reader])
        SecondScore.objects.bulk_create(
            SecondScore(second=row, indicator_id=key, reader_id=second_reader, level=LEVELS[key % 2], **row.owner)
            for row in rows for key in keys
        )  # fmt: skip
        mine.update(state="handed_in", handed_in_at=now)
        mine.update(state="agreed", ended_at=now)


@pytest.mark.parametrize("number", [4, 200])
def test_statements_do_not_grow_with_second_readings(cast, number):
    crowd(cast, number)
    lead = cast.client("lead")
    pages = {f"{ROOT}?state=all": LISTING, f"{ROOT}calibration/": CALIBRATION}
    assert {address: statements(lead, address) for address in pages} == pages
    if number > 50:
        assert "Second readings 1 to 50 of 200" in said(lead.get(f"{ROOT}?state=all"))


def test_the_reading_page_and_the_settling_page_keep_their_budgets(cast):
    second = moderating.scored(cast, LG1="secure")
    client = cast.client("second_reviewer")
    assert statements(client, page_of(second, "read/lg/")) <= 25
    client.post(page_of(second, "hand-in/"))
    assert statements(client, page_of(second)) <= 25


def test_empty_states(cast):
    for who in ("lead", "scrutineer", "reviewer"):
        assert "No second reading is here" in said(cast.client(who).get(ROOT))
        assert "has been read twice and agreed yet" in said(cast.client(who).get(f"{ROOT}calibration/"))
    assert cast.client("visitor").get(ROOT).status_code == 403
    assert cast.client("reviewer").get(f"{ROOT}calibration/agreement.csv").status_code == 403


def test_whoever_settles_may_ask_the_school_for_something_and_it_stands_in_the_letter(cast):
    second = moderating.handed_in(cast, LG1="embedded")
    place = f"/p/eastmere/moderation/{second.pk}/"
    assert "Ask the school for something about it" in words(cast.client("lead").get(place))
    day = timezone.localdate() + timedelta(days=40)
    said = {
        "text": "Name a deputy in writing.", "help_from": "The partnership’s training team", "code": "LG1",
        "due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year,
    }  # fmt: skip
    assert cast.client(moderating.AGAIN).post(f"{place}recommend/lg1/", said).status_code == 403
    assert cast.client("lead").post(f"{place}recommend/lg1/", said | {"text": ""}).status_code == 422
    assert cast.client("lead").post(f"{place}recommend/lg2/", said).status_code == 404
    assert cast.client("lead").post(f"{place}recommend/lg1/", said).status_code == 302
    moderating.agreed(cast, second, "LG1", "not_in_place")
    with cast.as_("lead"):
        settle(actor=cast.actor("lead"), second_id=second.pk)
    assert cast.client("lead").post(f"{place}recommend/lg1/", said).status_code == 409
    stage.draft(cast, cast.audit)
    assert "Name a deputy in writing." in words(
        cast.client("lead").get(f"/p/eastmere/feedback/{cast.audit.pk}/preview/")
    )
