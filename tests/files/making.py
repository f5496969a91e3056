"""Files as people and attackers make them, each made here: no file of another program is kept with the tests."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from PIL import Image

EICAR = (
    b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
)  # in two, for scanners of our own
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
    "pptx": (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/{MAIN["docx"][0]}" ContentType="{MAIN["docx"][1]}"/>{{more}}</Types>'
)
LATITUDE, LONGITUDE = 2, 4  # tags of the GPS part of EXIF


def pdf(*, pages: int = 1, **extra: object) -> bytes:
    """A PDF with blank pages and a title; extra: entries of its root, such as OpenAction."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    made.docinfo["/Author"] = "J. Bloggs"
    for name, value in extra.items():
        made.Root[f"/{name}"] = value
    return saved(made)


def saved(made: pikepdf.Pdf, **options: object) -> bytes:
    """Its bytes."""
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def pdf_with(annotation: Mapping[str, object]) -> bytes:
    """A PDF whose only page has one annotation."""
    made = pikepdf.new()
    page = made.add_blank_page()
    page.Annots = pikepdf.Array(
        [pikepdf.Dictionary({"/Type": pikepdf.Name.Annot, "/Rect": [0, 0, 9, 9], **annotation})]
    )
    return saved(made)


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    """An action of a PDF."""
    return pikepdf.Dictionary({"/S": pikepdf.Name(f"/{kind}"), **{f"/{name}": value for name, value in more.items()}})


def encrypted_pdf(password: str) -> bytes:
    """With a password to open it, or with none but still encrypted."""
    made = pikepdf.new()
    made.add_blank_page()
    return saved(made, encryption=pikepdf.Encryption(owner="owner", user=password))


def office(
    kind: str = "docx", parts: Mapping[str, bytes | str] | None = None, *, body: str = "", main_type: str = ""
) -> bytes:
    """An Office document with the parts one cannot do without, and more of them. body: inside the main part."""
    main, usual_type = MAIN[kind]
    folder = main.partition("/")[0]
    found: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/{main}" ContentType="{main_type or usual_type}"/></Types>'
        ),
        "_rels/.rels": relations((f"{RELATIONS}/officeDocument", main, "")),
        main: f'<w:document xmlns:w="{WORD}"><w:body><w:p>{body}</w:p></w:body></w:document>',
        f"{folder}/_rels/{main.rpartition('/')[2]}.rels": relations(),
        "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>J. Bloggs</dc:creator></c>',
    }
    return zipped({**found, **(parts or {})})


def relation(
    kind: str, target: str, mode: str = "External", part: str = "word/_rels/document.xml.rels"
) -> dict[str, str]:
    """One relationship of a document's part."""
    return {part: relations((f"{RELATIONS}/{kind}", target, mode))}


def relations(*rows: tuple[str, str, str]) -> str:
    """A .rels part: (type, target, mode) of each."""
    lines = "".join(
        f'<Relationship Id="r{at}" Type="{kind}" Target="{target}"' + (f' TargetMode="{mode}"/>' if mode else "/>")
        for at, (kind, target, mode) in enumerate(rows)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def picture(
    kind: str = "PNG", size: tuple[int, int] = (40, 30), *, gps: bool = False, noise: bool = False, **options: object
) -> bytes:
    """A picture; gps: with the place where it was taken, and a turned camera; noise: that shrinks badly."""
    exif = Image.Exif()
    if gps:
        exif[0x0112] = 6  # lying on its side
        exif[0x010F] = "Camera of J. Bloggs"
        exif.get_ifd(0x8825).update({LATITUDE: (53.0, 8.0, 3.0), LONGITUDE: (1.0, 12.0, 0.0)})
    out = io.BytesIO()
    shown = Image.effect_noise(size, 60).convert("RGB") if noise else Image.new("RGB", size, "navy")
    shown.save(out, kind, exif=exif, **options)
    return out.getvalue()


def pixel_flood(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be huge."""
    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 900)) + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack("!I", len(content)) + kind + content + struct.pack("!I", zlib.crc32(kind + content))


def lying_zip(honest: bytes, name: str, claimed: int) -> bytes:
    """The same zip, whose two headers of one part claim another unpacked size."""
    found = bytearray(honest)
    for mark, size_at, name_at in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        at = found.find(mark)
        while at >= 0:
            if found[at + name_at : at + name_at + len(name)] == name.encode():
                found[at + size_at : at + size_at + 4] = struct.pack("<I", claimed)
            at = found.find(mark, at + 4)
    return bytes(found)
