"""Finished files back into words: a PDF or a Word file in, a `Reading` out (see `document`).

Takes bytes and the name that problems are told under. Which format it is, the bytes say and not the name. A file that cannot be read
is a problem; the files may be anyone's, so sizes are bounded, nothing outside the file is opened and nothing in it is run.
"""

from __future__ import annotations

from briefing.problems.problem import BriefingError, Origin, Problem
from briefing.readers.reading import Reading

MOST_BYTES = 256 * 1024 * 1024
_HEAD = 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_brief(data: bytes, name: str) -> Reading:
    """What a file says. Raises BriefingError where it is no file that can be read, with the reason."""
    origin = Origin(name)
    if len(data) > MOST_BYTES:
        raise BriefingError(Problem("file-too-large", f"the file has more than {MOST_BYTES >> 20} MB", origin))
    if b"%PDF-" in data[:_HEAD]:
        from briefing.readers.pdf import read_pdf  # noqa: PLC0415  # needed for this format alone

        return read_pdf(data, origin)
    if data.startswith(b"PK"):
        from briefing.readers.docx import read_docx  # noqa: PLC0415  # the same

        return read_docx(data, origin)
    if data.startswith(_OLD_OFFICE):
        message = "the file is encrypted, or in the old format of Word 97"
        raise BriefingError(Problem("encrypted-file", message, origin, "save it as .docx without a password"))
    raise BriefingError(Problem("unknown-format", "the file is neither a PDF nor a Word file (.docx)", origin))
