"""Base of a Word file: everything that is the same in every brief of one theme and language, prepared once.

A `Base` has static parts as compressed bytes, style ids by name, and the relationships of the main
part. The base package is opened by python-docx once per process, which checks it and resolves style
names; a render only copies bytes from it. This is the only module that imports docx, and only when
the first file is written.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from briefing.files.ooxml import CONTENT_TYPES_NAME, relations_name
from briefing.files.ooxml_writer import Member, make_member, pack
from briefing.layout.theme import Theme
from briefing.writers.docx import parts, style_names
from briefing.writers.docx.fonts import PART as FONT_TABLE
from briefing.writers.docx.fonts import FontTable, font_table
from briefing.writers.docx.numbering import numbering_base
from briefing.writers.docx.settings import page_properties, settings_part
from briefing.writers.docx.styles import style_sheet
from briefing.writers.docx.theme_part import theme_part
from briefing.writers.docx.wordml import HEADER, NAMESPACES

MAIN = "word/document.xml"
NUMBERING = "word/numbering.xml"
STYLES = "word/styles.xml"
SETTINGS = "word/settings.xml"
THEME = "word/theme/theme1.xml"
_MOST_KEPT = 8


@dataclass(frozen=True, slots=True)
class Base:
    """Everything that the briefs of a theme share.

    `static` are parts that no render changes; `relations` are (kind, target) of the main part;
    `styles` maps style names to ids; `numbering` is text that a render completes; `fonts` are the
    font table and its fonts without and with the Korean family, `font_hashes` the hashes of these fonts.

    What the styles of somebody's template leave open is set on paragraphs directly: `headings` and
    `outlines` are properties of counted and of all headings by level, `contents` those of entries,
    `bare_bullets` the levels whose style has no mark, `contents_title` and `table_indent` those of
    these two, `kept` names of styles whose paragraphs stay with the next one.
    """

    static: tuple[Member, ...]
    relations: tuple[tuple[str, str], ...]
    content_types: Mapping[str, str]
    styles: Mapping[str, str]
    numbering: str
    fonts: tuple[tuple[Member, ...], tuple[Member, ...]]
    headings: tuple[str, ...] = ("", "", "", "")
    outlines: tuple[str, ...] = ("", "", "", "")
    contents: tuple[str, ...] = ("", "", "", "")
    bare_bullets: frozenset[int] = frozenset()
    contents_title: str = ""
    table_indent: str = ""
    kept: frozenset[str] = frozenset()
    font_hashes: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


_bases: dict[tuple[int, str, bool], tuple[Theme, Base]] = {}


def base_package(theme: Theme, language: str, *, embed_fonts: bool) -> Base:
    """Return the base of a theme, created on first use. The theme is stored with it, so that its id is not reused."""
    key = (id(theme), language, embed_fonts)
    known = _bases.get(key)
    if known is None:
        if len(_bases) >= _MOST_KEPT:
            _bases.clear()
        known = _bases[key] = (theme, _freeze(theme, language, embed_fonts))
    return known[1]


def _freeze(theme: Theme, language: str, embed_fonts: bool) -> Base:
    import docx  # noqa: PLC0415  # slow to load, and not needed before a first file is written

    tables = [font_table(theme, hangul=hangul, embedded=embed_fonts) for hangul in (False, True)]
    document = docx.Document(io.BytesIO(_base_package(theme, language, tables[0], embed_fonts)))
    main = document.part
    static: list[Member] = []
    types: dict[str, str] = dict(parts.CONTENT_TYPES)
    for part in main.package.iter_parts():
        name = part.partname.lstrip("/")
        types[name] = part.content_type
        if name not in (MAIN, NUMBERING, FONT_TABLE) and not name.startswith("word/fonts/"):
            static.append(make_member(name, part.blob))
    return Base(
        static=tuple(sorted(static, key=lambda member: member.name)),
        relations=tuple((relation.reltype, relation.target_ref) for relation in main.rels.values()),
        content_types=types,
        # Raises KeyError if the base lacks a style that the writer uses.
        styles={name: document.styles[name].style_id for name in style_names.all_names()},
        numbering=numbering_base(theme),
        fonts=(_font_members(tables[0]), _font_members(tables[1])),
        font_hashes=(tables[0].fingerprints, tables[1].fingerprints),
    )


def _font_members(table: FontTable) -> tuple[Member, ...]:
    members = [make_member(FONT_TABLE, table.xml.encode())]
    if table.relations:
        members.append(make_member(relations_name(FONT_TABLE), table.relations.encode()))
    return (*members, *table.members)


def _base_package(theme: Theme, language: str, fonts: FontTable, embedded: bool) -> bytes:
    """Return an empty brief, which python-docx opens."""
    body = f"<w:body><w:sectPr>{page_properties(theme)}</w:sectPr></w:body>"
    texts = {
        MAIN: f"{HEADER}<w:document {NAMESPACES}>{body}</w:document>",
        STYLES: style_sheet(theme, language),
        NUMBERING: numbering_base(theme),
        SETTINGS: settings_part(theme, language, embedded=embedded),
        FONT_TABLE: fonts.xml,
        THEME: theme_part(theme),
    }
    root = parts.Relations()
    root.add("officeDocument", MAIN)
    relations = parts.Relations()
    kinds = {STYLES: "styles", NUMBERING: "numbering", SETTINGS: "settings", FONT_TABLE: "fontTable", THEME: "theme"}
    for name, kind in kinds.items():
        relations.add(kind, name.removeprefix("word/"))
    texts["_rels/.rels"] = root.xml()
    texts[relations_name(MAIN)] = relations.xml()
    if fonts.relations:
        texts[relations_name(FONT_TABLE)] = fonts.relations
    names = [*texts, *(member.name for member in fonts.members)]
    types = make_member(CONTENT_TYPES_NAME, parts.content_types(names, parts.CONTENT_TYPES).encode())
    return pack([types, *(make_member(name, text.encode()) for name, text in texts.items()), *fonts.members])
