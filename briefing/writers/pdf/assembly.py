"""Assemble one file: draw pages, write links, and the catalogue with all that it refers to.

Page objects are numbered before any page is drawn, so that links can lead forward; structure
elements after all pages, because inline elements are created while drawing. Links are written last.
"""

from __future__ import annotations

from reportlab.pdfbase import pdfdoc

from briefing.document.model import Document, Figure, walk
from briefing.layout.theme import Theme
from briefing.layout.typesetting import Pages
from briefing.layout.typesetting.page_furniture import words_around
from briefing.readers.pdf_outside_text import PAGE, PAGES, OutsideText
from briefing.writers.pdf.attachments import attach
from briefing.writers.pdf.colour import NAME, srgb_profile
from briefing.writers.pdf.content import LinkArea, PageDrawing
from briefing.writers.pdf.file import Ready, TaggedFile
from briefing.writers.pdf.fonts import Fonts
from briefing.writers.pdf.links import Destinations, annotation, ascii_address, bookmarks
from briefing.writers.pdf.metadata import date_of, information, xmp
from briefing.writers.pdf.outside_text import private_data, words_drawn
from briefing.writers.pdf.pictures import Images
from briefing.writers.pdf.profiles import Profile
from briefing.writers.pdf.structure import Annotated, Element, pdf_text
from briefing.writers.pdf.tagging import build_structure
from briefing.writers.pdf.tree import Drawn, tree_objects


class Assembly:
    """One file being assembled; `save` is called once."""

    def __init__(self, document: Document, pages: Pages, theme: Theme, profile: Profile, record: bytes) -> None:
        self.document, self.pages, self.profile, self.record = document, pages, profile, record
        self.theme = theme
        self.file = TaggedFile(profile.version)
        self.fonts = Fonts()
        self.images = Images(self.file)
        self.images.add_all(document)
        for placed in (each for page in pages.pages for each in page.header if each.box.picture is not None):
            assert placed.box.picture is not None
            self.images.add_ornament(placed.box.picture.picture)
        self.structure = build_structure(document, pages.places)
        self.marks: list[list[Element]] = []
        self.links: list[tuple[LinkArea, int, Ready]] = []
        """Every link with its page, counted from 0, and its object, which is written once elements have numbers."""
        self.page_objects = [Ready() for _ in pages.pages]
        self.page_numbers = [self.file.number(page) for page in self.page_objects]
        link_parents = self.structure if profile.modern else None
        self.destinations = Destinations(pages.places, self.page_numbers, pages.height, link_parents)

    def save(self) -> bytes:
        """Return the file's bytes."""
        parent = self.file.number(tree := Ready())
        resources = self.file.number(resource_object := Ready())
        for index in range(len(self.page_objects)):
            self._draw(index, parent, resources)
        kids = " ".join(f"{number} 0 R" for number in self.page_numbers)
        tree.data = f"<</Type/Pages/Count {len(self.page_numbers)}/Kids[{kids}]>>".encode("ascii")
        entries = {"Font": self.fonts.embed(self.file)}
        if self.images.objects:
            entries["XObject"] = pdfdoc.PDFDictionary(self.images.objects)
        resource_object.data = bytes(pdfdoc.PDFDictionary(entries).format(self.file))
        return self._finish(parent)

    def _draw(self, index: int, parent: int, resources: int) -> None:
        pages, file = self.pages, self.file
        drawn = PageDrawing(self.structure, self.fonts, self.images.names, index, pages.height).draw(pages.pages[index])
        self.marks.append(drawn.marks)
        contents = file.number(file.stream(drawn.stream))
        links = []
        for area in drawn.link_areas:
            annotation_object = Ready()
            links.append(file.number(annotation_object))
            area.element.kids.append(Annotated(index, links[-1]))
            self.links.append((area, index, annotation_object))
        self.page_objects[index].data = (
            f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {pages.width:g} {pages.height:g}]/Resources {resources} 0 R"
            f"/Contents {contents} 0 R/StructParents {index}/Tabs/S"
            + (f"/Annots[{' '.join(f'{link} 0 R' for link in links)}]" if links else "")
            + ">>"
        ).encode("ascii")

    def _finish(self, parent: int) -> bytes:
        """Write catalogue, outline, structure tree and metadata."""
        file, document, modern = self.file, self.document, self.profile.modern
        metadata = xmp(document, self.profile, attached=bool(self.record))
        packet = file.number(file.stream(metadata, "/Type/Metadata/Subtype/XML", compressed=False))
        colours = file.number(file.stream(srgb_profile(), "/N 3"))
        attached = attach(file, self.record, date_of(document.properties)) if self.record else ""
        outside = private_data(self._outside_text(), date_of(document.properties))
        about = 0 if modern else file.number(Ready(information(document)))
        catalog = Ready()
        catalog_number = file.number(catalog)
        root = file.next_number
        drawn = Drawn(self.page_numbers, self.marks, [area.element for area, _, _ in self.links])
        late = tree_objects(self.structure, root, drawn, modern=modern)
        first = max(late) + 1
        for at, (area, page, ready) in enumerate(self.links, len(self.marks)):
            ready.data = annotation(area, at, self.page_numbers[page], self.destinations)
        outline = bookmarks(document, self.destinations, first)
        late.update(outline)
        catalog.data = (
            f"<</Type/Catalog/Pages {parent} 0 R/Lang{pdf_text(document.properties.language)}/MarkInfo<</Marked true>>"
            f"/ViewerPreferences<</DisplayDocTitle true>>/Metadata {packet} 0 R/StructTreeRoot {root} 0 R"
            f"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({NAME})/Info({NAME})"
            f"/DestOutputProfile {colours} 0 R>>]{attached}{outside}"
            + (f"/Outlines {first} 0 R/PageMode/UseOutlines" if outline else "")
            + ">>"
        ).encode("ascii")
        return file.save(catalog_number, about, late)

    def _outside_text(self) -> OutsideText:
        """Return what the file shows outside the text."""
        first, other = words_around(self.document, self.theme, PAGE, PAGES)
        placed = (each.box.drawing for page in self.pages.pages for each in page.body)
        words = {drawing.owner[0]: words_drawn(drawing) for drawing in placed if drawing is not None}
        figures = (block.key for block in walk(self.document.blocks) if isinstance(block, Figure))
        targets = (area.element.target for area, _, _ in self.links)
        return OutsideText(
            tuple(first),
            tuple(other),
            tuple(words.get(key, "") for key in figures),
            tuple(self.images.hashes),
            tuple(ascii_address(target.url) for target in targets if target is not None and target.url),
        )
