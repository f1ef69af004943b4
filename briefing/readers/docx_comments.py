"""Comments of a Word file, with their threads (ISO/IEC 29500-1, 17.13.4; [MS-DOCX] 2.5.4.1, commentEx).

Takes an opened package, gives comments in the order of their part. What a comment hangs on stands in the body, and is read elsewhere. A
thread is known by the paragraph identifiers of `commentsExtended`; where these are missing or lead nowhere, every comment stands
for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from briefing.errors import BriefingError, Origin, Problem
from briefing.word_package import Package, W

MOST = 10_000
LONGEST = 20_000
"""Letters of a comment that are read."""
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_STRUCK = frozenset(W + tag for tag in ("del", "moveFrom"))
_ON = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said. `parent` is the id of the comment that it answers; `resolved` counts for a whole thread."""

    id: str
    author: str = ""
    initials: str = ""
    date: str = ""
    text: str = ""
    parent: str = ""
    resolved: bool = False


def read_comments(package: Package, origin: Origin) -> tuple[Comment, ...]:
    """Every comment. Raises BriefingError where there are more than anybody could answer."""
    part = _part(package, "comments")
    elements = [e for e in part if e.tag == W + "comment"] if part is not None else []
    if len(elements) > MOST:
        message = f"the file has {len(elements):,} comments: more than {MOST:,} are not read"
        raise BriefingError(Problem("too-many-comments", message, origin, "ask for a copy without resolved comments"))
    found: dict[str, Comment] = {}
    paragraphs: dict[str, str] = {}
    for element in elements:
        comment = _comment(element)
        if comment.id not in found:
            found[comment.id] = comment
            paragraphs |= {str(p.get(_W14 + "paraId")).upper(): comment.id for p in element.iter(W + "p")}
    return tuple(_threaded(found, paragraphs, _part(package, "commentsExtended")))


def _part(package: Package, kind: str) -> etree._Element | None:
    main = package.main()
    part = package.part(main.related(kind) or f"word/{kind}.xml", relations=False)
    return part.root if part is not None else None


def _comment(element: etree._Element) -> Comment:
    lines = [_text(paragraph) for paragraph in element.iter(W + "p")]
    return Comment(
        id=str(element.get(W + "id") or ""),
        author=_plain(str(element.get(W + "author") or "")),
        initials=_plain(str(element.get(W + "initials") or "")),
        date=str(element.get(W + "date") or ""),
        text="\n".join(line for line in lines if line)[:LONGEST],
    )


def _text(paragraph: etree._Element) -> str:
    """The words of a paragraph as they stand once changes are accepted."""
    parts = [
        (element.text or "") if element.tag == W + "t" else " "
        for element in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr")
        if not any(outer.tag in _STRUCK for outer in element.iterancestors())
    ]
    return _plain("".join(parts))


def _plain(text: str) -> str:
    """Without what no line of text can hold."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def _threaded(found: dict[str, Comment], paragraphs: dict[str, str], extended: etree._Element | None) -> list[Comment]:
    parents: dict[str, str] = {}
    done: set[str] = set()
    for element in extended if extended is not None else ():
        name = paragraphs.get(str(element.get(_W15 + "paraId")).upper())
        if name is None:
            continue
        parent = paragraphs.get(str(element.get(_W15 + "paraIdParent")).upper())
        if parent is not None and parent != name:
            parents[name] = parent
        if str(element.get(_W15 + "done")) in _ON:
            done.add(name)
    return [_placed(comment, parents, done) for comment in found.values()]


def _placed(comment: Comment, parents: dict[str, str], done: set[str]) -> Comment:
    """With its parent and whether its thread is resolved; a thread that bites its own tail is none."""
    chain = [comment.id]
    while (above := parents.get(chain[-1])) is not None:
        if above in chain:
            return replace(comment, resolved=comment.id in done)
        chain.append(above)
    return replace(comment, parent=parents.get(comment.id, ""), resolved=chain[-1] in done or comment.id in done)
