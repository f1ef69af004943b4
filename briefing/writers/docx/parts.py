"""Parts of an Open Packaging container: relationships and content types (ISO/IEC 29500-2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefing.writers.docx.wordml import HEADER, RELATIONSHIPS, escape

_EXTERNAL = ' TargetMode="External"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."

CORE_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"

CONTENT_TYPES = {
    "word/document.xml": _WORDPROCESSING + "document.main+xml",
    "word/styles.xml": _WORDPROCESSING + "styles+xml",
    "word/numbering.xml": _WORDPROCESSING + "numbering+xml",
    "word/settings.xml": _WORDPROCESSING + "settings+xml",
    "word/fontTable.xml": _WORDPROCESSING + "fontTable+xml",
    "word/footnotes.xml": _WORDPROCESSING + "footnotes+xml",
    "word/comments.xml": _WORDPROCESSING + "comments+xml",
    "word/commentsExtended.xml": _WORDPROCESSING + "commentsExtended+xml",
    "word/header1.xml": _WORDPROCESSING + "header+xml",
    "word/header2.xml": _WORDPROCESSING + "header+xml",
    "word/footer1.xml": _WORDPROCESSING + "footer+xml",
    "word/footer2.xml": _WORDPROCESSING + "footer+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_ENDINGS = {
    "jpeg": "image/jpeg",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
# Parts that a file may have any number of.
_FOLDERS = {
    "word/charts": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "word/drawings": "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml",
}


class Relations:
    """Relationships of one part, numbered in order; the same target requested twice is one relationship."""

    __slots__ = ("_first", "_identifiers")

    def __init__(self, first: int = 1) -> None:
        self._first = first
        self._identifiers: dict[tuple[str, str, bool], str] = {}

    def add(self, kind: str, target: str, external: bool = False) -> str:
        """Return the `rId` of a target.

        `kind` is the last word of an officeDocument relationship type, or a whole type.
        """
        full = kind if "/" in kind else f"{RELATIONSHIPS}/{kind}"
        return self._identifiers.setdefault((full, target, external), f"rId{self._first + len(self._identifiers)}")

    def __len__(self) -> int:
        return len(self._identifiers)

    def lines(self) -> str:
        """Return one element per relationship."""
        return "".join(
            relation_line(identifier, kind, target, external=external)
            for (kind, target, external), identifier in self._identifiers.items()
        )

    def xml(self) -> str:
        """Return the relationships part."""
        return relations_text(self.lines())


def relation_line(identifier: str, kind: str, target: str, *, external: bool = False) -> str:
    """Return one relationship."""
    outside = _EXTERNAL if external else ""
    return f'<Relationship Id="{identifier}" Type="{kind}" Target="{escape(target)}"{outside}/>'


def relations_text(lines: str) -> str:
    """Return a relationships part."""
    return f'{HEADER}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def content_types(names: Iterable[str], known: Mapping[str, str]) -> str:
    """Return `[Content_Types].xml` for the members.

    `known` gives the type of parts whose extension does not tell it.
    """
    ordered = sorted(names)
    endings = sorted({name.rpartition(".")[2] for name in ordered} & set(_ENDINGS) | {"rels", "xml"})
    defaults = "".join(f'<Default Extension="{ending}" ContentType="{_ENDINGS[ending]}"/>' for ending in endings)
    types = {name: known.get(name) or _FOLDERS.get(name.rpartition("/")[0]) for name in ordered}
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items() if kind)
    return f'{HEADER}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def full_content_types(names: Iterable[str], known: Mapping[str, str]) -> str:
    """Return `[Content_Types].xml` for any parts: each is named with its type unless its extension tells it."""
    types = {name: known.get(name) or _FOLDERS.get(name.rpartition("/")[0], "") for name in sorted(names)}
    endings = sorted({name.rpartition(".")[2] for name in types} & set(_ENDINGS) | {"rels", "xml"})
    defaults = "".join(f'<Default Extension="{ending}" ContentType="{_ENDINGS[ending]}"/>' for ending in endings)
    overrides = "".join(
        f'<Override PartName="/{escape(name)}" ContentType="{escape(kind)}"/>'
        for name, kind in types.items()
        if kind and kind != _ENDINGS.get(name.rpartition(".")[2])
    )
    return f'{HEADER}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'
