"""PDFs: nothing that acts, sends, leads elsewhere or carries other files; then written anew without its metadata."""

from collections.abc import Iterator
from typing import BinaryIO

import pikepdf

from lscp_portal.files.photos import forget_cameras
from lscp_portal.files.types import FileRefused, Reason

MOST_PAGES = 500
HARMLESS_LINKS = ("http://", "https://", "mailto:", "tel:")
KEYS = {
    "/JS": Reason.PDF_SCRIPT,
    "/JavaScript": Reason.PDF_SCRIPT,
    "/EmbeddedFiles": Reason.PDF_ATTACHMENT,
    "/EF": Reason.PDF_ATTACHMENT,
    "/XFA": Reason.PDF_LIVING_FORM,
    "/AA": Reason.PDF_ACTS,
    "/RichMediaContent": Reason.PDF_MEDIA,
}
ACTIONS = {  # values of /S
    "/JavaScript": Reason.PDF_SCRIPT,
    "/Launch": Reason.PDF_PROGRAM,
    "/SubmitForm": Reason.PDF_SENDS,
    "/ImportData": Reason.PDF_SENDS,
    "/GoToR": Reason.PDF_LEADS_OUT,
    "/GoToE": Reason.PDF_ATTACHMENT,
    "/Rendition": Reason.PDF_MEDIA,
    "/Movie": Reason.PDF_MEDIA,
    "/Sound": Reason.PDF_MEDIA,
    "/RichMediaExecute": Reason.PDF_MEDIA,
}
PARTS = {  # values of /Subtype
    "/FileAttachment": Reason.PDF_ATTACHMENT,
    "/RichMedia": Reason.PDF_MEDIA,
    "/Movie": Reason.PDF_MEDIA,
    "/Sound": Reason.PDF_MEDIA,
    "/Screen": Reason.PDF_MEDIA,
    "/3D": Reason.PDF_MEDIA,
}
BESIDE_THE_CONTENT = (
    "/Metadata",
    "/PieceInfo",
)  # XMP of a part; what drawing programs keep for themselves
JUST_A_PLACE = ("/GoTo", "/URI", "/Named")


def clean_pdf(source: BinaryIO, target: BinaryIO) -> None:
    """Write the PDF anew: only what its pages use, no metadata, nothing before or behind. Raises FileRefused."""
    if source.read(5) != b"%PDF-":  # at byte 0: a reader also finds it later, and then it is two things at once
        raise FileRefused(Reason.NOT_WHAT_IT_SAYS)
    try:
        with pikepdf.open(source) as pdf:
            refuse_what_acts(pdf)
            forget_who_made_it(pdf)
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        target.seek(0)
        with pikepdf.open(target) as copy:  # what was mended while it was read is not always written whole
            refuse_what_acts(copy)
    except pikepdf.PasswordError:
        raise FileRefused(Reason.ENCRYPTED) from None
    except pikepdf.PdfError:
        raise FileRefused(Reason.DAMAGED) from None


def refuse_what_acts(pdf: pikepdf.Pdf) -> None:
    """Look at every object, also at those that no page uses. Raises FileRefused."""
    if pdf.is_encrypted:
        raise FileRefused(Reason.ENCRYPTED)
    if len(pdf.pages) > MOST_PAGES:
        raise FileRefused(Reason.PDF_TOO_LONG)
    if not len(pdf.pages):
        raise FileRefused(Reason.DAMAGED)
    for part in _dictionaries(pdf):
        if reason := _reason_against(part):
            raise FileRefused(reason)


def forget_who_made_it(pdf: pikepdf.Pdf) -> None:
    """Author, program, dates and cameras, of the document and of every part of it. Raises FileRefused."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for part in _dictionaries(pdf):
        for key in BESIDE_THE_CONTENT:
            if key in part:
                del part[key]
        if isinstance(part, pikepdf.Stream):
            forget_cameras(part)


def _reason_against(part: pikepdf.Object) -> Reason | None:
    for key in part.keys():  # noqa: SIM118 - a PDF's dictionary does not iterate by itself
        if key in KEYS:
            return KEYS[key]
    action, subtype = _name(part, "/S"), _name(part, "/Subtype")
    if action == "/URI" and not _is_harmless(part):
        return Reason.PDF_LEADS_OUT
    if action in ACTIONS or subtype in PARTS:
        return ACTIONS.get(action) or PARTS[subtype]
    if _takes_from_another_file(part):
        return Reason.PDF_LEADS_OUT
    opened = part.get("/OpenAction")
    if isinstance(opened, pikepdf.Dictionary) and _name(opened, "/S") not in JUST_A_PLACE:
        return ACTIONS.get(_name(opened, "/S"), Reason.PDF_ACTS)
    return None


def _takes_from_another_file(part: pikepdf.Object) -> bool:
    """A stream whose bytes lie elsewhere, a form drawn from another PDF, a thread of articles in one."""
    drawn_from = part.get("/Ref")
    return (
        (isinstance(part, pikepdf.Stream) and "/F" in part)
        or (isinstance(drawn_from, pikepdf.Dictionary) and "/F" in drawn_from)
        or (_name(part, "/S") == "/Thread" and "/F" in part)
    )


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, those inside others too. What is referred to comes in its own turn."""
    waiting: list[pikepdf.Object] = [pdf.trailer, *pdf.objects]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
            yield part
            inside = [part.get(key) for key in part.keys()]  # noqa: SIM118
        elif isinstance(part, pikepdf.Array):
            inside = list(part)
        else:
            continue
        waiting += [one for one in inside if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _name(part: pikepdf.Object, key: str) -> str:
    value = part.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _is_harmless(action: pikepdf.Object) -> bool:
    """A link that a person has to follow, to a page or a mailbox."""
    address = str(action.get("/URI", "")).strip().lower()
    return address.startswith(HARMLESS_LINKS)
