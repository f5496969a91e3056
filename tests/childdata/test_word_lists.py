"""What each word list is worth: the decision about them shows these figures, and this test compares."""

from pathlib import Path

import pytest

from lscp_portal.childdata import contacts, full_names, people
from lscp_portal.childdata.words import word_list
from tests.childdata.test_measures import alarms, corpus, measured

DECISION = Path(__file__).parents[2] / "docs" / "developer" / "decisions" / "0019-word-lists-of-the-detector.md"
READERS = (contacts, full_names, people)
LISTS = {
    "first_names": "FIRST_NAMES",
    "school_capitals": "SCHOOL_CAPITALS",
    "staff": "STAFF",
    "not_people": "NOT_PEOPLE",
    "not_families": "NOT_FAMILIES",
    "not_names": "NOT_NAMES",
    "title_words": "TITLE_WORDS",
    "places": "PLACES",
    "determiners": "DETERMINERS",
    "role_mailboxes": "ROLE_WORDS",
}


def rightly_found(sentences):
    return sum(right for _, right, _ in measured(sentences).values())


@pytest.mark.parametrize("name", LISTS)
def test_the_decision_says_how_long_a_list_is_and_what_goes_wrong_without_it(name, monkeypatch):
    sentences = corpus()
    stopped, found = len(alarms(sentences)), rightly_found(sentences)
    for reader in READERS:
        if hasattr(reader, LISTS[name]):
            monkeypatch.setattr(reader, LISTS[name], frozenset())
    more, fewer = len(alarms(sentences)) - stopped, found - rightly_found(sentences)
    assert f"| `{name}` | {len(word_list(name))} | {more:+} | {-fewer:+} |" in DECISION.read_text(encoding="utf-8")


def test_every_list_is_measured_and_said_to_be_what_it_is():
    files = sorted(Path(people.__file__).with_name("words").glob("*.txt"))
    assert [path.stem for path in files] == sorted(LISTS)
    assert all(path.read_text(encoding="utf-8").startswith("# ") for path in files)
