"""Compile a template: read it, prepare each of its parts for briefs, and turn them into text with slots.

This is the one place that knows the order of steps. The last few results are cached by the hash of
their input, so that the second brief of a process costs no more than one without a template.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from briefing.files.ooxml import Element, R, W
from briefing.files.ooxml_writer import make_member
from briefing.files.toml import TomlFile
from briefing.layout.theme import Theme
from briefing.problems.problem import BriefingError, Problem, Severity, has_errors, sort_problems
from briefing.readers.docx_outside_text import fingerprint, lines_of, uncovered
from briefing.writers.docx import style_names as names
from briefing.writers.docx.base_package import Base
from briefing.writers.docx.style_sheet import indent
from briefing.writers.docx.template import derived_theme as look
from briefing.writers.docx.template.add_styles import Sheet, add_missing_styles
from briefing.writers.docx.template.open_template import MAIN, TemplatePackage, open_template, refuse
from briefing.writers.docx.template.page_geometry import Geometry, read_geometry, sections
from briefing.writers.docx.template.placeholder import insert_slot
from briefing.writers.docx.template.style_map import StyleIndex, kind_of, read_map
from briefing.writers.docx.template.style_values import StyleSheetReader, StyleValues
from briefing.writers.docx.template.template_headers import prepare_furniture
from briefing.writers.docx.template.template_notes import prepare_comments, prepare_notes
from briefing.writers.docx.template.template_numbering import drop_silent_lists, free_plan, prepare_lists
from briefing.writers.docx.template.template_parts import (
    describe_state,
    ensure_parts,
    find_free,
    repair_styles,
    strip_parts,
)
from briefing.writers.docx.template.template_placeholders import Tokens, fill_tokens, tokens_before
from briefing.writers.docx.template.word_template import WordTemplate
from briefing.writers.docx.template.xml_trees import SlottedText, slotted, value_of, whole, with_our_prefixes
from briefing.writers.docx.wordml import twips

_MOST_KEPT = 8
_WORD_2013 = 15
_MOST_PAD = 20.0
_STAYING = (*names.HEADINGS, names.CAPTION, names.FIGURE, names.CONTENTS_TITLE, names.TABLE_HEAD, names.TABLE_BAND)
"""Paragraphs of these styles stay with what follows, whatever the template's styles say."""
_kept: dict[tuple[str, str, str, int], tuple[Theme, WordTemplate]] = {}


def compile_template(data: bytes, display_path: str, styles: TomlFile | None, theme: Theme) -> WordTemplate:
    """Return the compiled template for a theme, from the cache if possible.

    Raises BriefingError with all problems.
    """
    mapped = repr(sorted(styles.data.items())) + styles.display_path if styles else ""
    key = (hashlib.sha256(data).hexdigest(), display_path, mapped, id(theme))
    known = _kept.get(key)
    if known is not None:
        return known[1]
    package = open_template(data, display_path)
    try:
        made = _Compiler(package, theme, styles).slotted()
    except (
        LookupError,
        AttributeError,
        TypeError,
        ValueError,
        StopIteration,
        RecursionError,
        etree.LxmlError,
    ) as error:
        # Templates are untrusted: an unforeseen exception is reported as a fault of the file.
        message = f"the Word template is damaged: its parts are inconsistent ({type(error).__name__})"
        raise refuse("word-template-damaged", message, display_path, "open it in Word and save it again") from error
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[key] = (theme, made)
    return made


@dataclass(slots=True)
class _Styles:
    """Styles of the template."""

    sheet: Sheet
    theme: Theme
    layout: Theme
    width_factor: float
    measures: Mapping[str, StyleValues]


