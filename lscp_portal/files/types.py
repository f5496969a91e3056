"""Which files may come in, and the ways in which one is refused."""

import enum

MEGABYTE = 1_000_000
LARGEST_FILE = 20 * MEGABYTE  # security.md 4.1
LONGEST_NAME = 120


class Kind(enum.StrEnum):
    """What may be uploaded: name ending -> type on the wire. Anything else is refused."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    JPG = "image/jpeg"
    PNG = "image/png"

    @property
    def ending(self) -> str:
        """Of the file's name, without the dot."""
        return self.name.lower()


OFFICE = (Kind.DOCX, Kind.XLSX, Kind.PPTX)
PICTURES = (Kind.JPG, Kind.PNG)


class Reason(enum.StrEnum):
    """Why a file was refused, in a sentence that tells the school what to do. Holds no words of the file."""

    EMPTY = "The file is empty. Choose the right one and upload that."
    TOO_LARGE = (
        "The file is larger than 20 MB. Make it smaller, for example by leaving pictures out, "
        "or only describe what it is and where it is kept."
    )
    WRONG_KIND = (
        "Files of this kind cannot be uploaded. Save it as PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), "
        "JPG or PNG and upload that."
    )
    NOT_WHAT_IT_SAYS = (
        "The file is not what the end of its name says. Open it in its own program, save it anew and upload that."
    )
    DAMAGED = "The file is damaged or incomplete. Open it in its own program, save it anew and upload that."
    ENCRYPTED = "The file has a password, so it cannot be checked. Save it without a password and upload that."
    OLD_OR_ENCRYPTED = (
        "The file has a password or is in an old format of Office. Save it without a password as docx, xlsx or pptx "
        "and upload that."
    )
    PDF_SCRIPT = "The PDF holds a script. Print it to PDF anew and upload that."
    PDF_PROGRAM = "The PDF can start a program on the reader’s computer. Print it to PDF anew and upload that."
    PDF_SENDS = "The PDF is a form that sends or fetches data. Print it to PDF anew and upload that."
    PDF_LEADS_OUT = "The PDF leads to a file on another computer. Print it to PDF anew and upload that."
    PDF_ATTACHMENT = "The PDF has other files attached to it. Print it to PDF anew and upload that."
    PDF_MEDIA = "The PDF holds sound, film or a moving picture. Print it to PDF anew and upload that."
    PDF_LIVING_FORM = "The PDF is a form that changes itself (XFA). Print it to PDF anew and upload that."
    PDF_ACTS = "The PDF does something by itself when it is opened. Print it to PDF anew and upload that."
    PDF_TOO_LONG = "The PDF has more than 500 pages. Upload only the pages that show it."
    MACROS = "The document holds macros. Save it without macros, or print it to PDF, and upload that."
    EMBEDDED = "Another file or a control is embedded in the document. Print it to PDF and upload that."
    FETCHES = (
        "The document fetches something from elsewhere when it is opened, such as a template, a picture or another "
        "workbook. Print it to PDF and upload that."
    )
    PROGRAM_DATA = "The document takes data from another program (DDE). Print it to PDF and upload that."
    SWELLS = "The document becomes far too large when it is opened. Print it to PDF and upload that."
    TOO_MUCH_TEXT = (
        "The document holds more than 100 MB of words or cells, some two million cells. Leave out the sheets that do "
        "not show it, or print it to PDF, and upload that."
    )
    UNSAFE_PARTS = "The document is packed in a way that Office never does. Print it to PDF and upload that."
    UNSAFE_WORDS = "The document holds definitions that Office never writes. Print it to PDF and upload that."
    TOO_MANY_PIXELS = "The picture has more than 50 million pixels. Make it smaller and upload that."
    TOO_HEAVY = "The file takes too long to check. Make it smaller or print it to PDF, and upload that."
    VIRUS = "The virus scanner found something harmful in the file. Do not open it, and tell your IT support."
    NOT_SCANNED = "The virus scanner could not look through the whole file. Print it to PDF and upload that."


class FileRefused(Exception):
    """The file will not be kept, however often it is tried."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason
