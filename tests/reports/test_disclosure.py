"""Small numbers: what is published never gives a count of 1 to 4 away, not even to somebody who knows the rules."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.areas.disclosure import HIDDEN, percent, protect

NAMES = "abcdef"
TABLES = st.lists(st.integers(0, 40), min_size=2, max_size=6)


def published(counts):
    table = protect(dict(zip(NAMES, counts, strict=False)))
    return (*table.counts.values(), table.total)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((12, 30, 8), (12, 30, 8, 50)),
        ((0, 30, 8), (0, 30, 8, 38)),
        ((3, 30, 8), ("c", 30, "c", 40)),
        ((3, 2, 30), ("c", "c", "c", 35)),
        ((3, 2, 30, 14), ("c", "c", 30, "c", 50)),
        ((3, 9, 9, 30), ("c", "c", "c", 30, 50)),
        ((4, 5, 0, 41), ("c", "c", 0, 41, 50)),
        ((9, 0), ("c", "c", "c")),
        ((0, 0, 0), (0, 0, 0, 0)),
    ],
)
def test_tables_worked_out_by_hand(counts, expected):
    assert published(counts) == expected


def tables_with(total, cells):
    """Every table of so many cells that adds up to the total."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in tables_with(total - first, cells - 1))


@pytest.mark.parametrize(("cells", "largest"), [(2, 70), (3, 60), (4, 36), (5, 20)])
def test_somebody_who_knows_the_rules_and_the_exact_total_is_left_with_two_answers_or_more(cells, largest):
    """For each total, every table there is, sorted by what is published of it."""
    for total in range(1, largest + 1):
        alike = defaultdict(list)
        for counts in tables_with(total, cells):
            alike[published(counts)].append(counts)
        for tables in alike.values():
            for values in map(set, zip(*tables, strict=True)):
                assert len(values) > 1 or not 1 <= min(values) <= 4, tables[0]


@given(TABLES)
def test_no_small_count_follows_from_the_rest_and_the_total(counts):
    *cells, total = published(counts)
    hidden = [count for count, cell in zip(counts, cells, strict=True) if cell == HIDDEN]
    assert all(cell == HIDDEN for count, cell in zip(counts, cells, strict=True) if 1 <= count <= 4)
    if hidden and sum(counts) >= 10:
        assert total % 5 == 0
        assert abs(total - sum(counts)) <= 2
    else:
        assert total == (HIDDEN if hidden else sum(counts))


@given(TABLES)
def test_a_true_zero_stays_zero_in_a_table_of_ten_or_more_and_nothing_else_becomes_one(counts):
    *cells, total = published(counts)
    if sum(counts) >= 10:
        assert [cell == 0 for cell in cells] == [count == 0 for count in counts]
    assert (total == 0) == (sum(counts) == 0)


@given(TABLES)
def test_percentages_are_given_only_when_nothing_is_hidden(counts):
    table = protect(dict(zip(NAMES, counts, strict=False)))
    if table.has_hidden:
        assert set(table.percents.values()) == {HIDDEN}
    elif sum(counts) == 0:
        assert set(table.percents.values()) == {"z"}
    else:
        assert all(share % 5 == 0 for share in table.percents.values())


def test_percentages_round_half_up():
    assert [percent(n, 8) for n in (0, 1, 3, 8)] == [0, 13, 38, 100]
    assert [percent(n, 8, to=5) for n in (0, 1, 3, 8)] == [0, 15, 40, 100]
    assert percent(0, 0) == "z"