class _Compiler:
    """Prepare one package and change its trees on the way."""

    def __init__(self, package: TemplatePackage, theme: Theme, styles: TomlFile | None) -> None:
        self.package, self.theme, self.map = package, theme, styles
        self.problems: list[Problem] = []
        for name in list(package.trees):
            if name.startswith("word/"):
                package.trees[name] = with_our_prefixes(package.trees[name])

    def slotted(self) -> WordTemplate:
        package = self.package
        strip_parts(package)
        self.problems += describe_state(package)
        ensure_parts(package, self.theme)
        main = package.trees[MAIN]
        sections(main)
        placeholder = insert_slot(main, package.display_path, self.problems)
        tokens = Tokens(package.display_path)
        for name, tree in package.stories():
            fill_tokens(name, tree, tokens)
        self.problems += tokens.problems
        notes, first_note = prepare_notes(package)
        comments, first_comment = prepare_comments(package)
        sheet = package.tree("styles")
        assert sheet is not None
        repair_styles(sheet)
        drop_silent_lists(package)
        reader = StyleSheetReader(sheet, package.tree("theme"))
        style_index = StyleIndex(sheet)
        breaking = frozenset(i for i, known in style_index.known.items() if reader.measure(i).page_before)
        geometry = read_geometry(main, placeholder.slot, breaking)
        found = self._roles(style_index)
        if has_errors(self.problems):
            raise BriefingError(*sort_problems(self.problems))
        style_set = self._styles(sheet, style_index, reader, found, geometry)
        lists = prepare_lists(package, style_set.theme, style_set.sheet.added_styles, style_set.sheet.styles, StyleSheetReader(
            sheet, package.tree("theme")).measure)  # fmt: skip
        prepare_furniture(package, tokens.used)
        free = replace(find_free(package, notes), note=first_note, comment=first_comment)
        self._report_added_styles(style_set.sheet)
        if lists.restarted:
            message = (
                "the Word template has numbered headings of its own; those of the brief count from 1, as in the PDF"
            )
            hint = "give the headings of the template a style without numbers"
            self._warn("word-headings-numbered", message, hint, "warning")
        base = self._base(style_set, lists.headings)
        parts = {name: slotted(tree) for name, tree in package.trees.items()}
        contents = {name: content for name, content in package.members.items() if name not in parts}
        contents |= {name: part.pieces[0].encode() for name, part in parts.items() if part.fixed}
        language = value_of(sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), "lang") or ""
        return WordTemplate(
            static=tuple(make_member(name, contents[name]) for name in sorted(package.types) if name in contents),
            parts={name: part for name, part in parts.items() if not part.fixed},
            relations={part: tuple(found) for part, found in package.relations.items()},
            types={name: package.types[name] for name in package.types if name in package.members or name in parts},
            base=base, plan=lists.plan, notes=notes, comments=comments,
            cover=tokens_before(main, placeholder.slot), free=free, geometry=geometry, starts_page=placeholder.starts_page,
            theme=style_set.theme, layout=style_set.layout, width_factor=style_set.width_factor, language=re.sub(r"[^\w-]", "", language),
            labels=lists.labels, roles=style_index.renamed(style_set.sheet.styles), lines=_fixed_lines(package, parts), made=_made(package),
            problems=tuple(self.problems),
        )  # fmt: skip

    def _roles(self, style_index: StyleIndex) -> dict[str, str]:
        """Return the ids of the template's own styles, by the writer's names."""
        mapped: dict[str, str] = {}
        if self.map is not None:
            mapped, problems = read_map(self.map, style_index, self.package.display_path)
            self.problems += problems
        found = {
            name: known.identifier for name in names.all_names() if (known := style_index.playing(name)) is not None
        }
        if names.BODY not in found and style_index.default:
            found[names.BODY] = style_index.default
        return {**found, **mapped}

    def _styles(
        self,
        sheet: Element,
        style_index: StyleIndex,
        reader: StyleSheetReader,
        found: dict[str, str],
        geometry: Geometry,
    ) -> _Styles:
        measures = {name: reader.measure(i) for name, i in found.items() if kind_of(name) == "paragraph"}
        body = measures.get(names.BODY, reader.measure(""))
        scheme = look.scheme_of(self.package.tree("theme"))
        theme = look.derive_theme(self.theme, geometry.page, measures, body, scheme=scheme, pitch=geometry.pitch)
        if (
            names.TABLE in found and style_index.known[found[names.TABLE]].name != names.TABLE
        ):  # The template's own table style.
            pad_x, pad_y = (min(pad, _MOST_PAD) for pad in reader.cell_margins(found[names.TABLE]))
            theme = replace(
                theme, table=replace(theme.table, head_fill="", band_fill="", total_fill="", pad_x=pad_x, pad_y=pad_y)
            )
        heading = measures.get(names.HEADINGS[0], body)
        serif = look.serif_families(self.package.tree("fontTable"))
        layout = look.for_layout(
            theme,
            {"body": body.family, "sans": heading.family, "plain": reader.measure(style_index.default).family},
            serif,
        )
        counted = (*names.HEADINGS, names.CONTENTS_TITLE)
        counting = frozenset(n for n in counted if n in measures and measures[n].numbered)
        normal = reader.measure(style_index.default)
        made = add_missing_styles(
            sheet, style_index, found=found, theme=theme, plan=free_plan(self.package), normal=normal, counting=counting,
            gridded=bool(geometry.pitch),
        )  # fmt: skip
        chart = reader.faces.get("major", heading.family)
        return _Styles(made, theme, layout, look.width_factor(chart, serif), measures)

    def _report_added_styles(self, sheet: Sheet) -> None:
        """Report in one line which styles were added. Styles that only briefs have are not worth a note."""
        standard_names = [
            name for name in sheet.added_styles if not name.startswith("Brief ") and not name.endswith(" Unnumbered")
        ]
        if standard_names:
            message = f"the Word template has no style for {', '.join(standard_names)}; they were added to match its own styles"
            hint = "name your own styles in a style map: --word-map"
            self._warn("word-styles-added", message, hint, "note")

    def _warn(self, code: str, message: str, hint: str, severity: Severity) -> None:
        self.problems += refuse(code, message, self.package.display_path, hint).problems
        self.problems[-1] = replace(self.problems[-1], severity=severity)

    def _base(self, style_set: _Styles, headings: tuple[str, ...]) -> Base:
        sheet, theme = style_set.sheet, style_set.theme
        outlines = tuple(
            ""
            if n in sheet.added_styles or style_set.measures[n].outline == level
            else f'<w:outlineLvl w:val="{level}"/>'
            for level, n in enumerate(names.HEADINGS)
        )
        step = theme.style("contents2").indent or 20.0
        contents = []
        for level, name in enumerate(names.CONTENTS):
            own = style_set.measures.get(name)
            edge, number = step * level, step if level == 0 else step * 1.4
            tabs = (
                f'<w:tabs><w:tab w:val="left" w:pos="{twips(edge + number)}"/><w:tab w:val="right" w:leader="dot" '
                f'w:pos="{twips(theme.page.column_width)}"/></w:tabs>'
            )
            contents.append("" if own is None or own.tabbed else tabs + indent(edge + number, number))
        bare = frozenset(
            level for level, name in enumerate(names.BULLETS)
            if name in style_set.measures and name not in sheet.added_styles and style_set.measures[name].numbered is None
        )  # fmt: skip
        title = style_set.measures.get(names.CONTENTS_TITLE, StyleValues())
        return Base(
            (), (), {}, sheet.styles, "", ((), ()), headings, outlines, tuple(contents), bare,
            "" if title.outline is None else '<w:outlineLvl w:val="9"/>',
            self._table_indent(theme),
            frozenset(_staying(style_set.measures)),
        )  # fmt: skip

    def _table_indent(self, theme: Theme) -> str:
        """Return the indent of tables.

        Before Word 2013 a table's text was aligned with the margin and its edge was outside; our
        tables keep to the text's width.
        """
        settings = self.package.tree("settings")
        modes = [
            whole(e.get(W + "val"))
            for e in (settings.iter(W + "compatSetting") if settings is not None else ())
            if e.get(W + "name") == "compatibilityMode"
        ]
        if modes and modes[-1] >= _WORD_2013:
            return ""
        return f'<w:tblInd w:w="{twips(theme.table.pad_x)}" w:type="dxa"/>'


