"""PDFs: nothing that acts, sends, leads elsewhere or carries other files; then written anew without its metadata."""

from collections.abc import Iterator
from typing import BinaryIO

import pikepdf

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
JUST_A_PLACE = ("/GoTo", "/URI", "/Named")


def clean_pdf(source: BinaryIO, target: BinaryIO) -> None:
    """Write the PDF anew: only what its pages use, no metadata, nothing before or behind. Raises FileRefused."""
    if source.read(5) != b"%PDF-":  # at byte 0: a reader also finds it later, and then it is two things at once
        raise FileRefused(Reason.NOT_WHAT_IT_SAYS)
    try:
        with pikepdf.open(source) as pdf:
            refuse_what_acts(pdf)
            for where, name in ((pdf.trailer, "/Info"), (pdf.Root, "/Metadata")):
                if name in where:
                    del where[name]
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
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


def _reason_against(part: pikepdf.Object) -> Reason | None:
    for key in part.keys():  # noqa: SIM118 - a PDF's dictionary does not iterate by itself
        if key in KEYS:
            return KEYS[key]
    action, subtype = _name(part, "/S"), _name(part, "/Subtype")
    if action == "/URI" and not _is_harmless(part):
        return Reason.PDF_LEADS_OUT
    if action in ACTIONS or subtype in PARTS:
        return ACTIONS.get(action) or PARTS[subtype]
    opened = part.get("/OpenAction")
    if isinstance(opened, pikepdf.Dictionary) and _name(opened, "/S") not in JUST_A_PLACE:
        return ACTIONS.get(_name(opened, "/S"), Reason.PDF_ACTS)
    return None


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
