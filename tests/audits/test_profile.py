"""“About your school”: what the school says about itself decides what it is asked."""

import pytest
from django.core.exceptions import PermissionDenied

from audits.answers.actions import confirm_profile
from audits.answers.types import AuditClosed, FeatureIsDerived
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AUDIT
from tests.audits.answering import DERIVED, FEATURES, confirm, ready, sign_as, state_of

PAGE = "/s/900001/audit/profile/"


def codes(cast) -> set[str]:
    with cast.as_("dsl"):
        asked = Audit.objects.get(pk=cast.audit.pk).indicator_ids
        return set(Indicator.objects.filter(pk__in=asked).values_list("code", flat=True))


def sent(cast, **changes: str) -> dict[str, object]:
    answers = {feature: "yes" if feature in DERIVED else "no" for feature in FEATURES}
    return {"audit": cast.audit.pk, **answers, **changes}


def test_confirming_what_the_register_says_starts_the_audit_and_changes_nothing_else(cast):
    before = codes(cast)
    audit = confirm(cast)
    assert audit.confirmed == {feature: feature in DERIVED for feature in FEATURES}
    assert codes(cast) == before
    assert state_of(cast) == "in_progress"


def test_a_feature_added_asks_its_indicators_at_once_and_taking_it_back_takes_them_away(cast):
    with cast.as_("dsl"):
        lettings = set(
            Indicator.objects.filter(applies={"features_any": ["lets_premises"]}).values_list("code", flat=True)
        )
    assert lettings
    confirm(cast, homestay=True)
    without = codes(cast)
    assert not lettings & without
    assert len(without) > 60
    assert "lets_premises" in confirm(cast, homestay=True, lets_premises=True).features
    assert codes(cast) - without == lettings
    confirm(cast, homestay=True)
    assert codes(cast) == without


def test_what_the_register_knows_cannot_be_denied(cast):
    before = codes(cast)
    with pytest.raises(FeatureIsDerived) as refused:
        confirm(cast, early_years=False)
    assert refused.value.features == ["early_years"]
    assert codes(cast) == before
    assert state_of(cast) == "invited"


def test_an_unanswered_feature_keeps_the_audit_from_being_signed(cast):
    ready(cast)
    with cast.as_("dsl"):
        audit = Audit.objects.get(pk=cast.audit.pk)
        assert AUDIT.blockers("sign_as_dsl", audit) == []
        del audit.confirmed["commissions_ap"]
        (blocker,) = AUDIT.blockers("sign_as_dsl", audit)
    assert "One question about your school is not answered yet" in blocker.sentence


def test_only_features_of_the_framework_are_kept(cast):
    with cast.as_("dsl"):
        audit = confirm_profile(
            actor=cast.actor("dsl"), audit_id=cast.audit.pk, answers={"ks4": True, "boarding": True}
        )
    assert audit.confirmed == {"boarding": True}
    assert "ks4" not in audit.features


def test_a_signed_audit_keeps_its_profile(cast):
    ready(cast)
    sign_as(cast, "dsl")
    with pytest.raises(AuditClosed):
        confirm(cast, boarding=True)


def test_the_head_reads_it_and_does_not_change_it(cast):
    with pytest.raises(PermissionDenied):
        confirm(cast, "head")
    browser = cast.client("head")
    assert "Not answered yet" in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, sent(cast)).status_code == 403


def test_the_page_shows_what_the_register_says_and_keeps_the_answers(cast):
    browser = cast.client("dsl")
    page = browser.get(PAGE).content.decode()
    assert "Has children under 5" in page
    assert "The national register says so." in page
    assert page.count(" checked") == len(DERIVED)
    assert browser.post(PAGE, sent(cast)).headers["Location"] == "/s/900001/audit/"
    assert browser.get(PAGE).content.decode().count(" checked") == len(FEATURES)
    assert "Confirmed" in browser.get("/s/900001/audit/").content.decode()


def test_the_page_says_why_a_feature_cannot_be_taken_away(cast):
    page = cast.client("dsl").post(PAGE, sent(cast, early_years="no"))
    assert page.status_code == 422
    assert "needs the partnership’s agreement" in page.content.decode()


def test_a_question_left_out_is_asked_again(cast):
    data = sent(cast)
    del data["commissions_ap"]
    page = cast.client("dsl").post(PAGE, data)
    assert page.status_code == 422
    assert "Answer yes or no: Places any pupil with another provider" in page.content.decode()


def test_another_schools_audit_cannot_be_named(cast):
    assert cast.client("dsl").post(PAGE, sent(cast, audit=str(cast.next_door_audit.pk))).status_code == 404


def test_a_page_opened_before_signing_is_told_that_it_is_closed(cast):
    ready(cast)
    sign_as(cast, "dsl")
    assert cast.client("dsl").post(PAGE, sent(cast)).status_code == 409
    assert "What your school said" in cast.client("dsl").get(PAGE).content.decode()