def _fixed_lines(package: TemplatePackage, parts: Mapping[str, SlottedText]) -> tuple[str, ...]:
    """Return the lines of headers, footers and notes that no brief changes."""
    fixed = (tree for name, tree in package.stories() if parts[name].fixed and tree.tag != W + "comments")
    return tuple(line for tree in fixed for line in lines_of(tree))


def _made(package: TemplatePackage) -> frozenset[str]:
    """Return the hashes of the template's pictures and fonts."""
    named = {relation.part for found in package.relations.values() for relation in found if relation.word == "image"}
    made = {fingerprint(package.members[name]) for name in named if name in package.members}
    table, listing = package.tree("fontTable"), package.related(MAIN, "fontTable")
    parts = {relation.identifier: relation.part for relation in package.relations.get(listing, ())}
    for embedded in table.iterfind(f"{W}font/*[@{W}fontKey]") if table is not None else ():
        content = package.members.get(parts.get(str(embedded.get(f"{R}id")), ""), b"")
        made.add(fingerprint(uncovered(content, str(embedded.get(W + "fontKey")))))
    return frozenset(made)


def _staying(measures: Mapping[str, StyleValues]) -> Iterator[str]:
    """Yield the writer's names of styles whose paragraphs must be kept with the next one by direct formatting."""
    for name in _STAYING:
        if name in measures and not measures[name].kept:
            yield name
    for name, heading in zip(names.UNNUMBERED, names.HEADINGS, strict=True):
        measure = measures.get(name, measures.get(heading))  # Without a style of its own it has that of the heading.
        if measure is not None and not measure.kept:
            yield name
