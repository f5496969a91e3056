"""The pages of rules with their preview, and of the random sample."""

import re

import pytest

from audits.triage.models import TriageRules
from audits.triage.rule_actions import save_rules
from audits.triage.rulebook import current_rules, default_rules
from audits.triage.sample_queries import sample_page
from audits.triage.sampling import draw
from audits.triage.types import RulesChanged
from tests.audits.chase_stage import said
from tests.triage import stage

ROOT = "/p/eastmere/triage/"


@pytest.fixture
def lead(cast):
    """The lead's browser, and a return whose lowest answers are critical: the rules propose “enhanced”."""
    stage.submitted(cast)
    return cast.client("lead")


def typed(**changes):
    """All rules as the page shows the default, with changes."""
    book = default_rules()
    shown = {
        "read": 0, "together": book.together, "sample": book.sample, "reason": "We have two officers only.",
        "counts": [
            "critical_reviewed", "no_return", "critical_own", "late", "thin", "weak_evidence", "paper_only",
            "own_above_review", "copied", "new_leaders", "actions_overdue", "secure_cycles", "verified", "voice_near",
        ],
        **{f"limit_{key}": limit for key, limit in book.limits.items()},
        **{f"rule_{key}": band for key, band in book.rules.items()},
        **{f"days_{key}": days for key, days in book.days.items()},
    }  # fmt: skip
    return shown | changes


def test_rules_are_read_previewed_changed_and_kept(cast, lead):
    words = said(lead.get(f"{ROOT}rules/"))
    assert "This is the default." in words
    assert "Enhanced: The school itself calls a critical indicator not in place" in words
    assert "5 working days" in words
    changed = typed(rule_critical_own="priority", limit_late=10)
    seen = said(lead.post(f"{ROOT}rules/change/", changed | {"preview": "yes"}))
    assert "What this would have changed in this cycle" in seen
    assert "1 of 1 return of Full audit 2026 would be proposed otherwise" in seen
    assert "Alder Lane Primary School : enhanced to priority." in seen
    assert "Nothing is kept yet." in seen
    with cast.as_("lead"):
        assert current_rules().version == 0
    kept = said(lead.post(f"{ROOT}rules/change/", changed, follow=True))
    assert "The rules are changed." in kept
    assert "Version 1" in kept
    assert "We have two officers only." in kept
    assert "A late return: limit 5 to 10 working days." in kept
    assert "These rules do not count now." in said(lead.get(f"{ROOT}rules/0/"))
    assert lead.get(f"{ROOT}rules/7/").status_code == 404
    assert lead.post(f"{ROOT}rules/change/", changed).status_code == 409  # read: 0
    again = said(lead.get(f"{ROOT}rules/change/", {"default": "yes"}))
    assert 'value="5"' in lead.get(f"{ROOT}rules/change/", {"default": "yes"}).content.decode()
    assert "Change the rules" in again


def test_what_rules_say_later_stands_beside_a_decision_and_moves_nothing(cast, lead):
    stage.confirm(cast, cast.audit)
    lead.post(f"{ROOT}rules/change/", typed(rule_critical_own="priority"))
    stage.read(cast, cast.audit, "review:1")
    words = said(lead.get(f"{ROOT}returns/{cast.audit.pk}/"))
    assert "Alder Lane Primary School: enhanced" in words
    assert "New facts or new rules would propose: priority." in words
    assert "the default rules" in words
    stage.override(cast, cast.audit, "priority", reason="Seen again.")
    words = said(lead.get(f"{ROOT}returns/{cast.audit.pk}/"))
    assert "Read again since" not in words
    assert "Because Seen again." in words
    assert "version 1 of the rules" in words
    assert "Seen again." in said(lead.get(ROOT))


def test_rules_with_a_fault_are_not_kept_and_nothing_typed_is_lost(cast, lead):
    for wrong, sentence in (
        ({"limit_late": "0"}, "counts from how many working days on: a whole number from 1 to 250"),
        ({"sample": "5"}, "a whole number from 10 to 100"),
        ({"reason": ""}, "There is a problem"),
        ({"rule_light": "priority"}, "There is a problem"),
    ):
        answer = lead.post(f"{ROOT}rules/change/", typed(limit_thin=55, **wrong))
        assert answer.status_code == 422
        assert sentence in said(answer)
        assert 'value="55"' in answer.content.decode()
    same = lead.post(f"{ROOT}rules/change/", typed())
    assert (same.status_code, "Nothing was changed" in said(same)) == (409, True)
    with cast.as_("lead"):
        assert TriageRules.objects.count() == 0


def test_of_two_who_change_rules_the_second_is_told(cast):
    actor = cast.actor("lead")
    with cast.as_("lead"):
        book = default_rules()
        later = type(book).of(book.as_kept() | {"together": 3}, version=0)
        assert save_rules(actor=actor, read=0, book=later, reason="First.").version == 1
        with pytest.raises(RulesChanged):
            save_rules(actor=actor, read=0, book=later, reason="Second.")


@pytest.mark.parametrize("who", ["administrator", "reviewer", "analyst", "scrutineer", "publisher", "visitor"])
def test_only_a_lead_changes_rules_and_draws(cast, who):
    client = cast.client(who)
    assert client.get(f"{ROOT}rules/").status_code == 200
    assert client.get(f"{ROOT}sample/{cast.cycle.pk}/").status_code == 200
    assert client.get(f"{ROOT}rules/change/").status_code == 403
    assert client.post(f"{ROOT}sample/{cast.cycle.pk}/draw/").status_code == 403


def test_the_sample_waits_for_decisions_is_drawn_once_and_is_checked(cast, lead):
    address = f"{ROOT}sample/{cast.cycle.pk}/"
    assert "1 waits" in said(lead.get(address))
    refused = lead.post(f"{address}draw/")
    assert (refused.status_code, "1 band is not decided yet" in said(refused)) == (409, True)
    stage.override(cast, cast.audit, "priority")
    assert "No school has a standard or light band yet" in said(lead.get(address))
    assert lead.post(f"{address}draw/").status_code == 409
    audits = stage.many(cast, 20, ("standard", "light", "enhanced"))
    words = said(lead.post(f"{address}draw/", follow=True))
    assert "The sample is drawn: 2 schools." in words
    assert "The same schools in the same order" in words
    assert lead.post(f"{address}draw/").status_code == 409
    with cast.as_("lead"):
        page = sample_page(cycle_id=cast.cycle.pk)
    frame = [audit.school.urn for place, audit in enumerate(audits) if place % 3 != 2]
    assert list(page.frame) == frame
    assert [urn for _place, urn, _name in page.drawn] == draw(seed=page.seed, frame=frame, percent=10)
    assert page.seed in words
    [command] = re.findall(r"printf &#x27;%s&#x27;|printf '%s'", lead.get(address).content.decode())[:1]
    assert command
