"""Writes a compiled Python pattern as JavaScript, sign by sign, so that both find the same.

JavaScript has no inline flags (not in every browser), and its classes for words, digits and spaces, its word boundary
and its ignoring of case are not Python's. So everything is written out: classes by their Unicode properties,
boundaries by looking around, letters whose case does not matter with each sign that Python takes for the same. The
result is for the flag "u" alone.
"""

import functools
import re
from collections.abc import Iterable
from re import _constants as code  # type: ignore[attr-defined] # the parse tree has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

WORD_SIGNS = r"\p{L}\p{N}_"
WORD = f"[{WORD_SIGNS}]"
NOT_WORD = f"[^{WORD_SIGNS}]"
BASIC_PLANE = range(0x10000)  # no letter of a pattern has an equal above
SYNTAX = frozenset(r"^$\.*+?()[]{}|/-")
BOUNDARY = (code.AT, code.AT_BOUNDARY)
POSITIONS = {
    code.AT_BEGINNING: "^",
    code.AT_BEGINNING_STRING: "^",
    code.AT_END: r"(?=\n?$)",  # Python's dollar also stands before a last line end
    code.AT_END_STRING: "$",
    code.AT_BOUNDARY: f"(?:(?<={WORD})(?!{WORD})|(?<!{WORD})(?={WORD}))",
}


def javascript(pattern: re.Pattern[str]) -> str:
    """The source of the same pattern. Raises ValueError for what no pattern of ours uses."""
    return _sequence(parser.parse(pattern.pattern, pattern.flags), pattern.flags)


def _sequence(parts: Iterable[tuple[Any, Any]], flags: int) -> str:
    parts = list(parts)
    written = []
    for place, (kind, value) in enumerate(parts):
        if (kind, value) != BOUNDARY:
            written.append(_part(kind, value, flags))
        elif _is_word_at_edge(parts[place + 1 :]):  # half of a boundary is known, and a browser compiles it much sooner
            written.append(f"(?<!{WORD})")
        elif _is_word_at_edge(parts[:place][::-1], at_end=True):
            written.append(f"(?!{WORD})")
        else:
            written.append(POSITIONS[code.AT_BOUNDARY])
    return "".join(written)


def _is_word_at_edge(parts: Iterable[tuple[Any, Any]], *, at_end: bool = False) -> bool:
    """Whether whatever these match begins with a sign of a word; with at_end, read backwards, ends with one."""
    for kind, value in parts:
        if kind in {code.MAX_REPEAT, code.MIN_REPEAT}:
            least, _most, inner = value
            if not _is_word_at_edge(_from_edge(inner, at_end=at_end), at_end=at_end):
                return False
            if least:
                return True
        else:
            return _is_word(kind, value, at_end=at_end)
    return False


def _is_word(kind: Any, value: Any, *, at_end: bool) -> bool:  # noqa: ANN401
    edge = functools.partial(_is_word_at_edge, at_end=at_end)
    answers = {
        code.LITERAL: lambda: chr(value).isalnum(),
        code.RANGE: lambda: all(chr(sign).isalnum() for sign in range(value[0], value[1] + 1)),
        code.CATEGORY: lambda: value in {code.CATEGORY_DIGIT, code.CATEGORY_WORD},
        code.IN: lambda: all(_is_word(*item, at_end=at_end) for item in value),
        code.BRANCH: lambda: all(edge(_from_edge(way, at_end=at_end)) for way in value[1]),
        code.SUBPATTERN: lambda: edge(_from_edge(value[3], at_end=at_end)),
    }
    return kind in answers and answers[kind]()


def _from_edge(parts: Iterable[tuple[Any, Any]], *, at_end: bool) -> list[tuple[Any, Any]]:
    return list(parts)[:: -1 if at_end else 1]


