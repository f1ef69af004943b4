"""Write comments (word/comments.xml; ISO/IEC 29500-1, 17.13.4) and their replies.

Comment ranges are put around the content that comments are attached to. The part
commentsExtended.xml links replies ([MS-DOCX] 2.5.4.1). A comment without a date has the brief's,
never the clock's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.document.comments import Comment, CommentText
from briefing.writers.docx.wordml import HEADER, NAMESPACES, escape, run

PART = "word/comments.xml"
THREADS = "word/commentsExtended.xml"
THREADS_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_MARK = "<w:r><w:annotationRef/></w:r>"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FIRST_PARAGRAPH = 0x1B000000
"""Paragraph identifiers are eight hexadecimal digits below 80000000."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment in the text. `parent` is the number of the comment that it replies to, or -1."""

    message: CommentText
    parent: int = -1


@dataclass(slots=True)
class Comments:
    """The comments of one render: those waiting for their target, and those placed so far, in text order.

    `first` is the id of the first, if other comments precede them.
    """

    waiting: dict[str, list[Comment]] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    first: int = 0

    @classmethod
    def of(cls, comments: Iterable[Comment]) -> Comments:
        """Return all comments as waiting."""
        waiting: dict[str, list[Comment]] = {}
        for comment in comments:
            waiting.setdefault(comment.target, []).append(comment)
        return cls(waiting)

    @property
    def threaded(self) -> bool:
        """Return whether any comment is a reply."""
        return any(comment.parent >= 0 for comment in self.placed)

    def around(self, target: str, content: str) -> str:
        """Return content with the ranges and marks of its comments; unchanged if it has none."""
        if not self.waiting or not content:
            return content
        for comment in self.waiting.pop(target, ()):
            parent = -1
            for message in comment.texts:
                number = self.first + len(self.placed)
                self.placed.append(Placed(message, parent))
                parent = number if parent < 0 else parent
                content = (
                    f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
                    f'<w:r><w:commentReference w:id="{number}"/></w:r>'
                )
        return content


def comments_part(comments: Comments, date: str) -> str:
    """Return word/comments.xml. `date` is a day in ISO 8601."""
    threaded = f' xmlns:w14="{_W14}" xmlns:mc="{_MC}" mc:Ignorable="w14"' if comments.threaded else ""
    return f"{HEADER}<w:comments {NAMESPACES}{threaded}>{comment_texts(comments, date)}</w:comments>"


def threads_part(comments: Comments) -> str:
    """Return word/commentsExtended.xml, which links replies to comments."""
    lines = []
    for number, comment in enumerate(comments.placed, start=comments.first):
        parent = f' w15:paraIdParent="{_identifier(comment.parent)}"' if comment.parent >= 0 else ""
        lines.append(f'<w15:commentEx w15:paraId="{_identifier(number)}"{parent} w15:done="0"/>')
    return f'{HEADER}<w15:commentsEx xmlns:w15="{_W15}">{"".join(lines)}</w15:commentsEx>'


def comment_texts(comments: Comments, date: str, *, threads: bool = True) -> str:
    """Return the content of that part, for one that has other comments before it.

    `threads`: with the identifiers that link replies.
    """
    named = threads and comments.threaded
    pieces = []
    for number, comment in enumerate(comments.placed, start=comments.first):
        message = comment.message
        who = f'w:author="{escape(message.author)}" w:initials="{escape(message.initials)}"'
        when = message.date or f"{date}T00:00:00Z"
        words = _words(message, _identifier(number) if named else "")
        pieces.append(f'<w:comment w:id="{number}" {who} w:date="{escape(when)}">{words}</w:comment>')
    return "".join(pieces)


def _identifier(number: int) -> str:
    return f"{_FIRST_PARAGRAPH + number:08X}"


def _words(message: CommentText, identifier: str) -> str:
    """Return the lines as paragraphs. Word identifies a comment by the last of them."""
    last = len(message.lines) - 1
    pieces = []
    for index, line in enumerate(message.lines):
        name = f' w14:paraId="{identifier}"' if identifier and index == last else ""
        pieces.append(f"<w:p{name}>{_MARK if index == 0 else ''}{run(line)}</w:p>")
    return "".join(pieces)
