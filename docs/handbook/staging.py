"""Puts the pages together for the site generator: the pages of `docs/` as they stand, with what is made filled in.

Takes the folder of the pages and an empty one; gives each page's faults. Filled in are captions of files, pictures (drawn while the page is
walked through) and what a line `<!-- from the code: NAME -->` asks for. Of the site generator it knows how a caption is written.
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
from handbook.walk import Walk

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
PICTURES = "pictures"
OWN_TESTS: Mapping[str, str] = {"how-to/spreadsheets.md": "tests/test_spreadsheet_page.py"}
"""Pages that a test of their own walks through, in its own way."""
ASKED = re.compile(r"^<!-- from the code: (.+) -->$(?:\n\*`make docs` puts .*\*$)?", re.MULTILINE)
"""What is made from the code, and the line that stands there for those who read the page as it is."""
_LANGUAGES = {"word": "text", "csv": "text", "markdown": "text", "": "text"}
_LEFT_OUT = "*(A picture of the Word file stands here where the documentation is built with LibreOffice.)*"


def pages_of(docs: Path = DOCS) -> list[Path]:
    """The pages that are written by hand, in order."""
    return sorted(path for path in docs.rglob("*.md") if "handbook" not in path.parts)


def walk_page(page: Path, draw: Callable[[Shot, Path], None] | None = None) -> list[str]:
    """Does what a page says in a folder that is gone afterwards; gives what is not as it says."""
    with tempfile.TemporaryDirectory() as folder:
        programs, here = Path(folder) / "programs", Path(folder) / "here"
        programs.mkdir()
        here.mkdir()
        walk = Walk(here, environment_with_briefing(programs), draw, MAKERS)
        return walk.through(page.read_text("utf-8"))


def stage(into: Path, made: Mapping[str, Callable[[], str]], docs: Path = DOCS) -> list[str]:
    """Writes all pages into a folder, each walked through; gives their faults, each with its page and line."""
    faults: list[str] = []
    for page in pages_of(docs):
        name = page.relative_to(docs).as_posix()
        drawn: dict[int, str] = {}
        if name not in OWN_TESTS:
            faults += [f"docs/{name}: {fault}" for fault in walk_page(page, _painter(name, into, drawn))]
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_filled(page.read_text("utf-8"), drawn, made), "utf-8")
    for other in ("conf.py", "_static", "page-1.png"):
        source = docs / other
        (shutil.copytree if source.is_dir() else shutil.copy)(source, into / other)
    return faults


def _painter(name: str, into: Path, drawn: dict[int, str]) -> Callable[[Shot, Path], None]:
    """What draws the pictures of a page, and notes each by the line where it stands."""
    stem = name.removesuffix(".md").replace("/", "-")

    def draw(shot: Shot, brief: Path) -> None:
        if not pictures.can_draw(brief):
            print(f"docs/{name}: line {shot.line}: left out, for want of LibreOffice: {shot.alt}")
            return
        file = into / PICTURES / f"{stem}-{len(drawn) + 1}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pictures.draw(brief, shot.page, shot.top, shot.bottom))
        drawn[shot.line] = f"/{PICTURES}/{file.name}"

    return draw


def _filled(text: str, drawn: Mapping[int, str], made: Mapping[str, Callable[[], str]]) -> str:
    lines = text.splitlines()
    for step in reversed(list(steps_of(text))):
        new = lines[step.line - 1 : step.end]
        match step:
            case Fence() if not step.language.startswith("{"):
                new = _captioned(step)
            case Shot():
                new = [f"![{step.alt}]({drawn[step.line]})" if step.line in drawn else _LEFT_OUT]
            case Given():
                new = []
        lines[step.line - 1 : step.end] = new
    return ASKED.sub(lambda found: made[found[1]](), "\n".join(lines) + "\n")


def _captioned(step: Fence) -> list[str]:
    """A block with the name of its file above it."""
    language = _LANGUAGES.get(step.language, step.language)
    caption = f"{step.path} {step.remark}".strip()
    if step.language == "word":
        caption = f"In Word: {step.path}"
    if step.language == "diff":
        caption = f"Change {step.path}"
    head = [f"````{{code-block}} {language}", *([f":caption: {caption}"] if caption else []), ""]
    return [*head, *step.text.splitlines(), "````"]
