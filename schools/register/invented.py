"""Invented places, school names, trusts and kinds of school for synthetic extracts. None of them is real."""

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

LAYOUT = Path(__file__).parent / "layout"
_PLACES_IN_AN_AUTHORITY = 6
_PLACES = (
    *("Eastmere", "Harrowfold", "Castlebridge", "Winterholt", "Thistlebeck", "Larkensby", "Cinderhope", "Marlwick"),
    *("Pemberstow", "Quillcombe", "Ravenshythe", "Sallowgate", "Tarnhythe", "Umberfold", "Vesterby", "Wexcombe"),
    *("Yarrowdean", "Orlinghythe", "Keldermere", "Isterfold", "Brackenhythe", "Copperholt", "Dunmarrow"),
    *("Elderscombe", "Fallowmere", "Gorsebeck", "Hazelthwick", "Ivelstoke", "Jessamere", "Kestrelhope"),
    *("Lintonfold", "Mosswick", "Nettlegarth", "Otterfold", "Penningmere", "Rushenby", "Silverthwick"),
    *("Teaselholt", "Upmarrow", "Wrenfold"),
)
_BESIDE = ("", "", "Upper ", "Nether ", "Great ", "Little ", "North ", "South ", "West ", "New ")
_SAINTS = ("St Aldith\u2019s", "St Orwen\u2019s", "St Kevra\u2019s", "St Ilmar\u2019s", "St Odra\u2019s")
_STREETS = ("Chapel Lane", "School Road", "Orchard Way", "Station Road", "Mill Rise", "Church Walk", "Beacon Hill")
_TRUST_FORMS = ("Learning Trust", "Academies Trust", "Schools Partnership Trust", "Education Trust")
# ZZ is no postcode area: Royal Mail gives none a Z in second place. ZZ99 is left out, since health records use it.
_DISTRICTS = range(1, 99)
_INWARD = "".join(sorted(set(ascii_uppercase) - set("CIKMOV")))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of school. name: with {place} in it. share: its weight among all. pupils: a usual number of them."""

    name: str
    share: int
    pupils: int
    cells: Mapping[str, str]

    @property
    def is_academy(self) -> bool:
        """Whether a trust runs it."""
        return self.cells["EstablishmentTypeGroup (name)"] in {"Academies", "Free Schools"}


def _kinds() -> tuple[Kind, ...]:
    """The rows of kinds.csv; a blank cell there leaves the layout's default."""
    with (LAYOUT / "kinds.csv").open(encoding="ascii", newline="") as file:
        return tuple(
            Kind(
                row.pop("name"),
                int(row.pop("share")),
                int(row.pop("pupils")),
                {heading: cell for heading, cell in row.items() if cell},
            )
            for row in csv.DictReader(file)
        )


KINDS = _kinds()


def trust(choice: random.Random) -> tuple[str, str]:
    """The number and name of one of forty trusts."""
    number = choice.randrange(len(_PLACES))
    return str(90_001 + number), f"{_PLACES[number]} {_TRUST_FORMS[number % len(_TRUST_FORMS)]}"


class Namer:
    """Names places and schools. Two schools share a name only when there are thousands, as in life."""

    def __init__(self, choice: random.Random, codes: Sequence[str]) -> None:
        self._choice = choice
        self._used: set[str] = set()
        places = [*_PLACES, *_PLACES]
        starts = {code: number * _PLACES_IN_AN_AUTHORITY % len(_PLACES) for number, code in enumerate(codes)}
        self._places = {code: places[start : start + _PLACES_IN_AN_AUTHORITY] for code, start in starts.items()}

    def place_and_name(self, kind: Kind, code: str) -> dict[str, str]:
        """The cells of a name, an address and a website that go together, for a school of the authority `code`."""
        town = self._choice.choice(self._places[code])
        name = self._unused(kind, town)
        plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower())
        return {
            "EstablishmentName": name,
            "Street": f"{self._choice.randrange(1, 90)} {self._choice.choice(_STREETS)}",
            "Town": town,
            "DistrictAdministrative (name)": town,
            "Postcode": self._postcode(town),
            "SchoolWebsite": f"https://www.{'-'.join(plain.split())}.example/",
        }

    def _unused(self, kind: Kind, town: str) -> str:
        name = ""
        for _attempt in range(8):
            place = self._choice.choice(_BESIDE) + town
            name = kind.name.format(place=place, saint=self._choice.choice(_SAINTS))
            if name not in self._used:
                break
        self._used.add(name)
        return name

    def _postcode(self, town: str) -> str:
        letters = self._choice.choice(_INWARD) + self._choice.choice(_INWARD)
        return f"ZZ{_DISTRICTS[_PLACES.index(town)]} {self._choice.randrange(1, 10)}{letters}"
