"""The structure tree as objects: elements, the parent tree and the identifiers of notes (ISO 32000-1, 14.7.2 to 14.7.4)."""

from __future__ import annotations

from briefing.writers.pdf.structure import Element, Mark, pdf_text


def tree_objects(
    root: Element, first: int, pages: list[int], marks: list[list[Element]], linked: list[Element]
) -> dict[int, bytes]:
    """The tree by object number; `first` is the tree's root, elements follow.

    `pages` are object numbers, `marks` the elements of each page's marked content, `linked` those of the annotations, whose keys
    in the parent tree come after those of the pages.
    """
    order = _in_order(root)
    for number, element in enumerate(order, first + 1):
        element.number = number
    objects = {element.number: _element(element, first, pages).encode("ascii") for element in order}
    objects[first] = _root(root, order, marks, linked).encode("ascii")
    return objects


def _in_order(root: Element) -> list[Element]:
    order: list[Element] = []
    stack = [root]
    while stack:
        element = stack.pop()
        order.append(element)
        stack.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))
    return order


def _element(element: Element, root: int, pages: list[int]) -> str:
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
    return f"<</S/{element.tag}/P {parent} 0 R{shown}{element.details}{inside}>>"


def _root(root: Element, order: list[Element], marks: list[list[Element]], linked: list[Element]) -> str:
    numbers = [f"{page}[{' '.join([f'{e.number} 0 R' for e in elements])}]" for page, elements in enumerate(marks)]
    numbers += [f"{len(marks) + at} {element.number} 0 R" for at, element in enumerate(linked)]
    names = sorted((element.identifier, element.number) for element in order if element.identifier)
    tree = "".join(f"{pdf_text(name)} {number} 0 R " for name, number in names)
    return (
        f"<</Type/StructTreeRoot/K[{root.number} 0 R]/ParentTree<</Nums[{' '.join(numbers)}]>>"
        f"/ParentTreeNextKey {len(marks) + len(linked)}" + (f"/IDTree<</Names[{tree}]>>" if names else "") + ">>"
    )
