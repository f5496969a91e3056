"""PDFs that do something, lead elsewhere or carry other files."""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name

from lscp_portal.files.types import Reason
from tests.files.hostile.case import Case, Kept, cases
from tests.files.making import action, pdf, pdf_with, saved

JS = action("JavaScript", JS="app.alert(1)")


def acting(kind: str, **more: object) -> bytes:
    """A PDF with a link that does this."""
    return pdf_with({"/Subtype": Name.Link, "/A": action(kind, **more)})


def named(what: str) -> bytes:
    """A PDF with a list of names of this sort."""
    return pdf(Names=Dictionary({f"/{what}": Dictionary()}))


def annotated(subtype: str) -> bytes:
    """A PDF with a note of this kind."""
    return pdf_with({"/Subtype": Name(f"/{subtype}")})


def page_with(**entries: object) -> bytes:
    """A PDF whose page has these entries."""
    made = pikepdf.new()
    page = made.add_blank_page()
    for name, value in entries.items():
        page.obj[f"/{name}"] = value(made) if callable(value) else value
    return saved(made)


def drawn(**entries: object) -> bytes:
    """A PDF whose page draws a stream with these entries."""
    return page_with(
        Resources=lambda made: Dictionary(
            XObject=Dictionary(
                X=pikepdf.Stream(made, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], **entries)
            )
        )
    )


def spelt_otherwise() -> bytes:
    """A script whose name is written with numbers of letters."""
    return pdf(OpenAction=JS).replace(b"/JavaScript", b"/#4aavaScript").replace(b"/JS", b"/J#53")


def in_a_packed_object() -> bytes:
    """A script inside a stream of objects, where no search of the bytes finds it."""
    made = pikepdf.open(io.BytesIO(pdf(OpenAction=JS)))
    found = saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"alert" not in found
    return found


def used_by_no_page() -> bytes:
    """A script in an object that nothing leads to; a later change of the file may lead there."""
    made = pikepdf.new()
    made.add_blank_page()
    made.Root["/Unused"] = made.make_indirect(action("JavaScript", JS="app.alert(1)"))
    found = saved(made)
    leads = re.search(rb"/Unused \d+ \d+ R", found).group()
    return found.replace(leads, b" " * len(leads))


def deep(levels: int) -> bytes:
    """Lists in lists."""
    plain = pdf()
    return plain.replace(b"/Pages", b"/Deep " + b"[" * levels + b"]" * levels + b" /Pages", 1)


ACTING: dict[str, Case] = cases({
    "script when opened": ("pdf", pdf(OpenAction=JS), Reason.PDF_SCRIPT),
    "script by name": ("pdf", named("JavaScript"), Reason.PDF_SCRIPT),
    "script in a link": ("pdf", acting("JavaScript", JS="x"), Reason.PDF_SCRIPT),
    "script after a link": ("pdf", acting("GoTo", Next=Array([JS])), Reason.PDF_SCRIPT),
    "script three steps on": (
        "pdf", acting("GoTo", Next=action("GoTo", Next=action("GoTo", Next=JS))), Reason.PDF_SCRIPT,
    ),
    "script, its name spelt otherwise": ("pdf", spelt_otherwise(), Reason.PDF_SCRIPT),
    "script in a packed object": ("pdf", in_a_packed_object(), Reason.PDF_SCRIPT),
    "script that no page uses": ("pdf", used_by_no_page(), Reason.PDF_SCRIPT),
    "script in a field": (
        "pdf", pdf(AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Tx, A=JS)]))), Reason.PDF_SCRIPT,
    ),
    "script in the outline": ("pdf", pdf(Outlines=Dictionary(First=Dictionary(A=JS))), Reason.PDF_SCRIPT),
    "script without its kind": ("pdf", pdf(OpenAction=Dictionary(JS="app.alert(1)")), Reason.PDF_ACTS),
    "starts a program": ("pdf", acting("Launch", F="cmd.exe"), Reason.PDF_PROGRAM),
    "starts a program when opened": ("pdf", pdf(OpenAction=action("Launch", F="cmd.exe")), Reason.PDF_PROGRAM),
    "sends": ("pdf", acting("SubmitForm"), Reason.PDF_SENDS),
    "imports": ("pdf", acting("ImportData"), Reason.PDF_SENDS),
    "another file": ("pdf", acting("GoToR", F="//evil/x"), Reason.PDF_LEADS_OUT),
    "a share": ("pdf", acting("URI", URI="file://evil/x"), Reason.PDF_LEADS_OUT),
    "a share, back strokes": ("pdf", acting("URI", URI=r"\\evil\x"), Reason.PDF_LEADS_OUT),
    "an address that runs": ("pdf", acting("URI", URI="javascript:alert(1)"), Reason.PDF_LEADS_OUT),
    "articles in another file": ("pdf", acting("Thread", F="//evil/x.pdf"), Reason.PDF_LEADS_OUT),
    "drawn from another file": ("pdf", drawn(Ref=Dictionary(F="//evil/x.pdf", Page=0)), Reason.PDF_LEADS_OUT),
    "bytes from another file": ("pdf", drawn(F="//evil/x.bin"), Reason.PDF_LEADS_OUT),
    "attached": ("pdf", named("EmbeddedFiles"), Reason.PDF_ATTACHMENT),
    "attached to a page": ("pdf", annotated("FileAttachment"), Reason.PDF_ATTACHMENT),
    "attached elsewhere": (
        "pdf", pdf(AF=Array([Dictionary(Type=Name.Filespec, EF=Dictionary())])), Reason.PDF_ATTACHMENT,
    ),
    "leads into what is attached": ("pdf", acting("GoToE"), Reason.PDF_ATTACHMENT),
    "rich media": ("pdf", annotated("RichMedia"), Reason.PDF_MEDIA),
    "film": ("pdf", annotated("Movie"), Reason.PDF_MEDIA),
    "sound": ("pdf", acting("Sound"), Reason.PDF_MEDIA),
    "a screen": ("pdf", annotated("Screen"), Reason.PDF_MEDIA),
    "a thing in space": ("pdf", annotated("3D"), Reason.PDF_MEDIA),
    "plays": ("pdf", acting("Rendition"), Reason.PDF_MEDIA),
    "plays richly": ("pdf", acting("RichMediaExecute"), Reason.PDF_MEDIA),
    "living form": ("pdf", pdf(AcroForm=Dictionary({"/XFA": "x"})), Reason.PDF_LIVING_FORM),
    "acts by itself": ("pdf", pdf(AA=Dictionary()), Reason.PDF_ACTS),
    "a page that acts by itself": ("pdf", page_with(AA=Dictionary()), Reason.PDF_ACTS),
    "changes layers when opened": ("pdf", pdf(OpenAction=action("SetOCGState")), Reason.PDF_ACTS),
    "501 pages": ("pdf", pdf(pages=501), Reason.PDF_TOO_LONG),
    "lists in lists": ("pdf", deep(100_000), Reason.DAMAGED),
    "an honest link": ("pdf", acting("URI", URI="https://example.org/"), Kept(without=(b"Bloggs",))),
})  # fmt: skip
