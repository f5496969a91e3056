"""The XML of Office documents, walked by expat itself: of millions of cells nobody needs a tree."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from lscp_portal.files.types import FileRefused, Reason

ENCODINGS = {
    None,
    "utf-8",
    "us-ascii",
    "utf-16",
}  # in others a reader may see other words than we do
APART = " "  # between a namespace and a name
FIELDS = ("instrText", "fldChar", "fldSimple")
BY_ELEMENT = {"ddeLink": Reason.PROGRAM_DATA, "ddeItems": Reason.PROGRAM_DATA}
BY_ITSELF = {"1", "true", "on"}
# fields of Word that run another program or fetch; letters around one make it a word of a sentence or of another field
DDE = re.compile(r"(?<![A-Z])DDE(AUTO)?(?![A-Z])")
FETCHING = re.compile(r"(?<![A-Z])INCLUDE(PICTURE|TEXT)(?![A-Z])")


def refuse_markup(content: bytes) -> None:
    """Raises FileRefused for definitions, links and fields that act or fetch, and for what is no XML."""
    walk(content, _Part())


def walk(content: bytes, part: "_Part") -> None:
    """Show every element to `part`. Raises FileRefused."""
    parser = expat.ParserCreate(namespace_separator=APART)
    parser.buffer_text = True
    parser.XmlDeclHandler = _refuse_encoding
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.StartElementHandler = part.start
    parser.EndElementHandler = part.end
    part.parser = parser
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's own
    except (expat.ExpatError, ValueError, LookupError):
        raise FileRefused(Reason.DAMAGED) from None
    part.close()


class _Part:
    """What is looked for in any part: elements that fetch, and the words of Word's fields."""

    parser: expat.XMLParserType

    def __init__(self) -> None:
        self.words: list[str] = []

    def start(self, tag: str, found: Mapping[str, str]) -> None:
        name = tag.rpartition(APART)[2]
        if name in BY_ELEMENT:
            raise FileRefused(BY_ELEMENT[name])
        if name in FIELDS:
            self.start_field(name, found)
        elif name == "connection" and found.get("refreshOnLoad") in BY_ITSELF:
            raise FileRefused(Reason.FETCHES)

    def start_field(self, name: str, found: Mapping[str, str]) -> None:
        """Its words may come in pieces; only its ends part it from the next one."""
        if name == "instrText":
            self.parser.CharacterDataHandler = self.words.append
        elif name == "fldChar":
            self.words.append("\n")
        else:
            said = next((value for key, value in found.items() if key.rpartition(APART)[2] == "instr"), "")
            self.words.append(f"\n{said}\n")

    def end(self, tag: str) -> None:
        if tag.endswith("instrText"):
            self.parser.CharacterDataHandler = None

    def close(self) -> None:
        said = "".join(self.words).replace('"', "").upper()
        if DDE.search(said):
            raise FileRefused(Reason.PROGRAM_DATA)
        if FETCHING.search(said):
            raise FileRefused(Reason.FETCHES)


class Gathered(_Part):
    """Keeps the attributes of the elements called one of `names`; for the small parts that say what the others are."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, found: Mapping[str, str]) -> None:
        if tag.rpartition(APART)[2] in self.names:
            self.found.append(dict(found))


def gathered(content: bytes, *names: str) -> list[dict[str, str]]:
    """The attributes of each element called one of `names`, in order. Raises FileRefused."""
    part = Gathered(*names)
    walk(content, part)
    return part.found


def _refuse_encoding(_version: str, encoding: str | None, _alone: int) -> None:
    if (encoding and encoding.lower()) not in ENCODINGS:
        raise FileRefused(Reason.UNSAFE_WORDS)


def _refuse_definitions(*_said: object) -> None:
    raise FileRefused(Reason.UNSAFE_WORDS)
