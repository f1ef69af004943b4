"""A page of the documentation, taken apart: what a reader types, what is then shown, which pictures stand where.

Takes Markdown, gives `Step`s in order, each with its line. A fence may name a file behind its language, as in "```yaml facts/x/a.yaml"; a
remark may follow: "(add at the end)", or "(stands there now)" of lines that a program has written. A picture whose address is a brief,
such as `![What it shows](out/x.pdf#page=2)`, is drawn from that brief. Must not run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

ADDED = "(add at the end)"
THERE = "(stands there now)"
_FENCE = re.compile(r"^(?P<marks>`{3,})(?P<language>\{?[\w-]*\}?)(?: (?P<path>\S+))?(?: (?P<remark>\(.*\)))?$")
_SHOT = re.compile(r"^!\[(?P<alt>[^\]]*)\]\((?P<path>[^)#]+\.(?:pdf|docx))#(?P<query>[^)]*)\)$")
_GIVEN = re.compile(r"^<!-- given (?P<path>\S+): (?P<what>[\w-]+) -->$")


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code: `path` is the file that it is or changes, "" for one that is only shown.

    One whose language stands in braces is for the site generator.
    """

    line: int
    end: int
    language: str
    text: str
    path: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote: what a brief now says."""

    line: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page of a brief; `top` and `bottom` are the part of its height that is shown, in percent."""

    line: int
    end: int
    alt: str
    path: str
    page: int = 1
    top: int = 0
    bottom: int = 100


@dataclass(frozen=True, slots=True)
class Given:
    """A file that the reader has, and that the walk has to make: `what` is a word that `walk` knows."""

    line: int
    end: int
    path: str
    what: str


Step: TypeAlias = Fence | Quote | Shot | Given


def steps_of(text: str) -> Iterator[Step]:
    """The steps of a page in order. Lines count from 1; `end` is the last line of the step."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        step = _step(lines, at)
        if step is not None:
            yield step
            at = step.end
        else:
            at += 1


def _step(lines: list[str], at: int) -> Step | None:
    line = lines[at]
    if found := _FENCE.match(line):
        end = next((n for n in range(at + 1, len(lines)) if lines[n] == found["marks"]), None)
        if end is None:
            raise ValueError(f"line {at + 1}: a fence that does not end")
        text = "".join(f"{each}\n" for each in lines[at + 1 : end])
        return Fence(at + 1, end + 1, found["language"], text, found["path"] or "", found["remark"] or "")
    if line.startswith("> "):
        end = next((n for n in range(at, len(lines)) if not lines[n].startswith(">")), len(lines))
        return Quote(at + 1, end, " ".join(each[1:].strip() for each in lines[at:end]))
    if found := _SHOT.match(line):
        wanted = dict(part.split("=", 1) for part in found["query"].split("&"))
        page, top, bottom = (int(wanted.pop(key, usual)) for key, usual in (("page", 1), ("from", 0), ("to", 100)))
        if wanted or not 0 <= top < bottom <= 100:
            raise ValueError(f"line {at + 1}: a picture takes page=, from= and to=, in percent")
        return Shot(at + 1, at + 1, found["alt"], found["path"], page, top, bottom)
    if found := _GIVEN.match(line):
        return Given(at + 1, at + 1, found["path"], found["what"])
    return None
