"""What the times of somebody's own saves suggest: a help for memory, computed when asked for and kept nowhere."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

LONGEST_GAP = timedelta(minutes=10)  # whoever saves nothing for longer is taken to have done something else


def minutes_between(instants: Iterable[datetime]) -> int:
    """Whole minutes between instants that follow each other within ten minutes, longer gaps left out; in any order."""
    gaps = [later - earlier for earlier, later in pairwise(sorted(instants))]
    counted = sum((gap for gap in gaps if gap <= LONGEST_GAP), timedelta())
    return round(counted / timedelta(minutes=1))
