"""What crosses the layers of delegates."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """What a school writes down. step: head or chair; ends_on: the last day, a year after the first at most."""

    step: str
    person_id: int
    minute_reference: str
    starts_on: date
    ends_on: date
