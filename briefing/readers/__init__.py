"""Read finished briefs: a PDF or Word file becomes a `Reading` (see `reading`).

The format is recognised from the bytes, not from the name. A file that cannot be read is a problem.
Files may come from anyone, so sizes are limited, nothing outside the file is opened and nothing in
it is executed.
"""

from __future__ import annotations

from briefing.files.ooxml import WORD_FILE
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.readers.reading import Reading

MOST_BYTES = WORD_FILE.file
"""Largest finished file, of either format."""
_HEAD = 1024
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
"""In the first bytes of an .odt."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_brief(data: bytes, name: str) -> Reading:
    """Return the text and structure of a finished file. `name` is used in problems.

    Raises BriefingError with the reason if the file cannot be read.
    """
    location = Location(name)
    if len(data) > MOST_BYTES:
        raise BriefingError(Problem("file-too-large", f"the file is larger than {MOST_BYTES >> 20} MB", location))
    if b"%PDF-" in data[:_HEAD]:
        from briefing.readers.pdf import read_pdf  # noqa: PLC0415  # needed for this format alone

        return read_pdf(data, location)
    if OPEN_DOCUMENT in data[:_HEAD]:
        message = "the file is in OpenDocument format, not a Word file"
        raise BriefingError(Problem("unknown-format", message, location, "open it and save it as .docx"))
    if data.startswith(b"PK"):
        from briefing.readers.docx import read_docx  # noqa: PLC0415  # the same

        return read_docx(data, location)
    if data.startswith(_OLD_OFFICE):
        message = "the file is encrypted, or in the old .doc format of Word 97–2003"
        raise BriefingError(Problem("encrypted-file", message, location, "save it as .docx without a password"))
    raise BriefingError(Problem("unknown-format", "the file is neither a PDF nor a Word file (.docx)", location))
