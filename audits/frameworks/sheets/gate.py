"""Looks at a workbook before any library builds it in memory: the right kind of file, not too large, without traps."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NoReturn

from audits.frameworks.place import DefinitionProblem, DefinitionRefused
from audits.frameworks.sheets.scanning import WorkbookTrap, look_at_parts

LARGEST_FILE = 2_000_000
MOST_ENTRIES = 500
LARGEST_INSIDE = 30_000_000  # bytes, all parts together once inflated
MOST_RATIO = 100
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = {
    "ods": ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    "xlsx": ("[Content_Types].xml", b""),
}
_MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlsb", ".xlam", ".xla", ".xlt")
_MACRO_PARTS = ("vbaproject.bin", "basic/", "scripts/", "macrosheets/", "activex/", "embeddings/")


def kind_of_workbook(content: bytes, file_name: str) -> str:
    """Which kind, ods or xlsx, by the suffix and by what is inside. Raises DefinitionRefused: another, or unsafe."""
    suffix = PurePosixPath(file_name.replace("\\", "/")).suffix.lower()
    if suffix in _MACRO_SUFFIXES:
        refuse("This kind of workbook can hold macros.", "Save it as .xlsx or .ods, and try again.")
    if suffix[1:] not in _KINDS:
        refuse(f"A file named {suffix or 'without a suffix'} is not known.", "Use a file named .yaml, .ods or .xlsx.")
    if not content:
        refuse("The file is empty.", "Save the workbook again, and try again.")
    if len(content) > LARGEST_FILE:
        refuse(
            f"The file has {len(content):,} bytes, more than {LARGEST_FILE:,}.",
            "Remove pictures and sheets of your own.",
        )
    if content.startswith(_OLE):
        refuse(
            "The workbook is protected by a password, or of the old kind .xls.",
            "Save it without a password as .xlsx or .ods.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_directory(package.infolist())
            _check_kind(package, suffix[1:])
            look_at_parts(package)
    except _DAMAGED as error:
        refuse(f"The file is no workbook, or damaged{_begins(content)}.", "Save it again as .xlsx or .ods.", error)
    except WorkbookTrap as trap:
        refuse(trap.reason, trap.remedy, trap, place=trap.place)
    return suffix[1:]


def refuse(reason: str, remedy: str, error: Exception | None = None, *, place: str = "the file") -> NoReturn:
    """Stop with one problem."""
    raise DefinitionRefused([DefinitionProblem(place, reason, remedy)]) from error


def _check_directory(entries: Iterable[zipfile.ZipInfo]) -> None:
    """From the central directory alone, before anything is inflated. zipfile never reads past the size said there."""
    entries = list(entries)
    inside, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or inside > LARGEST_INSIDE or inside > MOST_RATIO * max(packed, 1):
        raise WorkbookTrap(
            f"The workbook would unpack to {inside:,} bytes in {len(entries):,} parts, which no framework needs.",
            "Remove pictures, colours of whole columns and sheets of your own.",
        )
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or is_link or entry.flag_bits & 1:
            raise WorkbookTrap("The workbook has a part that must not be opened.", "Save it again as .xlsx or .ods.")
        name = entry.filename.lower()
        if any(part in f"/{name}" for part in (f"/{macro}" for macro in _MACRO_PARTS)) or name.endswith(".bin"):
            _refuse_macros_unless_printer(name)
        if name.startswith("xl/externallinks/"):
            raise WorkbookTrap("The workbook has links to other files.", "Break the links, and save it again.")


def _refuse_macros_unless_printer(name: str) -> None:
    if not name.startswith("xl/printersettings/"):  # Excel keeps the printer's own settings as .bin
        raise WorkbookTrap(
            "The workbook holds macros or other programs.", "Save it without them as .xlsx or .ods, and try again."
        )


def _check_kind(package: zipfile.ZipFile, suffix: str) -> None:
    names = set(package.namelist())
    inside = {kind for kind, (part, start) in _KINDS.items() if part in names and package.read(part).startswith(start)}
    if suffix not in inside:
        found = f"inside it is .{inside.pop()}" if inside else "inside it is no spreadsheet"
        raise WorkbookTrap(f"The file is named .{suffix}, but {found}.", "Save it again as .xlsx or .ods.")
    types = package.read("[Content_Types].xml") if suffix == "xlsx" else b""
    if b"macroEnabled" in types:
        raise WorkbookTrap("The workbook can hold macros.", "Save it as .xlsx or .ods, and try again.")


def _begins(content: bytes) -> str:
    start = content[:200].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        return ": inside it is a web page"
    if start.startswith((b"<?xml", b"<")):
        return ": inside it is XML"
    return ""
