"""Writes extracts of invented schools in the full GIAS layout: for the demonstration, benchmarks and tests."""

import csv
import io
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from schools.register.invented import KINDS, LAYOUT, Kind, Namer, trust

Row = Mapping[str, str]

# The layout of a 2025 extract (domain.md 5.5), with the five columns of earlier years that are not in it any more.
HEADINGS = tuple((LAYOUT / "headings.txt").read_text(encoding="ascii").split("\n")[:-1])

# A cell that a row does not name. The personal ones are filled, so that a test sees it when one of them gets through.
DEFAULTS: Row = {
    "URN": "900001",
    "LA (code)": "999",
    "LA (name)": "Eastmere",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Eastmere Primary School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "ReasonEstablishmentOpened (name)": "Not applicable",
    "OpenDate": "01-09-1974",
    "ReasonEstablishmentClosed (name)": "Not applicable",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "5",
    "StatutoryHighAge": "11",
    "Boarders (name)": "No boarders",
    "NurseryProvision (name)": "No Nursery Classes",
    "OfficialSixthForm (name)": "Does not have a sixth form",
    "Gender (name)": "Mixed",
    "ReligiousCharacter (name)": "Does not apply",
    "Diocese (name)": "Not applicable",
    "AdmissionsPolicy (name)": "Not applicable",
    "SchoolCapacity": "210",
    "SpecialClasses (name)": "No Special Classes",
    "CensusDate": "15-01-2026",
    "NumberOfPupils": "198",
    "NumberOfBoys": "101",
    "NumberOfGirls": "97",
    "PercentageFSM": "21.7",
    "TrustSchoolFlag (name)": "Not supported by a trust",
    "SchoolSponsorFlag (name)": "Not applicable",
    "FederationFlag (name)": "Not under a federation",
    "UKPRN": "19000001",
    "FurtherEducationType (name)": "Not applicable",
    "LastChangedDate": "03-09-2026",
    "Street": "Chapel Lane",
    "Town": "Eastmere",
    "Postcode": "ZZ1 1AA",
    "SchoolWebsite": "https://www.eastmere-primary.example/",
    "TelephoneNum": "01632960001",
    "HeadTitle (name)": "Mrs",
    "HeadFirstName": "Zenobia",
    "HeadLastName": "Quillfeather",
    "HeadPreferredJobTitle": "Headteacher of Personal Data",
    "PropsName": "Barnaby Proprietorson",
    "GOR (name)": "Not recorded",
    "DistrictAdministrative (name)": "Eastmere",
    "UrbanRural (name)": "Urban: Nearer to a major town or city",
    "Country (name)": "England",
}


def write_extract(rows: Iterable[Row], stream: BinaryIO, *, headings: Iterable[str] = HEADINGS) -> None:
    """Write rows as GIAS ships them: Windows-1252, comma separated, each line ended by CR LF.

    rows: cells by heading; what a row leaves out comes from DEFAULTS or is blank. headings: another order or choice.
    Raises UnicodeEncodeError for letters that Windows-1252 does not have, ValueError for a column that is not there.
    """
    text = io.TextIOWrapper(stream, encoding="cp1252", newline="", write_through=True)
    writer = csv.DictWriter(text, fieldnames=list(headings), restval="", lineterminator="\r\n")
    chosen = set(writer.fieldnames)
    defaults = {heading: cell for heading, cell in DEFAULTS.items() if heading in chosen}
    writer.writeheader()
    writer.writerows({**defaults, **row} for row in rows)
    text.detach()


def invented_establishments(
    count: int, authorities: Mapping[str, str], *, first_urn: int = 900001, seed: int = 2026
) -> Iterator[dict[str, str]]:
    """`count` invented schools as rows for write_extract, the same ones for the same seed.

    authorities: local authority names by three-digit code; schools are dealt to them in turn. The first schools are
    one of each kind, open; the others follow the kinds' shares, some of them closed, closing or yet to open.
    """
    choice = random.Random(seed)  # noqa: S311, invented schools need no secret
    codes = sorted(authorities)
    namer = Namer(choice, codes)
    for number in range(count):
        kind = KINDS[number] if number < len(KINDS) else choice.choices(KINDS, [kind.share for kind in KINDS])[0]
        code = codes[number % len(codes)]
        row = {
            "URN": str(first_urn + number),
            "LA (code)": code,
            "LA (name)": authorities[code],
            "EstablishmentNumber": str(2000 + number // len(codes)),
            "UKPRN": str(19_000_000 + first_urn % 1_000_000 + number),
            **namer.place_and_name(kind, code),
            **_cells(kind, choice),
        }
        yield row if number < len(KINDS) else row | _status(choice)


def _cells(kind: Kind, choice: random.Random) -> dict[str, str]:
    capacity = choice.randrange(kind.pupils // 2, kind.pupils * 2, 15)
    pupils = capacity * choice.randrange(70, 104) // 100
    cells = {
        **kind.cells,
        "SchoolCapacity": str(capacity),
        "NumberOfPupils": str(pupils),
        "NumberOfBoys": str(pupils // 2),
        "NumberOfGirls": str(pupils - pupils // 2),
        "OpenDate": f"01-09-{choice.randrange(1955, 2020)}",
        "LastChangedDate": f"{choice.randrange(1, 29):02}-{choice.randrange(1, 10):02}-2026",
    }
    if kind.is_academy and choice.random() < 0.85:  # noqa: PLR2004, about the national share
        uid, name = trust(choice)
        cells |= {
            "TrustSchoolFlag (name)": "Supported by a multi-academy trust",
            "Trusts (code)": uid,
            "Trusts (name)": name,
        }
    elif kind.is_academy:
        cells["TrustSchoolFlag (name)"] = "Supported by a single-academy trust"
    return cells


def _status(choice: random.Random) -> dict[str, str]:
    drawn = choice.random()
    if drawn < 0.06:  # noqa: PLR2004, shares of the invented register
        closed = f"31-08-{choice.randrange(2015, 2026)}"
        return {
            "EstablishmentStatus (code)": "2",
            "EstablishmentStatus (name)": "Closed",
            "CloseDate": closed,
            "ReasonEstablishmentClosed (name)": choice.choice(["Closure", "Academy Converter"]),
            "NumberOfPupils": "",
        }
    if drawn < 0.07:  # noqa: PLR2004
        return {"EstablishmentStatus (code)": "3", "EstablishmentStatus (name)": "Open, but proposed to close"}
    if drawn < 0.08:  # noqa: PLR2004
        return {
            "EstablishmentStatus (code)": "4",
            "EstablishmentStatus (name)": "Proposed to open",
            "OpenDate": "01-09-2027",
            "NumberOfPupils": "",
        }
    return {}
