"""Name what a PDF has around its pages' content that no brief of ours has.

The catalogue, pages, annotations, bookmarks and attachments of a brief have few entries, and these are listed here.
Anything else may show something, run something or lead somewhere, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pikepdf

from briefing.readers.pdf_outside_text import OutsideText, fingerprint
from briefing.readers.pdf_unread import WHOLE, UnreadParts, quoted
from briefing.readers.reading import split_words

_MOST_ANNOTATIONS = 3_000
_MOST_BOOKMARKS = 20_000
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_CATALOG = frozenset(
    {"/Type", "/Pages", "/Lang", "/MarkInfo", "/ViewerPreferences", "/Metadata", "/StructTreeRoot", "/OutputIntents", "/Names", "/AF",
     "/Outlines", "/PageMode", "/Version", "/Extensions", "/PieceInfo"}
)  # fmt: skip
_TREE = frozenset({"/Type", "/Count", "/Kids", "/Parent"})
_PAGE = frozenset({"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/StructParents", "/Tabs", "/Annots"})
_LINK = frozenset({"/Type", "/Subtype", "/Rect", "/Border", "/F", "/P", "/StructParent", "/Contents", "/Dest", "/A"})
_BOOKMARK = frozenset({"/Title", "/Parent", "/Dest", "/A", "/Prev", "/Next", "/First", "/Last", "/Count"})
_ACTIONS = {"/URI": frozenset({"/Type", "/S", "/URI"}), "/GoTo": frozenset({"/Type", "/S", "/D", "/SD"})}
_PICTURE = frozenset(
    {
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/ColorSpace",
        "/BitsPerComponent",
        "/Filter",
        "/DecodeParms",
        "/Length",
        "/SMask",
    }
)
_NAMES = {
    "/OpenAction": "an action that runs when the file is opened",
    "/AA": "an action that runs by itself",
    "/AcroForm": "a form",
    "/OCProperties": "layers, which can be hidden",
    "/JavaScript": "a script",
    "/AP": "an annotation that draws something over the page",
    "/Rotate": "a turned page",
    "/CropBox": "a page of which only a part is shown",
    "/UserUnit": "a page in another unit",
}
"""Descriptions of entries, for those that a reader may meet."""


def judge_frame(file: pikepdf.Pdf, data: bytes, unread: UnreadParts, record: str) -> None:
    """Note what the file as a whole and its pages have that no brief has. `record` is the name of the record's file."""
    root: Any = file.Root
    for description in _other_entries(root, _CATALOG):
        unread.add(WHOLE, description)
    for key in root.get("/Names", {}):
        if key != "/EmbeddedFiles":
            unread.add(WHOLE, _name_of(key))
    for name in file.attachments:
        if name != record:
            unread.add(WHOLE, f"an attached file: {quoted(name)}")
    if len(_END.findall(data)) > 1:
        unread.add(WHOLE, "changes that were appended after the file was made (an incremental update)")
    sizes = {_size_of(page) for page in file.pages}
    if len(sizes) > 1:
        unread.add(WHOLE, "pages of several sizes")
    for place, page in enumerate(file.pages):
        _judge_page(page.obj, place, unread)


def paper_of(page: Any) -> tuple[float, float]:
    """Return the width and height of a page."""
    left, bottom, right, top = _size_of(page)
    return right - left, top - bottom


def _size_of(page: Any) -> tuple[float, ...]:
    box = tuple(float(number) for number in page.mediabox)
    return box if len(box) == 4 else (0.0, 0.0, 0.0, 0.0)


def _judge_page(page: Any, place: int, unread: UnreadParts) -> None:
    number = place + 1
    for description in _other_entries(page, _PAGE):
        unread.add(number, description)
    if [float(edge) for edge in list(page.get("/MediaBox", (1, 1)))[:2]] != [0.0, 0.0]:
        unread.add(number, "a page that begins at another corner")
    if int(page.get("/StructParents", -1)) != place:
        unread.add(number, "a page that was added or moved, or before which pages were removed")
    node = page.get("/Parent")
    for _ in range(50):
        if not isinstance(node, pikepdf.Dictionary):
            break
        for description in _other_entries(node, _TREE):
            unread.add(number, description)
        node = node.get("/Parent")


def judge_annotations(
    file: pikepdf.Pdf, claimed: set[tuple[int, int]], spaces: Mapping[int, tuple[float, float]], unread: UnreadParts
) -> None:
    """Note annotations other than links that belong to a tag. `spaces` are the sizes of the pages."""
    for number, page in enumerate(file.pages, 1):
        annotations = page.obj.get("/Annots")
        if annotations is None:
            continue
        if isinstance(annotations, pikepdf.Array) and len(annotations) > _MOST_ANNOTATIONS:
            unread.add(number, "more annotations than a page of a brief has")
            continue
        for annotation in list(annotations) if isinstance(annotations, pikepdf.Array) else [annotations]:
            for description in _judge_annotation(annotation, claimed, spaces[number]):
                unread.add(number, description)


