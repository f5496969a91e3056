"""Spoilt framework files: each is refused in words that name the place and say what to do."""

import re

import pytest

from audits.frameworks.exchange.files import read_file
from audits.frameworks.place import DefinitionRefused
from tests.audits.spoilt_frameworks import SPOILT


def test_there_are_enough_of_them_and_each_has_a_name():
    assert len({one.title for one in SPOILT}) == len(SPOILT) >= 50


@pytest.mark.parametrize("one", SPOILT, ids=lambda one: one.title)
def test_a_spoilt_file_is_refused_in_words(one):
    with pytest.raises(DefinitionRefused) as refused:
        read_file(one.make(), one.name)
    words = str(refused.value)
    assert re.search(one.words, words), words
    for problem in refused.value.problems:
        assert problem.place
        assert problem.reason.endswith((".", "!"))
        assert problem.remedy.endswith(".")
