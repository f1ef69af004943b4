"""Comments (word/comments.xml; ISO/IEC 29500-1, 17.13.4): what a check found, in the margin beside what it is about.

Takes `Remark`s, puts their ranges around the content that they hang on, and gives the part of those that were placed. A
comment's date is the brief's, never the clock's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefing.errors import Problem
from briefing.remarks import Remark
from briefing.writers.docx.wordml import HEADER, NAMESPACES, run

PART = "word/comments.xml"
_AUTHOR = 'w:author="briefing check" w:initials="bc"'
_MARK = "<w:r><w:annotationRef/></w:r>"


@dataclass(slots=True)
class Comments:
    """The comments of one render: those that wait for their target, and those placed so far, in the order of the text.

    `first` is the id of the first, where others stand before it.
    """

    waiting: dict[str, list[Problem]] = field(default_factory=dict)
    placed: list[Problem] = field(default_factory=list)
    first: int = 0

    @classmethod
    def of(cls, remarks: Iterable[Remark]) -> Comments:
        """All of them waiting."""
        waiting: dict[str, list[Problem]] = {}
        for remark in remarks:
            waiting.setdefault(remark.target, []).append(remark.problem)
        return cls(waiting)

    def around(self, target: str, content: str) -> str:
        """Content with the ranges and marks of the comments that hang on it; as it is where none does."""
        if not self.waiting or not content:
            return content
        for problem in self.waiting.pop(target, ()):
            number = self.first + len(self.placed)
            self.placed.append(problem)
            content = (
                f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
                f'<w:r><w:commentReference w:id="{number}"/></w:r>'
            )
        return content


def comments_part(comments: Comments, date: str) -> str:
    """word/comments.xml. `date` is a day, as ISO 8601 has it."""
    return f"{HEADER}<w:comments {NAMESPACES}>{comment_texts(comments, date)}</w:comments>"


def comment_texts(comments: Comments, date: str) -> str:
    """What stands in that part, for one that has other comments before it."""
    pieces = [
        f'<w:comment w:id="{number}" {_AUTHOR} w:date="{date}T00:00:00Z">{_words(problem)}</w:comment>'
        for number, problem in enumerate(comments.placed, start=comments.first)
    ]
    return "".join(pieces)


def _words(problem: Problem) -> str:
    """What is wrong, what to do about it, and where it was typed: the file's name and line, not the folders of a machine."""
    lines = [f"{problem.severity.capitalize()} [{problem.code}]: {problem.message}"]
    if problem.hint:
        lines.append(f"Hint: {problem.hint}")
    if problem.origin.file:
        name = problem.origin.file.replace("\\", "/").rpartition("/")[2]
        lines.append(f"{name}, line {problem.origin.line}" if problem.origin.line else name)
    return "".join(f"<w:p>{_MARK if index == 0 else ''}{run(line)}</w:p>" for index, line in enumerate(lines))
