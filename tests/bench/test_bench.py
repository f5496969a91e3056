"""The benchmarks run, on a tiny scale: what they say about speed is nobody's pass or fail."""

import json

import pytest

from tests.bench import measuring, running
from tests.bench.measuring import Figure, Reference

pytestmark = pytest.mark.django_db


def test_everything_is_measured_on_a_tiny_partnership():
    figures = list(running.run(schools=3, rows=12))
    assert [one.name for one in figures] == [
        "Reading a register extract of 12 rows",
        "Taking over its 3 schools",
        "Opening a cycle for 3 schools",
        "Schools list",
        "First page of the partnership",
        "Progress of a cycle",
        "Who is reminded next",
        "Saving an answer",
        "The whole audit on one page",
    ]
    assert all(one.ms > 0 for one in figures)
    assert all(one.statements for one in figures[1:])


def test_figures_are_told_as_times_of_the_reference(tmp_path):
    figures, reference = [Figure("A page", 40.0, 9, 5)], Reference(1.5, 0.5)
    assert "| A page | 40.0 | 9 | 20.0 |" in measuring.table(figures, reference)
    measuring.write(tmp_path / "run" / "bench.json", figures, reference, schools=3)
    kept = json.loads((tmp_path / "run" / "bench.json").read_text("utf-8"))
    assert (kept["schools"], kept["figures"][0]["statements"], kept["reference"]["commit_ms"]) == (3, 9, 0.5)
