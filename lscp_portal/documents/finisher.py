"""The last touches that PDF/UA readers need and WeasyPrint 70 leaves out."""

from typing import Any

PRINT_FLAG = 4  # ISO 32000-1, table 165, bit 3


def finish(_document: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Say of each header cell whether it heads a column or a row, and make links part of the printed page."""
    by_number = {thing.number: thing for thing in pdf.objects if hasattr(thing, "get")}
    for thing in by_number.values():
        if thing.get("S") == "/TH":
            thing["A"]["Scope"] = "/Column" if _is_in_table_head(thing, by_number) else "/Row"
        elif thing.get("S") == "/LI":
            _untag_unless_in_a_list(thing, by_number)
        elif thing.get("Type") == "/Annot":
            thing["F"] = PRINT_FLAG


def _is_in_table_head(cell: dict[str, Any], by_number: dict[int, Any]) -> bool:
    row = by_number[_number(cell["P"])]
    group = by_number.get(_number(row["P"]))
    return group is not None and group.get("S") == "/THead"


def _untag_unless_in_a_list(item: dict[str, Any], by_number: dict[int, Any]) -> None:
    """A `dl` with `div` rows is a list of no items to PDF/UA, and its terms are items of no list: make them plain."""
    row = by_number[_number(item["P"])]
    group = by_number.get(_number(row["P"]))
    if row.get("S") == "/L" or group is None:
        return
    item["S"] = "/Div"
    for kid in item["K"]:
        body = by_number.get(_number(kid)) if isinstance(kid, str | bytes) else None
        if body is not None and body.get("S") in {"/Lbl", "/LBody"}:
            body["S"] = "/Div"
    if group.get("S") == "/L":
        group["S"] = "/Div"


def _number(reference: str | bytes) -> int:
    return int(reference.split()[0])
