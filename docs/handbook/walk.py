"""Follow a page of the documentation in an empty folder: write its files, run its commands, compare what is printed.

A block with a file name is written, appended or changed; a console block is run; a quotation must be in a brief under `out/` at that
moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.readers import read_brief
from handbook.blocks import Action, Fence, Given, Quote, Shot, Step, steps_of
from handbook.console import commands_in, run_shown
from handbook.reviewing import do_in_word

SHOWN_ONLY = ("text", "")
"""Languages of blocks without a file name that are only shown."""


@dataclass(slots=True)
class Walk:
    """A page that is being followed in the folder `here`. `draw` draws a picture; `makers` make the files that a reader already has."""

    here: Path
    environment: Mapping[str, str]
    draw: Callable[[Shot, Path], None] | None = None
    makers: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def through(self, text: str) -> list[str]:
        """Take all steps and return the faults found, each with its line."""
        for step in steps_of(text):
            fault = self._take(step)
            if fault:
                self.faults.append(f"line {step.line}: {fault}")
        return self.faults

    def _take(self, step: Step) -> str:
        """Take one step and return what is wrong, or ""."""
        match step:
            case Fence(language="console"):
                printed = (run_shown(*each, self.here, self.environment) for each in commands_in([step.text]))
                return "\n".join(filter(None, printed))
            case Fence(action=Action.SHOW):
                return "" if step.language in SHOWN_ONLY else f"a block of {step.language} without the name of its file"
            case Fence():
                return self._type(step)
            case Quote():
                return "" if self._is_printed(step.text) else f"not printed in any brief under out/: {step.text}"
            case Given():
                (self.here / step.path).write_bytes(self.makers[step.what]())
                return ""
            case Shot():
                return self._picture(step)

    def _type(self, step: Fence) -> str:
        """Write, change, extend or check a file, or edit it as in Word."""
        path = self.here / step.path
        if step.action is Action.CONTAINS:
            found = path.is_file() and f"\n{step.text}" in "\n" + path.read_text("utf-8")
            return "" if found else f"{step.path} does not contain these lines"
        path.parent.mkdir(parents=True, exist_ok=True)
        if step.action is Action.WORD:
            return do_in_word(path, step.text)
        if step.action is Action.CHANGE:
            return change(path, step.text)
        before = path.read_text("utf-8") if step.action is Action.APPEND else ""
        path.write_text(before + step.text, "utf-8")
        return ""

    def _is_printed(self, text: str) -> bool:
        wanted = bare(text)
        return any(wanted in bare(words_of(path)) for path in sorted((self.here / "out").glob("*.pdf")))

    def _picture(self, step: Shot) -> str:
        path = self.here / step.path
        if not path.is_file():
            return f"a picture of {step.path}, which does not exist"
        if not step.alt:
            return "a picture without a description"
        if self.draw is not None:
            self.draw(step, path)
        return ""


def bare(text: str) -> str:
    """Return a text without white space and note numbers, which the brief prints inside sentences."""
    return re.sub(r"[\s⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text)


def words_of(path: Path) -> str:
    """Return the words of a brief's pages, in reading order."""
    return " ".join(word for piece in read_brief(path.read_bytes(), path.name).pieces for word in piece.words)


def change(path: Path, text: str) -> str:
    """Apply a diff to a file and return what is wrong, or "".

    Lines that begin with "-" are removed, lines with "+" added; lines with a space are context. The old lines must occur exactly once.
    """
    lines = text.splitlines()
    if any(line[:1] not in ("-", "+", " ") for line in lines):
        return "every line of a change must begin with -, + or a space"
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in marks) for marks in ("- ", "+ "))
    before = path.read_text("utf-8")
    if f"\n{before}".count(f"\n{old}") != 1:
        return f"the lines to change occur {before.count(old)} times in {path.name}"
    path.write_text(f"\n{before}".replace(f"\n{old}", f"\n{new}", 1)[1:], "utf-8")
    return ""
