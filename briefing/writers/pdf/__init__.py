"""Writes a brief as a tagged PDF: PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) by construction.

Takes a resolved document and a theme, gives bytes. Lays out (`typeset`), builds the structure tree from the document
(`tagging`), draws each page into marked content (`content`), adds links, bookmarks, fonts, pictures and metadata, and saves
(`file`). Only this room knows reportlab: its object registry, dictionaries and streams.
"""

from __future__ import annotations

from reportlab.pdfbase import pdfdoc

from briefing.model import Document
from briefing.theme import Theme
from briefing.typeset import Pages, lay_out
from briefing.writers import Written
from briefing.writers.pdf.colour import NAME, srgb_profile
from briefing.writers.pdf.content import Hot, PageDrawing
from briefing.writers.pdf.file import Ready, TaggedFile
from briefing.writers.pdf.fonts import Fonts
from briefing.writers.pdf.links import annotation, bookmarks, destination
from briefing.writers.pdf.metadata import information, xmp
from briefing.writers.pdf.pictures import Images
from briefing.writers.pdf.structure import Annotated, Element, pdf_text
from briefing.writers.pdf.tagging import build_structure
from briefing.writers.pdf.tree import tree_objects

__all__ = ["write"]


def write(document: Document, theme: Theme) -> Written:
    """The file, its number of pages, and what could not be expressed. Same document and theme, same bytes."""
    pages = lay_out(document, theme)
    assembly = _Assembly(document, pages)
    data = assembly.save()
    return Written(data, len(pages.pages), (*pages.problems, *assembly.images.problems))


class _Assembly:
    """One file being put together. Page objects are numbered before any page is drawn, so that links may lead ahead."""

    def __init__(self, document: Document, pages: Pages) -> None:
        self.document, self.pages = document, pages
        self.file = TaggedFile()
        self.fonts = Fonts()
        self.images = Images(self.file)
        self.images.add_all(document)
        self.structure = build_structure(document, pages.places)
        self.marks: list[list[Element]] = []
        self.linked: list[Element] = []
        self.page_objects = [Ready() for _ in pages.pages]
        self.page_numbers = [self.file.number(page) for page in self.page_objects]
        self.resources, self.tree = Ready(), Ready()

    def save(self) -> bytes:
        file, pages = self.file, self.pages
        parent = file.number(tree := Ready())
        resources = file.number(self.resources)
        for index, page in enumerate(pages.pages):
            drawing = PageDrawing(self.structure, self.fonts, self.images.names, index, pages.height)
            drawn = drawing.draw(page)
            self.marks.append(drawn.marks)
            contents = file.number(file.stream(drawn.stream))
            links = [self._link(hot, index) for hot in drawn.hot]
            self.page_objects[index].data = (
                f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {pages.width:g} {pages.height:g}]/Resources {resources} 0 R"
                f"/Contents {contents} 0 R/StructParents {index}/Tabs/S"
                + (f"/Annots[{' '.join(f'{link} 0 R' for link in links)}]" if links else "")
                + ">>"
            ).encode("ascii")
        kids = " ".join(f"{number} 0 R" for number in self.page_numbers)
        tree.data = f"<</Type/Pages/Count {len(self.page_numbers)}/Kids[{kids}]>>".encode("ascii")
        self._fill_resources()
        return self._finish(parent)

    def _link(self, hot: Hot, index: int) -> int:
        """The object number of a link's annotation, which its element then holds."""
        target = hot.element.target
        assert target is not None
        goal = ""
        if target.key:
            goal = "/Dest" + destination(self.pages.places[target.key], self.page_numbers, self.pages.height)
        data = annotation(hot, len(self.pages.pages) + len(self.linked), self.page_numbers[index], goal)
        number = self.file.number(Ready(data))
        self.linked.append(hot.element)
        hot.element.kids.append(Annotated(index, number))
        return number

    def _fill_resources(self) -> None:
        entries = {"Font": self.fonts.embed(self.file)}
        if self.images.objects:
            entries["XObject"] = pdfdoc.PDFDictionary(self.images.objects)
        self.resources.data = pdfdoc.PDFDictionary(entries).format(self.file)

    def _finish(self, parent: int) -> bytes:
        """Catalogue, outline, structure tree and metadata."""
        file, document = self.file, self.document
        metadata = file.number(file.stream(xmp(document), "/Type/Metadata/Subtype/XML", compressed=False))
        profile = file.number(file.stream(srgb_profile(), "/N 3"))
        about = file.number(Ready(information(document)))
        catalog = Ready()
        catalog_number = file.number(catalog)
        root = file.next_number
        late = tree_objects(self.structure.root, root, self.page_numbers, self.marks, self.linked)
        first = max(late) + 1
        outline = bookmarks(document, self.pages.places, self.page_numbers, self.pages.height, first)
        late.update(outline)
        catalog.data = (
            f"<</Type/Catalog/Pages {parent} 0 R/Lang{pdf_text(document.properties.language)}/MarkInfo<</Marked true>>"
            f"/ViewerPreferences<</DisplayDocTitle true>>/Metadata {metadata} 0 R/StructTreeRoot {root} 0 R"
            f"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({NAME})/Info({NAME})"
            f"/DestOutputProfile {profile} 0 R>>]"
            + (f"/Outlines {first} 0 R/PageMode/UseOutlines" if outline else "")
            + ">>"
        ).encode("ascii")
        return file.save(catalog_number, about, late)
