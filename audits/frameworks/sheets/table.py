"""What a sheet of a framework workbook is made of."""

from dataclasses import dataclass
from enum import Enum

from audits.frameworks.sheets.cells import Kind

Path = tuple[str, ...]
KEY: Path = ("a key",)  # the column holds the key of a mapping, or the code of the item above
WORDS: Path = ()  # the column holds the very value


class Shape(Enum):
    """How a sheet's rows stand in the file's values."""

    LISTED = "each row is one item of a list"
    KEYED = "each row is one entry of a mapping"
    INNER = "each row is one item of a list inside the items of a list above"
    FORM = "each row is one value, in the order of the columns here"
    OWN = "a module of its own knows"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. path: of its value in the row's item. choices: the list of allowed values, by name.

    may_be_none: the key stands in the file without a value when the cell is blank.
    """

    heading: str
    path: Path
    kind: Kind = Kind.TEXT
    hint: str = ""
    choices: str = ""
    width: int = 18
    may_be_none: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. path: of its list or mapping. inside: of an INNER one, the list above and the key of its items."""

    name: str
    about: str
    shape: Shape
    path: Path
    columns: tuple[Column, ...]
    inside: tuple[Path, str] = ((), "")

    @property
    def says_applies(self) -> bool:
        """Whether its items apply to some schools only; where every cell for it is blank, they apply to all."""
        return any(column.path[:1] == ("applies",) for column in self.columns)


def column(heading: str, path: str, hint: str = "", **more: object) -> Column:
    """A column whose value stands at a path with dots."""
    return Column(heading, tuple(path.split(".")), hint=hint, **more)  # type: ignore[arg-type] # as Column says


SEVERAL = "Several have a semicolon between them."
APPLIES = (
    column(
        "Only governance",
        "applies.governance",
        f"Blank for every kind. {SEVERAL}",
        kind=Kind.LIST,
        choices="Governance",
    ),
    column(
        "Any of these features",
        "applies.features_any",
        f"Asked of schools with at least one of them. {SEVERAL}",
        kind=Kind.LIST,
        choices="Features",
    ),
    column(
        "All of these features",
        "applies.features_all",
        "Asked of schools with every one of them.",
        kind=Kind.LIST,
        choices="Features",
    ),
    column(
        "None of these features",
        "applies.not_features",
        "Not asked of schools with any of them.",
        kind=Kind.LIST,
        choices="Features",
    ),
)
