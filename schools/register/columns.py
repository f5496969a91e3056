"""The columns of a GIAS establishment extract that this product reads. A column that is not named here is never read.

GIAS is the national register of schools. Its extract names heads and proprietors; nothing about a person is listed
here, so nothing about a person can be stored (domain.md 5.5).
"""

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a cell must hold to be believed."""

    URN = "a school's number"
    AUTHORITY = "a local authority's number"
    STATUS = "one of the four states of a school"
    NAME = "text that may not be blank"
    TEXT = "text"
    WORD = "text that many schools share"
    POSTCODE = "a postcode"
    NUMBER = "a whole number or blank"
    DAY = "a day as dd-mm-yyyy or blank"


@dataclass(frozen=True, slots=True)
class Column:
    """One column we read: the field it fills, its heading in the extract, what it holds, and if a file needs it."""

    field: str
    heading: str
    kind: Kind
    needed: bool = False


# In the order of the fields of Establishment; a test holds the two together.
COLUMNS = (
    Column("urn", "URN", Kind.URN, needed=True),
    Column("name", "EstablishmentName", Kind.NAME, needed=True),
    Column("la_code", "LA (code)", Kind.AUTHORITY, needed=True),
    Column("la_name", "LA (name)", Kind.WORD, needed=True),
    Column("establishment_number", "EstablishmentNumber", Kind.TEXT),
    Column("type_name", "TypeOfEstablishment (name)", Kind.WORD, needed=True),
    Column("type_group", "EstablishmentTypeGroup (name)", Kind.WORD, needed=True),
    Column("status", "EstablishmentStatus (name)", Kind.STATUS, needed=True),
    Column("open_date", "OpenDate", Kind.DAY, needed=True),
    Column("reason_opened", "ReasonEstablishmentOpened (name)", Kind.WORD),
    Column("close_date", "CloseDate", Kind.DAY, needed=True),
    Column("reason_closed", "ReasonEstablishmentClosed (name)", Kind.WORD),
    Column("phase", "PhaseOfEducation (name)", Kind.WORD, needed=True),
    Column("low_age", "StatutoryLowAge", Kind.NUMBER, needed=True),
    Column("high_age", "StatutoryHighAge", Kind.NUMBER, needed=True),
    Column("boarders", "Boarders (name)", Kind.WORD),
    Column("nursery", "NurseryProvision (name)", Kind.WORD),
    Column("sixth_form", "OfficialSixthForm (name)", Kind.WORD),
    Column("gender", "Gender (name)", Kind.WORD),
    Column("religious_character", "ReligiousCharacter (name)", Kind.WORD),
    Column("admissions", "AdmissionsPolicy (name)", Kind.WORD),
    Column("capacity", "SchoolCapacity", Kind.NUMBER),
    Column("number_of_pupils", "NumberOfPupils", Kind.NUMBER),
    Column("trust_flag", "TrustSchoolFlag (name)", Kind.WORD),
    Column("trust_uid", "Trusts (code)", Kind.WORD),
    Column("trust_name", "Trusts (name)", Kind.WORD),
    Column("federation_flag", "FederationFlag (name)", Kind.WORD),
    Column("ukprn", "UKPRN", Kind.TEXT),
    Column("street", "Street", Kind.TEXT),
    Column("locality", "Locality", Kind.TEXT),
    Column("address3", "Address3", Kind.TEXT),
    Column("town", "Town", Kind.WORD, needed=True),
    Column("county", "County (name)", Kind.WORD),
    Column("postcode", "Postcode", Kind.POSTCODE, needed=True),
    Column("website", "SchoolWebsite", Kind.TEXT),
    Column("sen_unit_on_roll", "SenUnitOnRoll", Kind.NUMBER),
    Column("resourced_provision_on_roll", "ResourcedProvisionOnRoll", Kind.NUMBER),
    Column("last_changed", "LastChangedDate", Kind.DAY),
)

# What a framework's gias_rules may look at, kept word for word beside the school so that a new framework version can
# be applied without the extract. A test holds it against every framework the product ships.
PROFILE_HEADINGS = (
    "TypeOfEstablishment (name)",
    "EstablishmentTypeGroup (name)",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "Boarders (name)",
    "BoardingEstablishment (name)",
    "NurseryProvision (name)",
    "OfficialSixthForm (name)",
    "TrustSchoolFlag (name)",
    "FederationFlag (name)",
    "TypeOfResourcedProvision (name)",
    "SenUnitOnRoll",
    "ResourcedProvisionOnRoll",
)

NEEDED_HEADINGS = tuple(column.heading for column in COLUMNS if column.needed)
READ_HEADINGS = tuple(dict.fromkeys([*(column.heading for column in COLUMNS), *PROFILE_HEADINGS]))
