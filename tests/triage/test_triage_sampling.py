"""The draw can be repeated with a tool that everybody has, and nobody can choose it."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.triage.sampling import draw, new_seed

FRAME = range(900001, 900036)
SEED = "00" * 32
URNS = st.sets(st.integers(100000, 999999), min_size=1, max_size=60)


def test_the_same_draw_by_a_tool_that_knows_nothing_of_us():
    tool = shutil.which("sha256sum")
    assert tool
    sums = {
        urn: subprocess.run([tool], input=f"{SEED}:{urn}".encode(), capture_output=True, check=True).stdout
        for urn in FRAME
    }
    assert draw(seed=SEED, frame=FRAME, percent=10) == sorted(FRAME, key=sums.__getitem__)[:4]


@pytest.mark.parametrize(
    ("schools", "percent", "number"), [(0, 10, 0), (1, 10, 1), (10, 10, 1), (11, 10, 2), (35, 10, 4), (35, 100, 35)]
)
def test_how_many(schools, percent, number):
    assert len(draw(seed=SEED, frame=FRAME[:schools], percent=percent)) == number


@given(URNS, st.integers(10, 100), st.randoms(use_true_random=False))
def test_the_order_of_the_frame_is_nothing_and_nobody_stands_twice(urns, percent, chance):
    shuffled = list(urns)
    chance.shuffle(shuffled)
    drawn = draw(seed=SEED, frame=shuffled, percent=percent)
    assert drawn == draw(seed=SEED, frame=sorted(urns), percent=percent)
    assert set(drawn) <= urns
    assert len(set(drawn)) == len(drawn) >= len(urns) * percent / 100


def test_every_school_has_the_same_chance():
    seeds = [f"{number:064x}" for number in range(2000)]
    counts = dict.fromkeys(FRAME, 0)
    for seed in seeds:
        for urn in draw(seed=seed, frame=FRAME, percent=10):
            counts[urn] += 1
    expected = 2000 * 4 / 35  # 228.6; five standard deviations are 71
    assert all(abs(number - expected) < 72 for number in counts.values())


def test_seeds_are_32_bytes_and_differ():
    seeds = {new_seed() for _number in range(100)}
    assert len(seeds) == 100
    assert {len(bytes.fromhex(seed)) for seed in seeds} == {32}
