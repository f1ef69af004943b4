"""The shipped brief in a house's template, made in memory for tests: build it, and look into what came out."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from briefing.build.options import BuildOptions
from briefing.build.pipeline import BuildResult, build_brief

ROOT = Path(__file__).parents[4]
DOSSIER = ROOT / "facts" / "russia-north-korea-edition-1"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def build_in(
    folder: Path, template: bytes, *, styles: str = "", dossier: Path = DOSSIER, ending: str = "docx", formats: tuple[str, ...] = ("docx",)
) -> BuildResult:  # fmt: skip
    """The brief in a template that is written into a folder first."""
    path = folder / f"house.{ending}"
    path.write_bytes(template)
    mapped = None
    if styles:
        mapped = folder / "house.toml"
        mapped.write_text(styles, "utf-8")
    return build_brief(
        dossier,
        dossier.name,
        template_folders=[ROOT / "templates"],
        options=BuildOptions(formats=tuple(formats), word_template=path, word_map=mapped),
    )


def marked_dossier(folder: Path, marking: str = "TLP:AMBER") -> Path:
    """The shipped dossier with a marking."""
    made = folder / "russia-north-korea-edition-1"
    shutil.copytree(DOSSIER, made)
    with (made / "dossier.yaml").open("a", encoding="utf-8") as file:
        file.write(f'\nmarking: "{marking}"\n')
    return made


@dataclass(slots=True)
class Opened:
    """A finished Word file taken apart."""

    data: bytes
    members: dict[str, bytes]

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.members[name])

    def text(self, name: str = "word/document.xml") -> str:
        return "\n".join(words(p) for p in self.tree(name).iter(W + "p"))

    def styles(self) -> dict[str, str]:
        """Names of styles by id."""
        return {str(s.get(W + "styleId")): val(s, "name") for s in self.tree("word/styles.xml").iter(W + "style")}

    def style_of(self, start: str) -> str:
        """The name of the style of the first paragraph in the brief that begins so."""
        for paragraph in self.tree("word/document.xml").iter(W + "p"):
            if words(paragraph).startswith(start):
                style = paragraph.find(f"{W}pPr/{W}pStyle")
                return self.styles()[str(style.get(W + "val"))] if style is not None else ""
        raise AssertionError(f"no paragraph begins with {start!r}")


def words(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t"))


def val(element: etree._Element, tag: str) -> str:
    child = element.find(W + tag)
    return "" if child is None else str(child.get(W + "val"))


def opened(built: BuildResult) -> Opened:
    assert "docx" in built.files, [str(problem) for problem in built.problems]
    data = built.files["docx"].data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Opened(data, {name: archive.read(name) for name in archive.namelist()})


def codes(built: BuildResult, *severities: str) -> list[str]:
    return [p.code for p in built.problems if not severities or p.severity in severities]
