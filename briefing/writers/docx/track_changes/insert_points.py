"""Where in the new file a deleted thing is put: between its neighbours, and outside a wrapper that holds only one of them."""

from __future__ import annotations

from briefing.writers.docx.template.xml_trees import Element, W

_FIRST = frozenset(W + tag for tag in ("tcPr", "tblPr", "tblGrid", "trPr", "tblPrEx"))


def put_before(made: Element, following: Element | None, previous: Element | None, holder: Element) -> None:
    """Put an element before one, or after the other, or into an empty holder."""
    if following is not None:
        _outermost(following, previous, holder).addprevious(made)
    elif previous is not None:
        anchor = _outermost(previous, None, holder)
        tail, anchor.tail = anchor.tail, None
        anchor.addnext(made)
        made.tail = tail
    else:
        at = next((n for n, child in enumerate(holder) if child.tag not in _FIRST), len(holder))
        holder.insert(at, made)


def _outermost(element: Element, other: Element | None, holder: Element) -> Element:
    """The element, or the outermost wrapper around it that does not hold the other."""
    around = set(other.iterancestors()) if other is not None else set()
    found = element
    for ancestor in element.iterancestors():
        if ancestor is holder or ancestor in around:
            break
        found = ancestor
    return found