def _part(kind: Any, value: Any, flags: int) -> str:  # noqa: ANN401 - the parser's own tree
    if kind is code.AT and value in POSITIONS:
        return POSITIONS[value]
    if kind is code.ANY and not flags & re.DOTALL:
        return r"[^\n]"
    writers = {
        code.LITERAL: lambda: _class([(code.LITERAL, value)], flags),
        code.NOT_LITERAL: lambda: _class([(code.NEGATE, None), (code.LITERAL, value)], flags),
        code.IN: lambda: _class(value, flags),
        code.BRANCH: lambda: f"(?:{'|'.join(_sequence(way, flags) for way in value[1])})",
        code.SUBPATTERN: lambda: _group(value, flags),
        code.MAX_REPEAT: lambda: _repeated(value, flags),
        code.MIN_REPEAT: lambda: _repeated(value, flags) + "?",
        code.ASSERT: lambda: f"(?{'<' * (value[0] < 0)}={_sequence(value[1], flags)})",
        code.ASSERT_NOT: lambda: f"(?{'<' * (value[0] < 0)}!{_sequence(value[1], flags)})",
        code.GROUPREF: lambda: f"(?:\\{value})",
    }
    if kind not in writers:
        raise ValueError(f"{kind} {value} has no translation yet")
    return writers[kind]()


def _group(value: tuple[int | None, int, int, Any], flags: int) -> str:
    number, added, taken, parts = value
    return f"({'?:' if number is None else ''}{_sequence(parts, (flags | added) & ~taken)})"


def _repeated(value: tuple[int, int, Any], flags: int) -> str:
    least, most, parts = value
    words = _sequence(parts, flags)
    if len(parts) > 1 or parts[0][0] is not code.IN:
        words = f"(?:{words})"
    times = "" if most == code.MAXREPEAT else most
    short = {(0, ""): "*", (1, ""): "+", (0, 1): "?"}
    return words + short.get((least, times), f"{{{least}}}" if least == times else f"{{{least},{times}}}")


def _class(items: list[tuple[Any, Any]], flags: int) -> str:
    is_negated = items[0][0] is code.NEGATE
    items = items[is_negated:]
    has_not_word = (code.CATEGORY, code.CATEGORY_NOT_WORD) in items
    signs = "".join(_item(kind, value, flags) for kind, value in items if value is not code.CATEGORY_NOT_WORD)
    if not has_not_word:
        is_one = not is_negated and len(signs.removeprefix("\\")) == 1
        return ("-" if signs == r"\-" else signs) if is_one else f"[{'^' * is_negated}{signs}]"
    return f"(?:(?![{signs}]){WORD})" if is_negated else f"(?:[{signs}]|{NOT_WORD})"


def _item(kind: Any, value: Any, flags: int) -> str:  # noqa: ANN401
    if kind is code.CATEGORY:
        return _categories()[value]
    first, last = value if kind is code.RANGE else (value, value)
    signs = range(first, last + 1)
    return _ranges(_equals(first, last) if flags & re.IGNORECASE else signs)


@functools.cache
def _categories() -> dict[Any, str]:
    spaces = _ranges(sign for sign in BASIC_PLANE if chr(sign).isspace())
    return {
        code.CATEGORY_DIGIT: r"\p{Nd}",
        code.CATEGORY_NOT_DIGIT: r"\P{Nd}",
        code.CATEGORY_WORD: WORD_SIGNS,
        code.CATEGORY_SPACE: spaces,
    }


@functools.cache
def _equals(first: int, last: int) -> tuple[int, ...]:
    """The signs that Python takes for one of these when case does not matter: for k also the sign of Kelvin."""
    alike = re.compile(f"[{re.escape(chr(first))}-{re.escape(chr(last))}]", re.IGNORECASE)
    return tuple(ord(sign) for sign in alike.findall(_all_signs()))


@functools.cache
def _all_signs() -> str:
    return "".join(map(chr, BASIC_PLANE))


def _ranges(signs: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for sign in signs:
        if runs and runs[-1][1] == sign - 1:
            runs[-1][1] = sign
        else:
            runs.append([sign, sign])
    return "".join(
        _sign(one) if one == two else f"{_sign(one)}{'-' * (two > one + 1)}{_sign(two)}" for one, two in runs
    )


def _sign(sign: int) -> str:
    text = chr(sign)
    if text in SYNTAX:
        return f"\\{text}"
    return text if text.isascii() and text.isprintable() else f"\\u{{{sign:x}}}"
