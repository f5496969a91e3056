"""What an Office document's parts lead to (.rels): judged, then written anew so that no program reads it otherwise."""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from lscp_portal.files.markup import gathered
from lscp_portal.files.types import FileRefused, Reason

SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
ATTRIBUTES = ("Id", "Type", "Target", "TargetMode")
KEPT_LINKS = ("https://", "#")  # security.md 4.1 allows no other
TAKEN_OFF = ("http://", "mailto:", "tel:")  # honest, so the words stay and lead nowhere
NOWHERE = "#"
BY_TYPE = {  # the end of a relationship's type, in small letters
    "vbaproject": Reason.MACROS,
    "xlmacrosheet": Reason.MACROS,
    "xlintlmacrosheet": Reason.MACROS,
    "oleobject": Reason.EMBEDDED,
    "package": Reason.EMBEDDED,
    "control": Reason.EMBEDDED,
    "activexcontrolbinary": Reason.EMBEDDED,
    "afchunk": Reason.EMBEDDED,
    "attachedtemplate": Reason.FETCHES,
    "externallinkpath": Reason.FETCHES,
    "subdocument": Reason.FETCHES,
}


def relations_made_anew(content: bytes) -> bytes:
    """The same part, links to anything but https taken off. Raises FileRefused for what is fetched or run by itself."""
    rows = [_row(found) for found in gathered(content, "Relationship")]
    return _written(rows)


def _row(found: dict[str, str]) -> dict[str, str]:
    relation = found.get("Type", "").rpartition("/")[2].lower()
    if relation in BY_TYPE:
        raise FileRefused(BY_TYPE[relation])
    if found.get("TargetMode", "").strip().lower() != "external":
        return found
    address = found.get("Target", "").strip().lower()
    if relation == "hyperlink" and address.startswith(KEPT_LINKS):
        return found
    if relation == "hyperlink" and address.startswith(TAKEN_OFF):
        return {**found, "Target": NOWHERE}
    raise FileRefused(Reason.FETCHES)


def _written(rows: Iterable[dict[str, str]]) -> bytes:
    lines = (
        "<Relationship" + "".join(f" {name}={quoteattr(row[name])}" for name in ATTRIBUTES if name in row) + "/>"
        for row in rows
    )
    start = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{SPACE}">'
    return f"{start}{''.join(lines)}</Relationships>".encode()
