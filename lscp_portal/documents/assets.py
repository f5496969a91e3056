"""The only files a document may use: our print style sheet and the typeface, read before the document is."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STYLE_SHEET = Path(__file__).with_name("print.css")
FONT_FOLDERS = (
    ROOT / "static" / "build" / "typeface",
    ROOT / "static" / "build" / "fonts",
    ROOT / "node_modules" / "@fontsource" / "source-sans-3" / "files",
)
# Family, weight and file. The second family holds the letters of Polish, Czech, Turkish and others.
FACES = (
    ("Source Sans 3", 400, "source-sans-3-latin-400-normal.woff2"),
    ("Source Sans 3", 700, "source-sans-3-latin-700-normal.woff2"),
    ("Source Sans 3 Extended", 400, "source-sans-3-latin-ext-400-normal.woff2"),
    ("Source Sans 3 Extended", 700, "source-sans-3-latin-ext-700-normal.woff2"),
)
SCHEME = "lscp-asset:"


def found_faces() -> dict[str, Path]:
    """The typeface files that are there, by asset name. Without them print.css falls back to Liberation Sans."""
    found = {}
    for _, _, name in FACES:
        path = next((folder / name for folder in FONT_FOLDERS if (folder / name).is_file()), None)
        if path:
            found[SCHEME + name] = path
    return found


def load_assets() -> dict[str, bytes]:
    """The bytes of every asset, by its `lscp-asset:` address."""
    return {address: path.read_bytes() for address, path in found_faces().items()}


def style_sheet(assets: dict[str, bytes]) -> str:
    """print.css with a @font-face for each typeface file that was found, so that a missing one is never asked for."""
    faces = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{SCHEME}{name}") format("woff2") }}'
        for family, weight, name in FACES
        if SCHEME + name in assets
    ]
    return "\n".join([*faces, STYLE_SHEET.read_text(encoding="utf-8")])
