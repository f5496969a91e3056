"""Files that tell who made them or where: each is kept, and tells it no longer."""

import io
import zlib

import pikepdf
from pikepdf import Name
from PIL import Image, PngImagePlugin

from tests.files.hostile.case import Case, Kept, cases
from tests.files.making import CONTENT_TYPES, office, pdf, picture, saved

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><author>J. Bloggs</author></x:xmpmeta>'
GONE = Kept(without=(b"Bloggs", b"Exif\0", b"Camera"))


def segment(marker: int, content: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def jpeg_with(*segments: bytes) -> bytes:
    """A JPEG with these segments before all others."""
    made = picture("JPEG")
    return made[:2] + b"".join(segments) + made[2:]


def two_in_one() -> bytes:
    """What many phones write: a second picture behind the first, with a place of its own."""
    out = io.BytesIO()
    second = Image.open(io.BytesIO(picture("JPEG", (20, 10), gps=True)))
    Image.new("RGB", (40, 30), "navy").save(out, "MPO", save_all=True, append_images=[second], exif=second.getexif())
    return out.getvalue()


def png_with_words() -> bytes:
    """A PNG with XMP and words beside its pixels."""
    out, beside = io.BytesIO(), PngImagePlugin.PngInfo()
    beside.add_itxt("XML:com.adobe.xmp", XMP.decode())
    beside.add_text("Author", "J. Bloggs", zip=False)
    Image.new("RGB", (40, 30), "navy").save(out, "PNG", pnginfo=beside)
    return out.getvalue()


def pdf_with_photo(photo: bytes, *, filters: tuple[str, ...] = ("/DCTDecode",)) -> bytes:
    """A PDF whose page shows a photo of 40 by 30 pixels."""
    made = pikepdf.new()
    page = made.add_blank_page()
    shown = pikepdf.Stream(
        made, photo, Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB, Filter=pikepdf.Array([Name(one) for one in filters]),
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=shown))
    page.Contents = pikepdf.Stream(made, b"q 40 0 0 30 0 0 cm /Photo Do Q")
    return saved(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def jpeg_2000() -> bytes:
    """A JPEG 2000 with XMP in a box of its own."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG2000")
    made = out.getvalue()
    at = made.index(b"jp2c") - 4
    return made[:at] + (len(XMP) + 8).to_bytes(4, "big") + b"xml " + XMP + made[at:]


def pdf_with_parts_that_tell() -> bytes:
    """A PDF whose page has metadata of its own, and what a drawing program keeps for itself."""
    made = pikepdf.new()
    page = made.add_blank_page()
    page.obj["/Metadata"] = pikepdf.Stream(made, XMP, Type=Name.Metadata, Subtype=Name.XML)
    page.obj["/PieceInfo"] = pikepdf.Dictionary(Drawing=pikepdf.Dictionary(Private=pikepdf.String("J. Bloggs")))
    made.Root.Metadata = pikepdf.Stream(made, XMP, Type=Name.Metadata, Subtype=Name.XML)
    return saved(made, compress_streams=False)


def properties_elsewhere() -> bytes:
    """A docx whose author stands in a part with a name of its own."""
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    contents = CONTENT_TYPES.format(more=f'<Override PartName="/x/who.xml" ContentType="{kind}"/>')
    return office(parts={"[Content_Types].xml": contents, "x/who.xml": "<a>J. Bloggs</a>"})


TAKEN = picture("JPEG", gps=True, comment=b"Bloggs at home", icc_profile=b"Bloggs")
COMPANY = "<Properties><Company>Bloggs and Sons</Company></Properties>"
TELLING: dict[str, Case] = cases({
    "JPEG: place, camera, comment": ("jpg", TAKEN, GONE),
    "JPEG: XMP": ("jpg", jpeg_with(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)), GONE),
    "JPEG: IPTC": ("jpg", jpeg_with(segment(0xED, b"Photoshop 3.0\0" + b"Bloggs")), GONE),
    "JPEG: two comments": ("jpg", jpeg_with(segment(0xFE, b"Bloggs"), segment(0xFE, b"Bloggs")), GONE),
    "JPEG: a second picture behind": ("jpg", two_in_one(), GONE),
    "PNG: place": ("png", picture("PNG", gps=True), GONE),
    "PNG: words and XMP": ("png", png_with_words(), GONE),
    "photo inside Word": ("docx", office(parts={"word/media/image1.jpeg": TAKEN}), GONE),
    "photo inside Excel": ("xlsx", office("xlsx", {"xl/media/image1.jpg": TAKEN}), GONE),
    "photo inside PowerPoint": ("pptx", office("pptx", {"ppt/media/image1.jpg": TAKEN}), GONE),
    "photo inside Word, called PNG": ("docx", office(parts={"word/media/image1.png": TAKEN}), GONE),
    "photo inside PDF": ("pdf", pdf_with_photo(TAKEN), GONE),
    "photo inside PDF, packed once more": (
        "pdf", pdf_with_photo(zlib.compress(TAKEN), filters=("/FlateDecode", "/DCTDecode")), GONE,
    ),
    "photo inside PDF, a second behind": ("pdf", pdf_with_photo(two_in_one()), GONE),
    "photo inside PDF, JPEG 2000": ("pdf", pdf_with_photo(jpeg_2000(), filters=("/JPXDecode",)), GONE),
    "PDF: author": ("pdf", pdf(), GONE),
    "PDF: XMP of document and page": ("pdf", pdf_with_parts_that_tell(), GONE),
    "Word: author": ("docx", office(), GONE),
    "Word: author elsewhere": ("docx", properties_elsewhere(), GONE),
    "Excel: company": ("xlsx", office("xlsx", {"docProps/app.xml": COMPANY}), GONE),
    "PowerPoint: properties of one's own": ("pptx", office("pptx", {"docProps/custom.xml": COMPANY}), GONE),
})  # fmt: skip
