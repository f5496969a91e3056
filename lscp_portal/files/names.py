"""The name somebody's computer gave a file: only ever shown, never used as a path."""

import unicodedata

from lscp_portal.files.types import LONGEST_NAME, FileRefused, Kind, Reason

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, direction and format marks, private and unassigned
SEPARATORS = str.maketrans({"\\": "/", ":": " "})
SAME = {"jpeg": "jpg", "jpe": "jpg"}


def shown_name(name: str) -> str:
    """The last part of the name, in NFC, without anything invisible, at most 120 characters; its ending stays.

    Marks of direction would make “gpj.exe” read as “exe.jpg”; they go before the ending is looked at.
    """
    last = name.translate(SEPARATORS).rpartition("/")[2]
    plain = unicodedata.normalize("NFC", last)
    plain = "".join(mark for mark in plain if unicodedata.category(mark) not in INVISIBLE)
    plain = " ".join(plain.split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST_NAME]
    ending = ending[:10]
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip()}.{ending}"


def kind_of(name: str) -> Kind:
    """What the ending of a shown name says. Raises FileRefused for anything not on the list."""
    stem, _, ending = name.rpartition(".")
    ending = SAME.get(ending.lower(), ending.lower())
    found = next((kind for kind in Kind if kind.ending == ending), None)
    if found is None or not stem:
        raise FileRefused(Reason.WRONG_KIND)
    return found


def readable(name: str) -> str:
    """A name as words, for the detector of children's details: “Tom_Smith-record.pdf” has three."""
    return name.rpartition(".")[0].translate(str.maketrans("_-.", "   "))
