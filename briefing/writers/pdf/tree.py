"""Structure tree as objects: elements, parent tree and identifiers of notes (ISO 32000-1, 14.7.2 to 14.7.4).

In PDF 2.0 each element names the namespace of its type; links and entries of contents refer to
their target, a note and its mark to each other (ISO 32000-2, 14.7.4 and 14.8.4; PDF/UA-2, 8.2.5.8
and 8.2.5.14).
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.writers.pdf.structure import Element, Mark, Structure, pdf_text

NAMESPACES = ("http://iso.org/pdf2/ssn", "http://iso.org/pdf/ssn")
"""Standard structure types of PDF 2.0, and those of PDF 1.7 (ISO 32000-2, 14.8.6)."""
OLDER = frozenset({"BlockQuote", "Reference", "TOC", "TOCI"})
"""Types defined only in PDF 1.7."""
FOOTNOTE = "/A<</O/FENote/NoteType/Footnote>>"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawn pages.

    `pages` are object numbers, `marks` the elements of each page's marked content, `linked` those
    of the annotations, whose keys in the parent tree follow those of the pages.
    """

    pages: list[int]
    marks: list[list[Element]]
    linked: list[Element]


def tree_objects(structure: Structure, first: int, drawn: Drawn, *, modern: bool) -> dict[int, bytes]:
    """Return the tree by object number; `first` is its root, elements follow, then (`modern`) the namespaces."""
    order = _in_order(structure.root)
    for number, element in enumerate(order, first + 1):
        element.number = number
    spaces = first + 1 + len(order) if modern else 0
    objects: dict[int, bytes] = {}
    for element in order:
        kind = f"/S/{element.tag}"
        if modern:  # With the namespace of the type, and what the element refers to.
            referred = structure.referred(element)
            kind = f"/S/FENote{FOOTNOTE}" if element.tag == "Note" else kind
            kind += f"/NS {spaces + (element.tag in OLDER)} 0 R"
            kind += f"/Ref[{referred.number} 0 R]" if referred is not None else ""
        objects[element.number] = _element(element, kind, first, drawn.pages).encode("ascii")
    for number, name in enumerate(NAMESPACES, spaces) if spaces else ():
        objects[number] = f"<</Type/Namespace/NS({name})>>".encode("ascii")
    objects[first] = _root(structure.root, order, drawn, spaces).encode("ascii")
    return objects


def _in_order(root: Element) -> list[Element]:
    order: list[Element] = []
    stack = [root]
    while stack:
        element = stack.pop()
        order.append(element)
        stack.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))
    return order


def _element(element: Element, kind: str, root: int, pages: list[int]) -> str:
    page = -1
    kids: list[str] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{kid.number} 0 R")
            continue
        if isinstance(kid, Mark):
            if page < 0:
                page = kid.page
            kids.append(
                str(kid.number) if kid.page == page else f"<</Type/MCR/Pg {pages[kid.page]} 0 R/MCID {kid.number}>>"
            )
        else:
            kids.append(f"<</Type/OBJR/Pg {pages[kid.page]} 0 R/Obj {kid.number} 0 R>>")
    parent = element.parent.number if element.parent is not None else root
    shown = f"/Pg {pages[page]} 0 R" if page >= 0 else ""
    inside = f"/K[{' '.join(kids)}]" if kids else ""
    return f"<<{kind}/P {parent} 0 R{shown}{element.details}{inside}>>"


def _root(root: Element, order: list[Element], drawn: Drawn, spaces: int) -> str:
    numbers = [
        f"{page}[{' '.join([f'{e.number} 0 R' for e in elements])}]" for page, elements in enumerate(drawn.marks)
    ]
    numbers += [f"{len(drawn.marks) + at} {element.number} 0 R" for at, element in enumerate(drawn.linked)]
    names = sorted((element.identifier, element.number) for element in order if element.identifier)
    tree = "".join(f"{pdf_text(name)} {number} 0 R " for name, number in names)
    named = f"/Namespaces[{' '.join(f'{spaces + at} 0 R' for at in range(len(NAMESPACES)))}]" if spaces else ""
    return (
        f"<</Type/StructTreeRoot/K[{root.number} 0 R]/ParentTree<</Nums[{' '.join(numbers)}]>>"
        f"/ParentTreeNextKey {len(drawn.marks) + len(drawn.linked)}"
        + (f"/IDTree<</Names[{tree}]>>" if names else "")
        + f"{named}>>"
    )
