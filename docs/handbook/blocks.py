"""Parse a page of the documentation into steps: files to type, commands to run, sentences that a brief prints, pictures.

A bold line above a block of code names its file and says what to do with it:

    **`facts/x/a.yaml`**                        write the file
    **At the end of `facts/x/a.yaml`, add:**    append to it
    **In `facts/x/a.yaml`, change:**            apply a diff
    **`facts/x/a.yaml` now contains:**          check that a program has written these lines
    **In Word, in `out/x.docx`:**               edit a copy in Word

A picture is a comment with a page of a brief, followed by its description: `<!-- picture: out/x.pdf#page=2 -->`. Nothing is run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from handbook.lists import CLOSING, OPENING


class Action(Enum):
    """What the reader does with a block of code."""

    SHOW = "only shown"
    WRITE = "write"
    APPEND = "append"
    CHANGE = "change"
    CONTAINS = "contains"
    WORD = "edit in Word"


_CAPTIONS: Mapping[Action, re.Pattern[str]] = {
    action: re.compile(rf"^\*\*{before}`(?P<path>[^`]+)`{after}\*\*$")
    for action, before, after in (
        (Action.WRITE, "", ""),
        (Action.APPEND, "At the end of ", ", add:"),
        (Action.CHANGE, "In ", ", change:"),
        (Action.CONTAINS, "", " now contains:"),
        (Action.WORD, "In Word, in ", ":"),
    )
}
_BOLD = re.compile(r"^\*\*.*`.*\*\*$")
_FENCE = re.compile(r"^(?P<marks>`{3,})(?P<language>[\w-]*)$")
_PICTURE = re.compile(r"^<!-- picture: (?P<path>[^ #]+\.(?:pdf|docx))#(?P<query>\S*) -->$")
_DESCRIPTION = re.compile(r"^\*Picture: (?P<alt>.*?)\.?\*$")
_GIVEN = re.compile(r"^<!-- given (?P<path>\S+): (?P<what>[\w-]+) -->$")


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code. `path` is its file, "" if it has no caption. Lines count from 1 and include the caption."""

    line: int
    end: int
    language: str
    text: str
    path: str = ""
    action: Action = Action.SHOW
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote: text that a brief now prints."""

    line: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page of a brief, from `top` to `bottom`, in percent of the page's height."""

    line: int
    end: int
    alt: str
    path: str
    page: int = 1
    top: int = 0
    bottom: int = 100


@dataclass(frozen=True, slots=True)
class Given:
    """A file that the reader has and the test must make; `what` is a key of `given.MAKERS`."""

    line: int
    end: int
    path: str
    what: str


Step: TypeAlias = Fence | Quote | Shot | Given


def steps_of(text: str, *, generated: bool = False) -> Iterator[Step]:
    """Yield the steps of a page in order, without those in generated lists unless `generated` is true.

    Raises ValueError, with the line, for a block that does not end, a caption that is unknown or has no block, and
    bad options of a picture.
    """
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        if not generated and lines[at].startswith(OPENING):
            at = lines.index(CLOSING, at)
        step = _step(lines, at)
        if step is not None:
            yield step
            at = step.end
        else:
            at += 1


def _step(lines: list[str], at: int) -> Step | None:
    line = lines[at]
    if _FENCE.match(line):
        return _fence(lines, at, at)
    if _BOLD.match(line):
        matches = ((action, each.match(line)) for action, each in _CAPTIONS.items())
        caption = next(((action, match["path"]) for action, match in matches if match), None)
        above_a_block = lines[at + 1 : at + 2] == [""] and _FENCE.match("".join(lines[at + 2 : at + 3]))
        if caption and above_a_block:
            return _fence(lines, at, at + 2, *caption)
        if caption or above_a_block:
            raise ValueError(f"line {at + 1}: a caption without a block of code below it, or with unknown words")
    if line.startswith("> "):
        end = next((n for n in range(at, len(lines)) if not lines[n].startswith(">")), len(lines))
        return Quote(at + 1, end, " ".join(each[1:].strip() for each in lines[at:end]))
    if found := _PICTURE.match(line):
        return _shot(lines, at, found["path"], found["query"])
    if found := _GIVEN.match(line):
        return Given(at + 1, at + 1, found["path"], found["what"])
    return None


def _fence(lines: list[str], start: int, at: int, action: Action = Action.SHOW, path: str = "") -> Fence:
    """Return the block whose fence opens at index `at`, and whose caption, if any, is at index `start`."""
    found = _FENCE.match(lines[at])
    assert found
    end = next((n for n in range(at + 1, len(lines)) if lines[n] == found["marks"]), None)
    if end is None:
        raise ValueError(f"line {start + 1}: a block of code that does not end")
    text = "".join(f"{each}\n" for each in lines[at + 1 : end])
    caption = lines[start].strip("*:").replace("`", "") if path else ""
    return Fence(start + 1, end + 1, found["language"], text, path, action, caption)


def _shot(lines: list[str], at: int, path: str, query: str) -> Shot:
    options = dict(part.split("=", 1) for part in query.split("&"))
    page, top, bottom = (int(options.pop(key, default)) for key, default in (("page", 1), ("from", 0), ("to", 100)))
    if options or not 0 <= top < bottom <= 100:
        raise ValueError(f"line {at + 1}: a picture takes page=, and from= and to= in percent")
    described = _DESCRIPTION.match("".join(lines[at + 1 : at + 2]))
    alt = described["alt"] if described else ""
    return Shot(at + 1, at + 2 if described else at + 1, alt[:1].upper() + alt[1:], path, page, top, bottom)
