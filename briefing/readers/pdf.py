"""Read a tagged PDF as a `Reading`, in the order of its structure tree (ISO 32000-1, 14.7 and 14.8).

The result is what a screen reader would read, and the names of all else that the file shows: a
reader of the page might see something else than the tags say. Headers, footers, page numbers and
page numbers of contents are not part of the text and are checked here; a picture or chart is its
alt text, and the words drawn in it. Links from a note back to its mark are skipped. Without a
structure tree there is no reliable reading order, so the file is rejected.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import settings

from briefing.problems.problem import BriefingError, Location, Problem
from briefing.readers.pdf_fonts import PageFont
from briefing.readers.pdf_frame import (
    judge_addresses,
    judge_annotations,
    judge_bookmarks,
    judge_frame,
    judge_picture,
    judge_title,
    paper_of,
)
from briefing.readers.pdf_glyphs import judge_font
from briefing.readers.pdf_margins import judge_margins, judge_repeated_heads
from briefing.readers.pdf_outside_text import OutsideText, read_outside_text
from briefing.readers.pdf_text import Budget, PageContent, PageReader, TooMuchError
from briefing.readers.pdf_tree import TooDeepError, TreeReader, text_of
from briefing.readers.pdf_unread import WHOLE, UnreadParts
from briefing.readers.pdf_visible import judge_broken_words, judge_page, judge_places
from briefing.readers.reading import Draft, Reading, finish, text_without_marks
from briefing.readers.record_schema import NOT_JSON, read_record

RECORD = "facts.json"
MOST_PAGES = 5_000
_MOST_PICTURES = 50
_STREAM = re.compile(r"^stream <[^>]*>:? *")
"""Words of pikepdf before a message if a file is read from memory."""
_MOST_RECORD = 64 * 1024 * 1024
# Limits for one unpacked stream. A page of text takes about ten kilobytes. Objects take fifty times the memory of their text,
# so only streams that are read as bytes may be large.
_MOST_STREAM = 4 * 1024 * 1024
_MOST_BYTES = 128 * 1024 * 1024
# Exceptions for files that violate the standard: those of pikepdf and of this reader say how, those of Python do not.
_EXPLAINED = (pikepdf.PdfError, pikepdf.DataDecodingError, TooDeepError)
_DAMAGE = (
    *_EXPLAINED,
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
        with _bounded(_MOST_STREAM), pikepdf.open(io.BytesIO(data)) as file:
            reading = _read(file, data, location)
    except pikepdf.PasswordError:
        raise BriefingError(Problem("encrypted-file", "the PDF is protected by a password", location)) from None
    except TooMuchError as error:
        raise BriefingError(Problem("file-too-large", f"the PDF is not read: {error}", location)) from None
    except _DAMAGE as error:
        explained = isinstance(error, _EXPLAINED) and str(error)
        said = str(error).splitlines()[0] if explained else "one of its objects is not what its place requires"
        reason = _STREAM.sub("", said)
        raise BriefingError(Problem("damaged-file", f"the PDF cannot be read: {reason}", location)) from None
    if settings.qpdf_limit_errors() > before:
        # pikepdf stops reading a page without an exception if too much of it is wrong or too large.
        message = "the PDF cannot be read completely: part of it is damaged, or far larger than any brief"
        raise BriefingError(Problem("damaged-file", message, location))
    return reading


@contextlib.contextmanager
def _bounded(most: int) -> Iterator[None]:
    """Limit what qpdf unpacks. The limits are global to the process, so they are restored afterwards."""
    before = settings.set_qpdf_limits(
        flate_max_memory=most,
        run_length_max_memory=most,
        png_max_memory=most,
        tiff_max_memory=most,
        max_stream_filters=3,
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)  # type: ignore[arg-type]  # numbers and one yes or no, as it gave them


def _read(file: pikepdf.Pdf, data: bytes, location: Location) -> Reading:
    root = file.Root.get("/StructTreeRoot")
    if root is None or "/K" not in root:
        hint = "use the PDF that briefing built, or export one from Word with structure tags for accessibility"
        raise BriefingError(
            Problem("untagged-pdf", "the PDF has no structure tags, so its reading order is unknown", location, hint)
        )
    if len(file.pages) > MOST_PAGES:
        raise BriefingError(Problem("file-too-large", f"the PDF has more than {MOST_PAGES:,} pages", location))
    record, fault = _record(file)
    unread = UnreadParts()
    outside = read_outside_text(file.Root)
    fonts: dict[Any, PageFont] = {}
    budget = Budget()
    contents: list[PageContent] = []
    for number, page in enumerate(file.pages, 1):
        content = PageReader(fonts, budget).read(page)
        _judge_content(number, content, paper_of(page), outside, unread)
        contents.append(content)
    tree = TreeReader(file, contents, unread)
    drafts = tree.drafts()
    pictures = tuple(tree.pictures)
    if outside is not None:
        built = (*(" ".join(drawn.split()) for drawn in outside.drawn), *[""] * len(pictures))
        pictures = tuple(replace(each, built=built[place], figure=place) for place, each in enumerate(pictures))
    reading = replace(finish("pdf", drafts, record), charts=pictures, record_fault=fault)
    if record is None and outside is None:
        return replace(reading, only_tagged=True)
    _judge_order(contents, tree, unread)
    for font in fonts.values():
        with _bounded(_MOST_BYTES):
            for description in judge_font(font):
                unread.add(WHOLE, description)
    judge_frame(file, data, unread, RECORD)
    spaces = {number: paper_of(page) for number, page in enumerate(file.pages, 1)}
    judge_annotations(file, tree.annotations, spaces, unread)
    judge_bookmarks(file, (text_without_marks(draft) for draft in drafts if draft.kind == "heading"), unread)
    judge_title(file, str((record or {}).get("title", "")), unread)
    judge_margins(contents, outside, record, unread)
    if outside is not None:
        judge_addresses(file, outside, unread)
    heads: dict[int, str] = {}
    for draft in drafts:
        if draft.kind == "column head" and draft.spot is not None:
            heads[draft.spot.table] = heads.get(draft.spot.table, "") + text_of(draft)
    judge_repeated_heads(contents, heads.values(), unread)
    return replace(reading, unread=unread.parts())


def _judge_content(
    number: int, content: PageContent, paper: tuple[float, float], outside: OutsideText | None, unread: UnreadParts
) -> None:
    """Note what a page shows beside its marks, and drop what was only needed for that."""
    for description in judge_page(content, paper):
        unread.add(number, description)
    pictures = {shape.picture.objgen: shape.picture for shape in content.shapes if shape.picture is not None}
    for picture in list(pictures.values())[:_MOST_PICTURES]:
        with _bounded(_MOST_BYTES):
            for description in judge_picture(picture, outside):
                unread.add(number, description)
    if len(pictures) > _MOST_PICTURES:
        unread.add(number, "more pictures than a page of a brief has")
    content.shapes.clear()
    for run in content.runs:
        run.shown, run.font = (), None


def _judge_order(contents: list[PageContent], tree: TreeReader, unread: UnreadParts) -> None:
    """Note text that stands elsewhere than its tags say."""
    owners: dict[int, dict[int, Draft | None]] = {}
    for (number, mark), draft in tree.owners.items():
        owners.setdefault(number, {})[mark] = draft
    for number, content in enumerate(contents, 1):
        for description in judge_places(content, owners.get(number, {}), tree.spanning):
            unread.add(number, description)
    for number, description in judge_broken_words(contents, tree.owners):
        unread.add(number, description)


def _record(file: pikepdf.Pdf) -> tuple[dict[str, Any] | None, str]:
    """Return the attached record if it can be read, else None and why."""
    attached = file.attachments.get(RECORD)
    if attached is None:
        return None, ""
    try:
        with _bounded(_MOST_BYTES):
            content = attached.get_file().read_bytes()
        if len(content) > _MOST_RECORD:
            return None, f"it is larger than {_MOST_RECORD // 1_000_000} MB"
        return read_record(json.loads(content))
    except (pikepdf.PdfError, ValueError, RecursionError):
        return None, NOT_JSON
