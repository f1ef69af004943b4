"""Read a tagged PDF as a `Reading`, in the order of its structure tree (ISO 32000-1, 14.7 and 14.8).

The result is what a screen reader would read. Artifacts (headers, footers, page numbers) are
skipped; a picture or chart is its alt text. Page numbers of contents are skipped, and so are links
from a note back to its mark. Without a structure tree there is no reliable reading order, so the
file is rejected.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import settings

from briefing.problems.problem import BriefingError, Location, Problem
from briefing.readers.pdf_tree import TooDeepError, TreeReader
from briefing.readers.reading import Reading, finish
from briefing.readers.record_schema import NOT_JSON, read_record

RECORD = "facts.json"
MOST_PAGES = 20_000
_MOST_RECORD = 64 * 1024 * 1024
# Limits for one unpacked stream. A page of text takes about ten kilobytes.
_MOST_STREAM = 128 * 1024 * 1024
# Exceptions of pikepdf and of this reader for files that violate the standard.
_DAMAGE = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    TooDeepError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)


def read_pdf(data: bytes, location: Location) -> Reading:
    """Return the text and structure of a tagged PDF. Raises BriefingError with the reason if it cannot be read."""
    before = settings.qpdf_limit_errors()
    try:
        with _bounded(), pikepdf.open(io.BytesIO(data)) as file:
            reading = _read(file, location)
    except pikepdf.PasswordError:
        raise BriefingError(Problem("encrypted-file", "the PDF is protected by a password", location)) from None
    except _DAMAGE as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BriefingError(Problem("damaged-file", f"the PDF cannot be read: {reason}", location)) from None
    if settings.qpdf_limit_errors() > before:
        # pikepdf stops reading a page without an exception if too much of it is wrong or too large.
        message = "the PDF cannot be read completely: part of it is damaged, or far larger than any brief"
        raise BriefingError(Problem("damaged-file", message, location))
    return reading


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """Limit what qpdf unpacks. The limits are global to the process, so they are restored afterwards."""
    before = settings.set_qpdf_limits(
        flate_max_memory=_MOST_STREAM,
        run_length_max_memory=_MOST_STREAM,
        png_max_memory=_MOST_STREAM,
        tiff_max_memory=_MOST_STREAM,
        max_stream_filters=3,
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)  # type: ignore[arg-type]  # numbers and one yes or no, as it gave them


def _read(file: pikepdf.Pdf, location: Location) -> Reading:
    root = file.Root.get("/StructTreeRoot")
    if root is None or "/K" not in root:
        hint = "use the PDF that briefing built, or export one from Word with structure tags for accessibility"
        raise BriefingError(
            Problem("untagged-pdf", "the PDF has no structure tags, so its reading order is unknown", location, hint)
        )
    if len(file.pages) > MOST_PAGES:
        raise BriefingError(Problem("file-too-large", f"the PDF has more than {MOST_PAGES:,} pages", location))
    tree = TreeReader(file)
    record, fault = _record(file)
    reading = finish("pdf", tree.drafts(), record)
    return replace(reading, charts=tuple(tree.pictures), record_fault=fault)


def _record(file: pikepdf.Pdf) -> tuple[dict[str, Any] | None, str]:
    """Return the attached record if it can be read, else None and why."""
    attached = file.attachments.get(RECORD)
    if attached is None:
        return None, ""
    try:
        content = attached.get_file().read_bytes()
        if len(content) > _MOST_RECORD:
            return None, f"it is larger than {_MOST_RECORD // 1_000_000} MB"
        return read_record(json.loads(content))
    except (pikepdf.PdfError, ValueError, RecursionError):
        return None, NOT_JSON
