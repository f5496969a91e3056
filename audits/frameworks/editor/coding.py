"""Codes of local sections and indicators. A code that was ever given in a series is not given again. No query."""

import re
from collections.abc import Collection

from audits.frameworks.parts import LONGEST_CODE, LONGEST_SECTION_CODE

CODE = re.compile(r"[A-Z][A-Z0-9]*")
LOCAL = "L"  # LGL1: so that the catalogue's next version can have an LG9 of its own


def proposed_indicator_code(section_code: str, *, used: Collection[str], has_upstream: bool) -> str:
    """The next free code of a section: LGL1 where the series comes from the catalogue, LG9 where all is local."""
    stem = f"{section_code}{LOCAL if has_upstream else ''}"
    return next(code for number in range(1, 10_000) if (code := f"{stem}{number}") not in used)


def proposed_section_code(title: str, *, used: Collection[str]) -> str:
    """The initials of a title, "County lines and exploitation" becomes CLE; with a number where they are taken."""
    words = [word for word in re.findall(r"[A-Za-z]+", title) if word.lower() not in {"and", "of", "the", "for", "in"}]
    stem = "".join(word[0].upper() for word in words)[: LONGEST_SECTION_CODE - 1] or "X"
    if len(stem) == 1:
        stem = (words[0][:2].upper() if words and len(words[0]) > 1 else "XX")[: LONGEST_SECTION_CODE - 1]
    return next(code for number in range(100) if (code := f"{stem}{number or ''}") not in used)


def problem_with_code(code: str, *, used: Collection[str], begins_with: str = "") -> str:
    """Why this code cannot be given, or ""."""
    longest = LONGEST_CODE if begins_with else LONGEST_SECTION_CODE
    if not CODE.fullmatch(code):
        return "Write the code with capital letters and digits, beginning with a letter"
    if len(code) > longest:
        return f"The code must have {longest} characters or fewer"
    if begins_with and (not code.startswith(begins_with) or code == begins_with):
        return f"The code must begin with {begins_with}, the code of its section, and go on"
    if code in used:
        return f"The code {code} was given before and keeps its meaning: choose another one"
    return ""
