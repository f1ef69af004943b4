"""Ways to break a good file of ours, one thing each: what a gate must notice. Takes an open pikepdf file, changes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Name


def elements(file: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element in order."""
    waiting = [file.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        yield element
        inside = element.get("/K", pikepdf.Array())
        kids = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
        waiting += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def tagged(file: pikepdf.Pdf, tag: str) -> list[Any]:
    found = [element for element in elements(file) if f"/{tag}" == element.S]
    assert found, f"the sample has no {tag}"
    return found


def links(file: pikepdf.Pdf) -> list[Any]:
    return [link for page in file.pages for link in page.get("/Annots", [])]


def fonts(file: pikepdf.Pdf) -> list[Any]:
    return list(file.pages[0].Resources.Font.values())


def content(file: pikepdf.Pdf, change: Callable[[bytes], bytes]) -> None:
    page = file.pages[0]
    before = page.Contents.read_bytes()
    after = change(before)
    assert after != before
    page.Contents = file.make_stream(after)


def metadata(file: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    text = file.Root.Metadata.read_bytes()
    assert old in text
    file.Root.Metadata = file.make_stream(text.replace(old, new), Type=Name.Metadata, Subtype=Name.XML)


def alt(file: pikepdf.Pdf) -> None:
    del tagged(file, "Figure")[0]["/Alt"]


def scope(file: pikepdf.Pdf) -> None:
    for header in tagged(file, "TH"):
        del header["/A"]


def language(file: pikepdf.Pdf) -> None:
    del file.Root["/Lang"]


def span_language(file: pikepdf.Pdf) -> None:
    tagged(file, "Span")[0].Lang = "zz zz!"


def heading_level(file: pikepdf.Pdf) -> None:
    for heading in tagged(file, "H3"):
        heading.S = Name.H5


def note_identifier(file: pikepdf.Pdf) -> None:
    del tagged(file, "Note")[0]["/ID"]


def tab_order(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        del page["/Tabs"]


def link_words(file: pikepdf.Pdf) -> None:
    del links(file)[0]["/Contents"]


def link_parent(file: pikepdf.Pdf) -> None:
    del links(file)[0]["/StructParent"]


def link_flag(file: pikepdf.Pdf) -> None:
    del links(file)[0]["/F"]


def parent_tree(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot["/ParentTree"]


def structure(file: pikepdf.Pdf) -> None:
    del file.Root["/StructTreeRoot"]


def marked(file: pikepdf.Pdf) -> None:
    del file.Root["/MarkInfo"]


def list_item(file: pikepdf.Pdf) -> None:
    tagged(file, "LI")[0].S = Name.P


def cell(file: pikepdf.Pdf) -> None:
    tagged(file, "TD")[0].S = Name.P


def row_of_table(file: pikepdf.Pdf) -> None:
    tagged(file, "TR")[0].S = Name.Sect


def unknown_tag(file: pikepdf.Pdf) -> None:
    tagged(file, "P")[0].S = Name.Ornament


def column_span(file: pikepdf.Pdf) -> None:
    header = next(e for e in tagged(file, "TH") if "/ColSpan" in e.get("/A", {}))
    header.A.ColSpan = 9


def artifact(file: pikepdf.Pdf) -> None:
    content(file, lambda data: re.sub(rb"/Artifact<<[^\n]*?>>BDC", b"/Ornament BMC", data, count=1))


def stray_text(file: pikepdf.Pdf) -> None:
    content(file, lambda data: data + b"\nBT /F1 9 Tf 1 0 0 1 9 9 Tm <0024> Tj ET")


def font_file(file: pikepdf.Pdf) -> None:
    del fonts(file)[0].DescendantFonts[0].FontDescriptor["/FontFile2"]


def widths(file: pikepdf.Pdf) -> None:
    fonts(file)[0].DescendantFonts[0].W = pikepdf.Array([])


def to_unicode(file: pikepdf.Pdf) -> None:
    for font in fonts(file):
        del font["/ToUnicode"]


def accessible_part(file: pikepdf.Pdf) -> None:
    metadata(file, b"<pdfuaid:part>1</pdfuaid:part>", b"<pdfuaid:part>7</pdfuaid:part>")


def archival_part(file: pikepdf.Pdf) -> None:
    metadata(file, b"<pdfaid:part>3</pdfaid:part>", b"")


def title(file: pikepdf.Pdf) -> None:
    metadata(file, b"dc:title", b"dc:titel")


def output_intent(file: pikepdf.Pdf) -> None:
    del file.Root["/OutputIntents"]


def display_title(file: pikepdf.Pdf) -> None:
    del file.Root["/ViewerPreferences"]


def relation(file: pikepdf.Pdf) -> None:
    del file.Root.Names.EmbeddedFiles.Names[1]["/AFRelationship"]


def associated(file: pikepdf.Pdf) -> None:
    del file.Root["/AF"]


def attachment_kind(file: pikepdf.Pdf) -> None:
    del file.Root.Names.EmbeddedFiles.Names[1].EF.F["/Subtype"]


def action(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def order(file: pikepdf.Pdf) -> None:
    """Two paragraphs change places in the tree: nothing that a validator of syntax could see."""
    kids = file.Root.StructTreeRoot.K[0].K
    kids[1], kids[-2] = kids[-2], kids[1]


def mark_order(file: pikepdf.Pdf) -> None:
    """The pieces of one paragraph change places."""
    paragraph = next(e for e in tagged(file, "P") if len(e.get("/K", [])) > 2)
    paragraph.K = pikepdf.Array(list(reversed(paragraph.K)))


def lost_mark(file: pikepdf.Pdf) -> None:
    """A paragraph loses its text."""
    paragraph = next(e for e in tagged(file, "P") if "/K" in e)
    del paragraph["/K"]


SEEN_BY_VALIDATOR: tuple[Callable[[pikepdf.Pdf], None], ...] = (
    alt, scope, language, span_language, heading_level, note_identifier, tab_order, link_words, link_parent, link_flag,
    parent_tree, structure, marked, list_item, cell, row_of_table, unknown_tag, column_span, artifact, stray_text, font_file,
    widths, to_unicode, accessible_part, archival_part, title, output_intent, display_title, relation,
    associated, attachment_kind, action,
)  # fmt: skip
SEEN_BY_READING: tuple[Callable[[pikepdf.Pdf], None], ...] = (order, mark_order, lost_mark)
