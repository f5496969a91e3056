"""Weighted kappa and spread against published and hand-worked figures; and what is told where there are too few."""

import subprocess
import sys

import pytest

from audits.moderation.agreement import Kappa, in_words, kappa_of, spread_of, table_of
from audits.moderation.calibration import calibration_page
from audits.moderation.models import SecondReading
from tests.audits import moderating
from tests.audits.chase_stage import said

ADDRESS = "/p/eastmere/moderation/calibration/"


def test_a_published_weighted_kappa_with_its_interval():
    """The printout of SAS that statsmodels documents for these 19 pairs: kappa 0.4701, from 0.1845 to 0.7558.

    Its variance is that of Fleiss, Cohen and Everitt (1969), Large sample standard errors of kappa and weighted kappa,
    Psychological Bulletin 72.
    """
    found = kappa_of([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
    assert (found.value, found.low, found.high) == pytest.approx((0.4701, 0.1845, 0.7558), abs=0.00005)


def test_a_table_of_four_levels_as_in_the_manual_of_sas():
    """SAS/STAT, The FREQ Procedure, two dermatologists and a skin condition: the definition, worked from its table."""
    table = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
    steps = sum(abs(i - j) * n for i, row in enumerate(table) for j, n in enumerate(row))
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    chance = sum(abs(i - j) * a * b for i, a in enumerate(rows) for j, b in enumerate(columns))
    assert kappa_of(table).value == pytest.approx(1 - steps * 88 / chance)


def test_a_hand_worked_kappa():
    """Ten pairs: seen 2 steps apart in all, 2/10; by chance (48 + 32) / 100 = 8/10. So 1 - 0.2 / 0.8 = 0.75."""
    pairs = [(0, 0)] * 3 + [(0, 1), (1, 0)] + [(1, 1)] * 3 + [(2, 2)] * 2
    assert table_of(pairs) == [[3, 1, 0, 0], [1, 3, 0, 0], [0, 0, 2, 0], [0, 0, 0, 0]]
    assert kappa_of(table_of(pairs)).value == pytest.approx(0.75)


@pytest.mark.parametrize("pairs", [[(2, 2)] * 30, [(2, 2), (1, 2), (2, 2)] * 10, [(1, 3), (1, 2)] * 10])
def test_where_one_reader_always_says_the_same_no_figure_is_told(pairs):
    assert kappa_of(table_of(pairs)) is None
    assert "always gave one and the same level" in in_words(30, None)


def test_where_every_pair_is_the_same_no_interval_is_told():
    found = kappa_of(table_of([(2, 2), (1, 1)] * 15))
    assert found == Kappa(1.0, None, None)
    assert in_words(30, found) == "30 pairs: the same level in each, so how sure it is cannot be told"


def test_a_hand_worked_spread():
    """Differences -1, 0, 1, 2: mean 0.5; squares 2.25 + 0.25 + 0.25 + 2.25 = 5, over 3: 1.667, its root 1.291."""
    found = spread_of([-1, 0, 1, 2])
    assert (found.mean, found.deviation) == pytest.approx((0.5, 1.29099), abs=0.00001)
    assert spread_of([1]) is None


@pytest.mark.parametrize(
    ("number", "kappa", "words"),
    [
        (27, Kappa(0.6, 0.41, 0.78), "27 pairs: from 0.41 to 0.78, too few to tell one reader from another"),
        (400, Kappa(0.6, 0.55, 0.65), "400 pairs: from 0.55 to 0.65"),
        (19, None, "19 pairs: too few for a figure, which needs 20"),
        (1, None, "1 pair: too few for a figure, which needs 20"),
    ],
)
def test_uncertainty_in_words(number, kappa, words):
    assert in_words(number, kappa) == words


def test_the_web_process_does_not_load_the_statistics_library():
    script = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "sys.exit(any(name.startswith(('statsmodels', 'pandas', 'scipy')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_few_pairs_give_words_and_each_reviewer_sees_their_own(cast):
    moderating.settled(cast)
    lead, mine = said(cast.client("lead").get(ADDRESS)), said(cast.client("reviewer").get(ADDRESS))
    names = {who: cast.people[who].full_name for who in ("reviewer", "second_reviewer")}
    assert "10 pairs: too few for a figure, which needs 20" in lead
    assert all(name in lead for name in names.values())
    assert "By section" in lead
    assert names["reviewer"] in mine
    assert names["second_reviewer"] not in mine
    assert "By section" not in mine
    file = cast.client("scrutineer").get(f"{ADDRESS}agreement.csv").content.decode()
    assert file.splitlines()[0].endswith(
        "Kind,Who or what,Returns,Pairs,Kappa,From,To,Mean difference,Standard deviation"
    )
    assert f"Reader,{names['reviewer']},1,10,,,,," in file


def test_readers_stand_by_name_and_differences_are_from_what_was_agreed(cast):
    second = moderating.settled(cast)
    with cast.as_("lead"):
        assert SecondReading.objects.get(pk=second.pk).state == "agreed"
        page = calibration_page(actor=cast.actor("lead"))
    assert [row.name for row in page.readers] == sorted((row.name for row in page.readers), key=str.casefold)
    assert (page.pairs, page.returns, page.too_few) == (10, 1, 10)
