from dataclasses import dataclass

from briefing.word_package import W


@dataclass(frozen=True, slots=True)
class Comment:
    id: str
    author: str = ""
    initials: str = ""
    date: str = ""
    text: str = ""
    parent: str = ""
    resolved: bool = False


def read_comments(package):
    part = package.part("word/comments.xml", relations=False)
    return tuple(
        Comment(c.get(W + "id"), c.get(W + "author") or "", "", c.get(W + "date") or "", "".join(c.itertext()))
        for c in (part.root if part is not None else ())
    )
