"""Find where to insert a deleted element.

Between its neighbours, outside a wrapper that contains only one of them.
"""

from __future__ import annotations

from briefing.files.ooxml import Element, W

_FIRST = frozenset(W + tag for tag in ("tcPr", "tblPr", "tblGrid", "trPr", "tblPrEx"))


def put_before(made: Element, following: Element | None, previous: Element | None, container: Element) -> None:
    """Insert an element before one, or after the other, or into an empty container."""
    if following is not None:
        _outermost(following, previous, container).addprevious(made)
    elif previous is not None:
        anchor = _outermost(previous, None, container)
        tail, anchor.tail = anchor.tail, None
        anchor.addnext(made)
        made.tail = tail
    else:
        at = next((n for n, child in enumerate(container) if child.tag not in _FIRST), len(container))
        container.insert(at, made)


def _outermost(element: Element, other: Element | None, container: Element) -> Element:
    """Return the element, or the outermost wrapper around it that does not contain the other."""
    around = set(other.iterancestors()) if other is not None else set()
    found = element
    for ancestor in element.iterancestors():
        if ancestor is container or ancestor in around:
            break
        found = ancestor
    return found
