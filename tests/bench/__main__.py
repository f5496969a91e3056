"""`./run bench [--schools N] [--rows N]`: a throw-away database, the figures as a table, and .run/bench.json."""

import argparse
import os
import sys
from pathlib import Path

import django
from django.test.utils import setup_test_environment

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Measure and say it."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--schools", type=int, default=600, help="of the partnership (600)")
    parser.add_argument("--rows", type=int, default=50_000, help="of the register extract (50,000)")
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscp_portal.settings.test")
    django.setup()
    setup_test_environment(debug=False)
    from tests.bench import measuring, running  # noqa: PLC0415 - models need Django set up
    from tests.conftest import TestDatabase  # noqa: PLC0415

    database = TestDatabase(f"lscp_bench_{os.getpid()}", is_throw_away=False)
    try:
        database.create()
        with database.as_admin() as cursor:
            cursor.execute("CREATE TABLE bench_reference (line text)")
            reference = running.reference(lambda: cursor.execute("INSERT INTO bench_reference VALUES ('one')"))
        figures = []
        for figure in running.run(schools=wanted.schools, rows=wanted.rows):
            figures.append(figure)
            sys.stderr.write(f"{figure.name}: {figure.ms:,.0f} ms\n")
    finally:
        database.drop()
    sys.stdout.write(f"\n{measuring.table(figures, reference)}\n")
    measuring.write(ROOT / ".run" / "bench.json", figures, reference, schools=wanted.schools, rows=wanted.rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
