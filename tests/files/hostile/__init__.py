"""Hostile files, each made here, and the right verdict on each (security.md 6, row 26): class -> what it is -> case."""

from tests.files.hostile import fetching, names, packages, pdfs, pictures, running, telling
from tests.files.hostile.case import Case

CLASSES: dict[str, dict[str, Case]] = {
    "EICAR": names.EICAR_CARRIERS,
    "macro": running.MACROS,
    "OLE": running.EMBEDDED,
    "external template": fetching.FETCHING,
    "polyglot": pictures.POLYGLOTS,
    "zip bomb": packages.BOMBS,
    "zip slip": packages.SLIPS,
    "PDF that acts": pdfs.ACTING,
    "encrypted": packages.ENCRYPTED,
    "pixel flood": pictures.FLOODS,
    "where it was taken": telling.TELLING,
    "wrong magic": pictures.WRONG_MAGIC,
    "name": names.NAMES,
    "0 byte": names.EMPTY,
    "over-size": names.TOO_LARGE,
}
