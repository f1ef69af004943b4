"""Comments (word/comments.xml; ISO/IEC 29500-1, 17.13.4): what is said in the margin beside what it is about, with its answers.

Takes `Comment`s, puts their ranges around the content that they hang on, and gives the part of those that were placed, and the
part that makes threads of them (word/commentsExtended.xml; [MS-DOCX] 2.5.4.1). A date that is not told is the brief's, never the clock's.
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
"""Identifiers of paragraphs are eight hexadecimal digits below 80000000."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment in the text. `parent` is the number of the one that it answers, or -1."""

    saying: CommentText
    parent: int = -1


@dataclass(slots=True)
class Comments:
    """The comments of one render: those that wait for their target, and those placed so far, in the order of the text.

    `first` is the id of the first, where others stand before it.
    """

    waiting: dict[str, list[Comment]] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    first: int = 0

    @classmethod
    def of(cls, remarks: Iterable[Comment]) -> Comments:
        """All of them waiting."""
        waiting: dict[str, list[Comment]] = {}
        for remark in remarks:
            waiting.setdefault(remark.target, []).append(remark)
        return cls(waiting)

    @property
    def threaded(self) -> bool:
        """Whether any comment answers another."""
        return any(comment.parent >= 0 for comment in self.placed)

    def around(self, target: str, content: str) -> str:
        """Content with the ranges and marks of the comments that hang on it; as it is where none does."""
        if not self.waiting or not content:
            return content
        for remark in self.waiting.pop(target, ()):
            parent = -1
            for saying in remark.texts:
                number = self.first + len(self.placed)
                self.placed.append(Placed(saying, parent))
                parent = number if parent < 0 else parent
                content = (
                    f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
                    f'<w:r><w:commentReference w:id="{number}"/></w:r>'
                )
        return content


def comments_part(comments: Comments, date: str) -> str:
    """word/comments.xml. `date` is a day, as ISO 8601 has it."""
    threaded = f' xmlns:w14="{_W14}" xmlns:mc="{_MC}" mc:Ignorable="w14"' if comments.threaded else ""
    return f"{HEADER}<w:comments {NAMESPACES}{threaded}>{comment_texts(comments, date)}</w:comments>"


def threads_part(comments: Comments) -> str:
    """word/commentsExtended.xml: which comment answers which."""
    lines = []
    for number, comment in enumerate(comments.placed, start=comments.first):
        parent = f' w15:paraIdParent="{_identifier(comment.parent)}"' if comment.parent >= 0 else ""
        lines.append(f'<w15:commentEx w15:paraId="{_identifier(number)}"{parent} w15:done="0"/>')
    return f'{HEADER}<w15:commentsEx xmlns:w15="{_W15}">{"".join(lines)}</w15:commentsEx>'


def comment_texts(comments: Comments, date: str, *, threads: bool = True) -> str:
    """What stands in that part, for one that has other comments before it. `threads`: with the names that make threads of them."""
    named = threads and comments.threaded
    pieces = []
    for number, comment in enumerate(comments.placed, start=comments.first):
        saying = comment.saying
        who = f'w:author="{escape(saying.author)}" w:initials="{escape(saying.initials)}"'
        when = saying.date or f"{date}T00:00:00Z"
        words = _words(saying, _identifier(number) if named else "")
        pieces.append(f'<w:comment w:id="{number}" {who} w:date="{escape(when)}">{words}</w:comment>')
    return "".join(pieces)


def _identifier(number: int) -> str:
    return f"{_FIRST_PARAGRAPH + number:08X}"


def _words(saying: CommentText, identifier: str) -> str:
    """Its lines as paragraphs. A comment is known by the last of them."""
    last = len(saying.lines) - 1
    pieces = []
    for index, line in enumerate(saying.lines):
        name = f' w14:paraId="{identifier}"' if identifier and index == last else ""
        pieces.append(f"<w:p{name}>{_MARK if index == 0 else ''}{run(line)}</w:p>")
    return "".join(pieces)
