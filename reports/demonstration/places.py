"""Where it plays: three invented areas, their schools as a register extract, and a trust that spans two areas."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice

from schools.register.establishment import Extract, Status
from schools.register.extract import read_extract
from schools.register.synthetic import invented_establishments, write_extract

FIRST_URN = 900001
KINDS = 27  # the generator begins with one school of each kind; only the largest area has them all
MADE_PLACES = ("Eastmere", "Harrowfold", "Castlebridge", "Winterholt", "Thistlebeck", "Larkensby")
SPANNING = ("90101", "Lanternwood Learning Trust")
LOCAL = {
    "eastmere": ("90102", "Tidewell Academies Trust"),
    "harrowfold": ("90103", "Harrowfold Schools Partnership Trust"),
    "castlebridge": ("90104", "Keldermere Education Trust"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One partnership. size: its schools; towns: six, the first one names it; last_mode, mode: of its two cycles."""

    slug: str
    name: str
    la_code: str
    towns: tuple[str, ...]
    size: int
    last_mode: str
    mode: str
    phone: str
    out_of_hours: str
    publishes: bool = True

    @property
    def la_name(self) -> str:
        """The name of its one local authority."""
        return self.towns[0]

    @property
    def gss_code(self) -> str:
        """Its code in open data, which no real authority has."""
        return f"E06000{self.la_code}"


AREAS = (
    Area(
        slug="eastmere", name="Eastmere Safeguarding Children Partnership", la_code="981", size=36,
        towns=("Eastmere", "Pemberstow", "Ravenshythe", "Winterholt", "Thistlebeck", "Larkensby"),
        last_mode="full", mode="full", phone="01632 960 110", out_of_hours="01632 960 119",
    ),
    Area(
        slug="harrowfold", name="Harrowfold Safeguarding Partners", la_code="982", size=17,
        towns=("Harrowfold", "Cinderhope", "Marlwick", "Quillcombe", "Sallowgate", "Wexcombe"),
        last_mode="full", mode="core", phone="01632 960 220", out_of_hours="01632 960 229",
    ),
    Area(
        slug="castlebridge", name="Castlebridge and Keldermere Safeguarding Partnership", la_code="983", size=8,
        towns=("Castlebridge", "Keldermere", "Tarnhythe", "Yarrowdean", "Umberfold", "Vesterby"),
        last_mode="core", mode="full", phone="01632 960 330", out_of_hours="01632 960 339", publishes=False,
    ),
)  # fmt: skip


def extract(*, scale: int, changes: Mapping[str, Mapping[str, str]] | None = None) -> Extract:
    """A register extract with the schools of all areas, read as a real one is. scale: so many times the schools.

    changes: cells by URN, for a later day's file; "copy of" names the school that a new one is like.
    """
    urns = count(FIRST_URN)
    rows = {urn: row | {"URN": urn} for area in AREAS for row in _rows(area, scale) for urn in [str(next(urns))]}
    for urn, cells in (changes or {}).items():
        like = rows[cells.get("copy of", urn)]
        rows[urn] = {**like, "URN": urn, **{heading: cell for heading, cell in cells.items() if heading != "copy of"}}
    return _read(list(rows.values()))


def _read(rows: list[dict[str, str]]) -> Extract:
    stream = io.BytesIO()
    write_extract(rows, stream)
    stream.seek(0)
    return read_extract(stream)


def _rows(area: Area, scale: int) -> Iterator[dict[str, str]]:
    """The area's schools, closed ones left out; areas after the first take the shares of an ordinary area."""
    is_first = area is AREAS[0]
    seed = 2026 + AREAS.index(area)
    made = invented_establishments(KINDS + 3 * area.size * scale, {area.la_code: area.la_name}, seed=seed)
    usual = islice(made, 0 if is_first else KINDS, None)
    still_here = (row for row in usual if row.get("EstablishmentStatus (name)", Status.OPEN) != Status.CLOSED)
    in_trusts = count()
    for row in islice(still_here, area.size * scale):
        trust = _trust(area, next(in_trusts)) if "Trusts (code)" in row else {}
        yield _renamed(row, area) | trust


def _renamed(row: Mapping[str, str], area: Area) -> dict[str, str]:
    """The generator's six places become the area's own towns, in names, addresses and postcodes."""
    town_of = dict(zip(MADE_PLACES, area.towns, strict=True))
    town_of |= {made.lower(): town.lower() for made, town in town_of.items()}
    pattern = re.compile("|".join(MADE_PLACES), re.IGNORECASE)
    cells = {heading: pattern.sub(lambda found: town_of[found[0]], cell) for heading, cell in row.items()}
    district = 10 * AREAS.index(area)  # ZZ1 to ZZ6, ZZ11 to ZZ16, …
    cells["Postcode"] = re.sub(r"ZZ(\d+)", lambda found: f"ZZ{int(found[1]) + district}", cells["Postcode"])
    return cells | {"LA (name)": area.la_name}


def _trust(area: Area, number: int) -> dict[str, str]:
    """Few trusts with several schools each; one of them in two areas. number: of the area's academies in trusts."""
    spans = area.slug in {"eastmere", "harrowfold"} and number % 2 == 0
    uid, name = SPANNING if spans else LOCAL[area.slug]
    return {"Trusts (code)": uid, "Trusts (name)": name}
