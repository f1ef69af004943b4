"""A tagged PDF as a `Reading`: what a screen reader hears, in the order of the structure tree (ISO 32000-1, 14.7 and 14.8).

Takes the file's bytes. Artifacts (headers, footers, page numbers) are no part of it; a picture or chart is its alt text. The page
numbers of contents are left out, and so are links from a note back to its mark. Where the file has no structure tree there
is no reading order that could be trusted, and so no reading.
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

from briefing.problems.problem import BriefingError, Origin, Problem
from briefing.readers.pdf_tree import TooDeepError, TreeReader
from briefing.readers.reading import Reading, finish

RECORD = "facts.json"
MOST_PAGES = 20_000
_MOST_RECORD = 64 * 1024 * 1024
# What one stream may come to. A page of text has some ten kilobytes.
_MOST_STREAM = 128 * 1024 * 1024
# What pikepdf and this reader raise on files that are not as the standard has them.
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


def read_pdf(data: bytes, origin: Origin) -> Reading:
    """What a tagged PDF says. Raises BriefingError with the reason where it cannot be read."""
    before = settings.qpdf_limit_errors()
    try:
        with _bounded(), pikepdf.open(io.BytesIO(data)) as file:
            reading = _read(file, origin)
    except pikepdf.PasswordError:
        raise BriefingError(Problem("encrypted-file", "the PDF opens only with a password", origin)) from None
    except _DAMAGE as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BriefingError(Problem("damaged-file", f"the PDF cannot be read: {reason}", origin)) from None
    if settings.qpdf_limit_errors() > before:
        # Reading a page stopped, in silence, where too much of it was wrong or too large.
        message = "the PDF cannot be read whole: something in it is broken, or far larger than any brief"
        raise BriefingError(Problem("damaged-file", message, origin))
    return reading


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """Limits on what qpdf unpacks. They are the process's, so they are put back."""
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


def _read(file: pikepdf.Pdf, origin: Origin) -> Reading:
    root = file.Root.get("/StructTreeRoot")
    if root is None or "/K" not in root:
        hint = "compare the PDF that briefing built, or export one from Word with structure tags for accessibility"
        raise BriefingError(
            Problem("untagged-pdf", "the PDF has no tags, so nothing says in which order it reads", origin, hint)
        )
    if len(file.pages) > MOST_PAGES:
        raise BriefingError(Problem("file-too-large", f"the PDF has more than {MOST_PAGES:,} pages", origin))
    tree = TreeReader(file)
    return replace(finish("pdf", tree.drafts(), _record(file)), charts=tuple(tree.pictures))


def _record(file: pikepdf.Pdf) -> dict[str, Any] | None:
    """The record that is attached, if there is one that can be read."""
    attached = file.attachments.get(RECORD)
    if attached is None:
        return None
    try:
        content = attached.get_file().read_bytes()
        record = json.loads(content) if len(content) <= _MOST_RECORD else None
    except (pikepdf.PdfError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
