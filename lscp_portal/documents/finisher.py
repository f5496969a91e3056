"""The last touches that PDF/UA readers need and WeasyPrint 70 leaves out."""

from typing import Any

PRINT_FLAG = 4  # ISO 32000-1, table 165, bit 3


def finish(_document: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Say of each header cell whether it heads a column or a row, and make links part of the printed page."""
    by_number = {thing.number: thing for thing in pdf.objects if hasattr(thing, "get")}
    for thing in by_number.values():
        if thing.get("S") == "/TH":
            thing["A"]["Scope"] = "/Column" if _is_in_table_head(thing, by_number) else "/Row"
        elif thing.get("Type") == "/Annot":
            thing["F"] = PRINT_FLAG


def _is_in_table_head(cell: dict[str, Any], by_number: dict[int, Any]) -> bool:
    row = by_number[_number(cell["P"])]
    group = by_number.get(_number(row["P"]))
    return group is not None and group.get("S") == "/THead"


def _number(reference: str | bytes) -> int:
    return int(reference.split()[0])