def _judge_annotation(annotation: Any, claimed: set[tuple[int, int]], paper: tuple[float, float]) -> Iterator[str]:
    kind = str(annotation.get("/Subtype", "/?"))[1:]
    says = str(annotation.get("/Contents", ""))
    if kind != "Link":
        yield f"an annotation ({kind})" + (f": {quoted(says)}" if says.strip() else "")
        return
    yield from _other_entries(annotation, _LINK)
    if annotation.objgen not in claimed:
        yield f"a link that no tag claims: {quoted(says)}"
    if any(float(width) for width in list(annotation.get("/Border", (0, 0, 1)))):
        yield "a link with a frame"
    left, bottom, right, top = (float(edge) for edge in annotation.get("/Rect", (0, 0, 0, 0)))
    if not (-1 <= left <= right <= paper[0] + 1 and -1 <= bottom <= top <= paper[1] + 1):
        yield "a link beside the page"
    yield from _judge_action(annotation.get("/A"), says)


def _judge_action(action: Any, says: str | None = None) -> Iterator[str]:
    """Yield what an action does other than to lead to a place or to the address that it says."""
    if action is None:
        return
    kind = str(action.get("/S", "/?"))
    allowed = _ACTIONS.get(kind)
    if allowed is None or set(action.keys()) - allowed:
        yield f"an action of another kind ({kind[1:]})"
    elif kind == "/URI" and says is not None:
        address = bytes(action.URI).decode("utf-8", "replace")
        plain = "".join(c if "!" <= c <= "~" else "".join(f"%{byte:02X}" for byte in c.encode()) for c in says)
        if address != plain:
            yield f"a link that does not lead where it says: {quoted(address)}"


def judge_bookmarks(file: pikepdf.Pdf, headings: Iterable[str], unread: UnreadParts) -> None:
    """Note bookmarks that are not headings of the text."""
    known = {"".join(split_words(heading)) for heading in headings}
    root: Any = file.Root
    waiting = [root.get("/Outlines", {}).get("/First")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        if len(seen) > _MOST_BOOKMARKS:
            unread.add(WHOLE, "more bookmarks than a brief has")
            return
        title = str(item.get("/Title", ""))
        if "".join(split_words(title)) not in known:
            unread.add(WHOLE, f"a bookmark that does not name a heading: {quoted(title)}")
        for description in (*_other_entries(item, _BOOKMARK), *_judge_action(item.get("/A"))):
            unread.add(WHOLE, description)
        waiting += [item.get("/Next"), item.get("/First")]


def judge_picture(picture: Any, outside: OutsideText | None) -> Iterator[str]:
    """Yield what is other in a picture than in those of the build: entries that change what is shown, or its data."""
    mask = picture.get("/SMask")
    for part in [picture, *([mask] if isinstance(mask, pikepdf.Stream) else [])]:
        if outside is not None:
            packed = part.get("/Filter") == "/DCTDecode"
            if fingerprint(part.read_raw_bytes() if packed else part.read_bytes()) not in outside.pictures:
                yield "a picture that the build did not make"
    yield from (f"a picture with another entry ({key[1:]})" for key in picture if key not in _PICTURE)


def judge_addresses(file: pikepdf.Pdf, outside: OutsideText, unread: UnreadParts) -> None:
    """Note links to other addresses than those of the build."""
    expected = iter(outside.addresses)
    for number, page in enumerate(file.pages, 1):
        annotations = page.obj.get("/Annots", pikepdf.Array())
        if not isinstance(annotations, pikepdf.Array) or len(annotations) > _MOST_ANNOTATIONS:
            continue
        for annotation in annotations:
            action: Any = annotation.get("/A", {})
            if action.get("/S") == "/URI":
                address = bytes(action.URI).decode("utf-8", "replace")
                if address != next(expected, ""):
                    unread.add(number, f"a link to another address: {quoted(address)}")
                    return


def judge_title(file: pikepdf.Pdf, title: str, unread: UnreadParts) -> None:
    """Note a title in the file's properties, which viewers show above the page, other than the record's."""
    information: Any = file.trailer.get("/Info", {})
    told = information.get("/Title") if isinstance(information, pikepdf.Dictionary) else None
    if title and told is not None and split_words(str(told)) != split_words(title):
        unread.add(WHOLE, f"another title in the properties: {quoted(str(told))}")


def _other_entries(thing: Any, allowed: frozenset[str]) -> Iterator[str]:
    yield from (_name_of(key) for key in thing if key not in allowed)


def _name_of(key: str) -> str:
    return _NAMES.get(key, f"an entry that briefing does not write ({key[1:]})")
