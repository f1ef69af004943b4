"""Find out which other briefs a template file or a dossier's facts print in, and where a section of one dossier alone is kept.

A change that a reviewer made in one brief must not appear in others without anybody asking for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from briefing.build.discovery import DOSSIER_FILE, TEMPLATES, DossierRef, is_shipped
from briefing.compose.loader import TemplateLoader, own_section
from briefing.facts.yaml_reader import read_yaml
from briefing.problems.problem import BriefingError


@dataclass(frozen=True, slots=True)
class OtherBrief:
    """Another dossier in the same folder: the templates that make its brief and its variants, and its sections, if it names any."""

    name: str
    title: str
    templates: tuple[str, ...]
    sections: tuple[str, ...]
    uses: tuple[str, ...]


@dataclass(slots=True)
class TemplateUse:
    """The use of templates by a dossier and those beside it. `template` is the name of the dossier's own template."""

    dossier: DossierRef
    folders: tuple[Path, ...]
    template: str
    sections: tuple[str, ...]
    _others: list[OtherBrief] | None = field(init=False, default=None)

    @property
    def others(self) -> list[OtherBrief]:
        """The dossiers beside this one, by name."""
        if self._others is None:
            self._others = briefs_beside(self.dossier)
        return self._others

    def briefs_with(self, path: Path) -> tuple[str, ...]:
        """Return the names of the other briefs that a change of this file may change."""
        if path.suffix == ".md":
            return tuple(other.name for other in self.others if self._prints(other, path))
        owner = path.parent.name
        return tuple(other.name for other in self.others if owner in (other.name, *other.uses))

    def _prints(self, other: OtherBrief, path: Path) -> bool:
        stem = path.stem
        if other.sections and stem in self.sections and stem not in other.sections:
            return False  # a section, and not one of that brief
        for template in other.templates:
            loader = TemplateLoader(self.folders, template, other.name)
            found = next((each for each in loader.candidates(stem) if each.is_file()), None)
            if found is not None and found.resolve() == path.resolve():
                return True
        return False

    def own_file(self, path: Path) -> Path:
        """Return the file that replaces a template file in this brief alone: beside it, or in the project if it is a shipped one."""
        writable = [folder for folder in self.folders if not is_shipped(folder)]
        folder = next((each for each in writable if path.resolve().is_relative_to(each.resolve())), None)
        return (folder or (writable or [TEMPLATES])[0]) / own_section(self.template, self.dossier.name, path.stem)


def briefs_beside(dossier: DossierRef) -> list[OtherBrief]:
    """Return the other dossiers in the folder of a dossier, by name, as far as they can be read."""
    found: list[OtherBrief] = []
    try:
        folders = sorted(path.parent for path in dossier.folder.resolve().parent.glob(f"*/{DOSSIER_FILE}"))
    except OSError:
        return found
    for folder in folders:
        if folder.name.startswith(".") or folder == dossier.folder.resolve():
            continue
        try:
            node, _ = read_yaml(folder / DOSSIER_FILE, "")
        except (OSError, BriefingError):
            continue
        if node is None:
            continue
        top = node.group
        lists = {key: top[key].content if key in top else [] for key in ("sections", "uses")}
        named = {key: tuple(n.text for n in each) if isinstance(each, list) else () for key, each in lists.items()}
        variants = top["variants"].group.values() if "variants" in top else ()
        templates = (top["template"].text if "template" in top else "", *(each.text for each in variants))
        title = top["title"].text if "title" in top else ""
        found.append(OtherBrief(folder.name, title, tuple(dict.fromkeys(templates)), named["sections"], named["uses"]))
    return found
