"""When a return is of poor quality, worked out by hand (domain.md 7.2)."""

from dataclasses import replace

import pytest

from audits.escalation.criteria import criteria, is_over
from audits.escalation.types import CopyFacts, Criterion, Limits, Signer, codes_of, criteria_of

BY_DEFAULT = Limits(version=0, weak_evidence=34, copied=5)
CORE = tuple(f"LG{number}" for number in range(1, 10))
HEAD = Signer("Headteacher or principal", "Ana Ferris", has_authority=True)


def facts(**changes) -> CopyFacts:
    said = {"core": CORE, "unproven": (), "critical_unproven": (), "copied": (), "signers": (HEAD,)} | changes
    return CopyFacts(**said)


def met(found) -> list[str]:
    return [one.key for one in found if one.is_met]


@pytest.mark.parametrize(
    ("part", "whole", "outcome"),
    [
        (3, 9, False),  # exactly a third is not more than a third
        (4, 9, True),
        (20, 60, False),
        (21, 60, True),
        (20, 59, True),  # 33.9 per cent: more than a third, less than 34 per cent
        (67, 200, True),
        (0, 9, False),
        (0, 0, False),
        (1, 1, True),
    ],
)
def test_more_than_a_third_of_core(part, whole, outcome):
    assert is_over(part, whole, per_cent=34) is outcome


@pytest.mark.parametrize(("part", "outcome"), [(49, False), (50, True), (51, True)])
def test_a_partnership_may_say_half(part, outcome):
    assert is_over(part, 100, per_cent=50) is outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, []),
        ({"unproven": CORE[:3]}, []),
        ({"unproven": CORE[:4]}, ["weak_evidence"]),
        ({"copied": CORE[:4]}, []),
        ({"copied": CORE[:5]}, ["copied"]),
        ({"critical_unproven": ("SR1",)}, ["critical"]),
        ({"signers": (HEAD, Signer("Chair of governors", "Noor Osei", has_authority=False))}, ["authority"]),
        ({"unproven": CORE, "critical_unproven": ("SR1",)}, ["weak_evidence", "critical"]),
    ],
)
def test_each_criterion_by_itself(changes, outcome):
    assert met(criteria(facts(**changes), BY_DEFAULT)) == outcome


def test_what_is_not_collected_is_said_to_be_so_and_is_never_met():
    unseen = {one.key: one.standing for one in criteria(facts(copied=None), BY_DEFAULT) if one.is_met is None}
    assert unseen == dict.fromkeys(("copied", "voice", "partners"), "Cannot be told yet")


def test_every_criterion_has_a_title_a_sentence_and_its_places():
    found = criteria(facts(unproven=CORE[:4], critical_unproven=("SR1",)), BY_DEFAULT)
    assert [one.key for one in found] == ["weak_evidence", "copied", "authority", "voice", "partners", "critical"]
    assert all(one.title and one.sentence.endswith(".") for one in found)
    assert codes_of(found) == [*CORE[:4], "SR1"]


def test_the_sentence_about_a_signature_names_the_office_and_says_what_is_wrong():
    (found,) = [
        one
        for one in criteria(facts(signers=(replace(HEAD, has_authority=False),)), BY_DEFAULT)
        if one.key == "authority"
    ]
    assert found.sentence == "Ana Ferris signed as headteacher or principal without that role on the day."


def test_criteria_come_back_from_what_is_kept():
    found = list(criteria(facts(copied=None, unproven=CORE), BY_DEFAULT))
    assert criteria_of([one.as_kept() for one in found]) == found
    assert criteria_of(None) == []
    assert Criterion.of(found[0].as_kept()) == found[0]
