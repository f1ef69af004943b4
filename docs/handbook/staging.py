"""Collect the pages for the site generator: the pages of `docs/`, with captions, pictures and tables of contents filled in.

Every page is followed on the way, and its faults are returned. A comment `<!-- file: NAME -->` and the line below it are replaced by a
file of the repository; a comment `<!-- contents` with names of pages becomes a hidden table of contents.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from handbook import pictures
from handbook.blocks import Fence, Given, Shot, steps_of
from handbook.console import environment_with_briefing
from handbook.given import MAKERS
from handbook.lists import COMMAND, DOCS, pages_of, with_lists
from handbook.walk import Walk
from handbook.whole_files import whole_file

PICTURES = "pictures"
OWN_TESTS: Mapping[str, str] = {"how-to/spreadsheets.md": "tests/docs/test_spreadsheet_page.py"}
"""Pages that have a test of their own and are not followed here."""
_FILE = re.compile(r"^<!-- file: (?P<name>.+) -->\n.*$", re.MULTILINE)
_CONTENTS = re.compile(r"^<!-- contents\n(?P<names>.*?)^-->$", re.MULTILINE | re.DOTALL)
_LANGUAGES = {"word": "text", "csv": "text", "markdown": "text", "": "text"}
"""Languages that the site's highlighter does not know or would colour wrongly, because templates are not plain Markdown."""
_LEFT_OUT = "*(The documentation shows a picture of the Word file here if it is built with LibreOffice.)*"


def walk_page(page: Path, draw: Callable[[Shot, Path], None] | None = None) -> list[str]:
    """Follow a page in a temporary folder and return its faults."""
    with tempfile.TemporaryDirectory() as folder:
        programs, here = Path(folder) / "programs", Path(folder) / "here"
        programs.mkdir()
        here.mkdir()
        walk = Walk(here, environment_with_briefing(programs), draw, MAKERS)
        return walk.through(page.read_text("utf-8"))


def stage(into: Path, made: Mapping[str, Callable[[], str]], docs: Path = DOCS) -> list[str]:
    """Write all pages into a folder, follow each, and return their faults, each with its page and line."""
    faults: list[str] = []
    for page in pages_of(docs):
        name = page.relative_to(docs).as_posix()
        text = page.read_text("utf-8")
        if with_lists(text, made) != text:
            faults.append(f"docs/{name}: the generated lists are not current: run `{COMMAND}`")
        drawn: dict[int, str] = {}
        if name not in OWN_TESTS:
            faults += [f"docs/{name}: {fault}" for fault in walk_page(page, _painter(name, into, drawn))]
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_filled(text, drawn), "utf-8")
    for other in ("conf.py", "_static", "page-1.png"):
        source = docs / other
        (shutil.copytree if source.is_dir() else shutil.copy)(source, into / other)
    return faults


def _painter(name: str, into: Path, drawn: dict[int, str]) -> Callable[[Shot, Path], None]:
    """Return a function that draws the pictures of a page and enters each in `drawn` under its line."""
    stem = name.removesuffix(".md").replace("/", "-")

    def draw(shot: Shot, brief: Path) -> None:
        if not pictures.can_draw(brief):
            print(f"docs/{name}: line {shot.line}: picture left out, LibreOffice is not installed: {shot.alt}")
            return
        file = into / PICTURES / f"{stem}-{len(drawn) + 1}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pictures.draw(brief, shot.page, shot.top, shot.bottom))
        drawn[shot.line] = f"/{PICTURES}/{file.name}"

    return draw


def _filled(text: str, drawn: Mapping[int, str]) -> str:
    """Return a page as the site generator needs it."""
    lines = text.splitlines()
    for step in reversed(list(steps_of(text, generated=True))):
        match step:
            case Fence():
                lines[step.line - 1 : step.end] = _captioned(step)
            case Shot():
                new = f"![{step.alt}]({drawn[step.line]})" if step.line in drawn else _LEFT_OUT
                lines[step.line - 1 : step.end] = [new]
            case Given():
                del lines[step.line - 1]
    filled = _CONTENTS.sub("```{toctree}\n:hidden:\n:titlesonly:\n\n\\g<names>```", "\n".join(lines) + "\n")
    return _FILE.sub(lambda found: whole_file(found["name"]), filled)


def _captioned(step: Fence) -> list[str]:
    """Return a block of code with its caption as an option."""
    language = _LANGUAGES.get(step.language, step.language)
    head = [f"````{{code-block}} {language}", *([f":caption: {step.caption}"] if step.caption else []), ""]
    return [*head, *step.text.splitlines(), "````"]
