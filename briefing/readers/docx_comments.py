"""Read the comments of a Word file and their threads.

See ISO/IEC 29500-1, 17.13.4, and [MS-DOCX] 2.5.4.1, commentEx. Comments are returned in the order
of their part; the text that they are attached to is read elsewhere. Threads are linked by the
paragraph identifiers of `commentsExtended`; where these are missing or invalid, every comment is
its own thread. Excessively long names and texts are cut and end with an ellipsis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from briefing.files.ooxml import Package, W
from briefing.problems.problem import BriefingError, Location, Problem

MOST = 10_000
LONGEST = 20_000
"""Longest text of a comment, in characters; longer ones are cut."""
LONGEST_NAME = 200
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_STRUCK = frozenset(W + tag for tag in ("del", "moveFrom"))
_ON = frozenset({"1", "true", "on"})
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. `parent` is the id of the comment that it replies to; `resolved` applies to a whole thread.

    `cut`: the text was longer than the limit.
    """

    id: str
    author: str = ""
    initials: str = ""
    date: str = ""
    text: str = ""
    parent: str = ""
    resolved: bool = False
    cut: bool = False


def read_comments(package: Package, location: Location) -> tuple[Comment, ...]:
    """Return every comment.

    If several have one id, the first keeps it and the others get their own: `4`, `4.2`. Raises
    BriefingError if there are more than anybody could answer.
    """
    main = package.main()
    comments, extended = (
        package.part(main.related(kind) or f"word/{kind}.xml", relations=False)
        for kind in ("comments", "commentsExtended")
    )
    elements = [e for e in comments.root if e.tag == W + "comment"] if comments is not None else []
    if len(elements) > MOST:
        message = f"the file has {len(elements):,} comments; at most {MOST:,} are read"
        raise BriefingError(Problem("too-many-comments", message, location, "ask for a copy without resolved comments"))
    found: dict[str, Comment] = {}
    paragraphs: dict[str, str] = {}
    counts: dict[str, int] = {}
    for element in elements:
        comment = _comment(element)
        name = comment.id
        while name in found:
            counts[comment.id] = count = counts.get(comment.id, 1) + 1
            name = f"{comment.id}.{count}"
        found[name] = replace(comment, id=name)
        for paragraph in element.iter(W + "p"):
            paragraphs.setdefault(_name(paragraph, _W14 + "paraId"), name)
    paragraphs.pop("", None)
    return tuple(_link_threads(found, paragraphs, extended.root if extended is not None else ()))


def threads_of(comments: Sequence[Comment]) -> dict[str, list[Comment]]:
    """Return comments by the id of the first comment of their thread, each thread in file order."""
    roots = _roots({comment.id: comment.parent for comment in comments})
    threads: dict[str, list[Comment]] = {c.id: [c] for c in comments if roots[c.id] == c.id}
    for comment in comments:
        if roots[comment.id] != comment.id:
            threads[roots[comment.id]].append(comment)
    return threads


# ------------------------------------------------------------------ one comment


def _comment(element: etree._Element) -> Comment:
    lines: list[str] = []
    for paragraph in element.iter(W + "p"):
        # With all changes accepted.
        parts = [
            (piece.text or "") if piece.tag == W + "t" else " "
            for piece in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr")
            if not any(outer.tag in _STRUCK for outer in piece.iterancestors())
        ]
        lines.append(_printable("".join(parts)))
    text = "\n".join(filter(None, lines))
    return Comment(
        id=_attribute(element, "id") or "0",
        author=_attribute(element, "author"),
        initials=_attribute(element, "initials"),
        date=_attribute(element, "date"),
        text=_shortened(text, LONGEST),
        cut=len(text) > LONGEST,
    )


def _attribute(element: etree._Element, attribute: str) -> str:
    return _shortened(_printable(str(element.get(W + attribute) or "")), LONGEST_NAME)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - len(_CUT)] + _CUT


def _printable(text: str) -> str:
    """Remove control characters and marks that change the text direction."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


# ------------------------------------------------------------------ threads


def _name(element: etree._Element, attribute: str) -> str:
    return str(element.get(attribute) or "").upper()


def _link_threads(
    found: Mapping[str, Comment], paragraphs: Mapping[str, str], extended: Iterable[etree._Element]
) -> Iterator[Comment]:
    parents: dict[str, str] = {}
    done: set[str] = set()
    for element in extended:
        name, above = (paragraphs.get(_name(element, _W15 + key), "") for key in ("paraId", "paraIdParent"))
        if name and above and name != above:
            parents.setdefault(name, above)
        if name and str(element.get(_W15 + "done")) in _ON:
            done.add(name)
    parent_of = {name: parents.get(name, "") for name in found}
    roots = _roots(parent_of)
    for name, comment in found.items():
        parent = parent_of[name] if roots[name] != name else ""
        yield replace(comment, parent=parent, resolved=roots[name] in done)


def _roots(parents: Mapping[str, str]) -> dict[str, str]:
    """Return the id of the first comment of each comment's thread.

    If comments reply to one another in a ring, that is the first of them in the file.
    """
    roots: dict[str, str] = {}
    for name in parents:
        chain: dict[str, None] = {}
        while name not in roots and name not in chain:
            chain[name] = None
            above = parents[name]
            if above not in parents:
                break
            name = above  # noqa: PLW2901  # goes up from where the loop stands
        root = roots.get(name, name)
        roots |= dict.fromkeys(chain, root)
    return roots
