"""Does what a page of the documentation says, in a folder of its own: writes its files, runs its commands, reads what is then printed.

Takes a page and an empty folder, gives what is not as the page says; draws its pictures if somebody does that. Every block with a file's
name is written or changed, every console block is run, every quotation must stand in a brief under `out/` at that moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.readers import read_brief
from handbook.blocks import ADDED, THERE, Fence, Given, Quote, Shot, Step, steps_of
from handbook.console import commands_in, run_shown
from handbook.reviewing import do_in_word

SHOWN_ONLY = ("text", "")
"""Languages of blocks that name no file and are not run."""


@dataclass(slots=True)
class Walk:
    """One page being walked through in the folder `here`. `draw` makes a picture; `makers` make the files that a reader has."""

    here: Path
    environment: Mapping[str, str]
    draw: Callable[[Shot, Path], None] | None = None
    makers: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def through(self, text: str) -> list[str]:
        """What is not as the page says, with its line."""
        for step in steps_of(text):
            fault = self._take(step)
            if fault:
                self.faults.append(f"line {step.line}: {fault}")
        return self.faults

    def _take(self, step: Step) -> str:
        match step:
            case Fence(language="console"):
                told = (run_shown(*each, self.here, self.environment) for each in commands_in([step.text]))
                return "\n".join(filter(None, told))
            case Fence(path=""):
                return (
                    ""
                    if step.language in SHOWN_ONLY or step.language.startswith("{")
                    else f"a block of {step.language} without the name of its file"
                )
            case Fence():
                return self._type(step)
            case Quote():
                return "" if self._is_printed(step.text) else f"no brief under out/ says: {step.text}"
            case Given():
                (self.here / step.path).write_bytes(self.makers[step.what]())
                return ""
            case Shot():
                return self._picture(step)

    def _type(self, step: Fence) -> str:
        """A file that is written, changed, added to, or worked on in Word."""
        path = self.here / step.path
        if step.remark == THERE:
            there = path.is_file() and f"\n{step.text}" in "\n" + path.read_text("utf-8")
            return "" if there else f"these lines do not stand in {step.path}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if step.language == "word":
            return do_in_word(path, step.text)
        if step.language == "diff":
            return change(path, step.text)
        if step.remark not in ("", ADDED):
            return f"unknown remark {step.remark}"
        before = path.read_text("utf-8") if step.remark else ""
        path.write_text(before + step.text, "utf-8")
        return ""

    def _is_printed(self, text: str) -> bool:
        wanted = bare(text)
        return any(wanted in bare(words_of(path)) for path in sorted((self.here / "out").glob("*.pdf")))

    def _picture(self, step: Shot) -> str:
        path = self.here / step.path
        if not path.is_file():
            return f"a picture of {step.path}, which is not there"
        if not step.alt:
            return "a picture without words for those who cannot see it"
        if self.draw is not None:
            self.draw(step, path)
        return ""


def bare(text: str) -> str:
    """A text without white space and without the marks of notes, which stand among a sentence's words."""
    return re.sub(r"[\s⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text)


def words_of(path: Path) -> str:
    """The words of a brief's pages, in reading order."""
    return " ".join(word for piece in read_brief(path.read_bytes(), path.name).pieces for word in piece.words)


def change(path: Path, text: str) -> str:
    """Lines with "-" go, those with "+" come, those with a space stand there already; all of it must be found exactly once."""
    lines = text.splitlines()
    if any(line[:1] not in ("-", "+", " ") for line in lines):
        return "a line of a change begins with -, + or a space"
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in marks) for marks in ("- ", "+ "))
    before = path.read_text("utf-8")
    if f"\n{before}".count(f"\n{old}") != 1:
        return f"the lines to be changed stand {before.count(old)} times in {path.name}"
    path.write_text(f"\n{before}".replace(f"\n{old}", f"\n{new}", 1)[1:], "utf-8")
    return ""
