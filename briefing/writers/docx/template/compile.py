"""Reads a template, prepares each of its parts for briefs, and freezes it: the one place that knows the order of things.

Takes the template's bytes, the user's map and a theme; gives a `WordTemplate`, or raises BriefingError with every problem. Keeps
the last few by the hash of what they were made from, so that the second brief of a process costs no more than without a template.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from briefing.files.toml import TomlFile
from briefing.layout.theme import Theme
from briefing.problems.problem import BriefingError, Problem, has_errors, sort_problems
from briefing.writers.docx import style_names as names
from briefing.writers.docx.archive import make_member
from briefing.writers.docx.package import Base
from briefing.writers.docx.style_sheet import indent
from briefing.writers.docx.template import derived_theme as look
from briefing.writers.docx.template.add_styles import Sheet, inject_styles
from briefing.writers.docx.template.open_template import MAIN, Package, read_package
from briefing.writers.docx.template.page_geometry import Geometry, read_geometry, sections
from briefing.writers.docx.template.placeholder import place_anchor
from briefing.writers.docx.template.style_map import Shelf, kind_of, read_map
from briefing.writers.docx.template.style_values import Measure, StyleSheetReader
from briefing.writers.docx.template.template_fields import Tokens, fill_tokens, tokens_before
from briefing.writers.docx.template.template_headers import prepare_furniture
from briefing.writers.docx.template.template_notes import prepare_comments, prepare_notes
from briefing.writers.docx.template.template_numbering import drop_silent_lists, free_plan, prepare_lists
from briefing.writers.docx.template.template_parts import (
    describe_state,
    ensure_parts,
    find_free,
    set_styles_right,
    strip_parts,
)
from briefing.writers.docx.template.word_template import WordTemplate
from briefing.writers.docx.template.xml_trees import Element, Frozen, W, freeze, value_of, whole, with_our_prefixes
from briefing.writers.docx.template.zip_container import open_container, refuse
from briefing.writers.docx.wordml import twips

_MOST_KEPT = 8
_WORD_2013 = 15
_MOST_PAD = 20.0
_STAYING = (*names.HEADINGS, names.CAPTION, names.FIGURE, names.CONTENTS_TITLE, names.TABLE_HEAD, names.TABLE_BAND)
"""Paragraphs of these stay with what follows, whatever the template's styles say."""
_kept: dict[tuple[str, str, str, int], tuple[Theme, WordTemplate]] = {}


def compile_template(data: bytes, shown: str, styles: TomlFile | None, theme: Theme) -> WordTemplate:
    """The template for a theme, made on first use. Raises BriefingError with the reasons against it."""
    mapped = repr(sorted(styles.data.items())) + styles.display_path if styles else ""
    key = (hashlib.sha256(data).hexdigest(), shown, mapped, id(theme))
    known = _kept.get(key)
    if known is None:
        made = _freeze(data, shown, styles, theme)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        known = _kept[key] = (theme, made)
    return known[1]


def _freeze(data: bytes, shown: str, styles: TomlFile | None, theme: Theme) -> WordTemplate:
    package = read_package(open_container(data, shown), shown)
    try:
        return _Freezer(package, theme, styles).freeze()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, StopIteration, etree.LxmlError) as error:
        # A template is untrusted: what no rule of ours foresaw is still told as a fault of the file.
        message = f"is damaged: its parts do not fit together ({type(error).__name__})"
        raise refuse("word-template-damaged", message, shown, "open it in Word and save it anew") from error


@dataclass(slots=True)
class _Styles:
    """The styles of the template as they were found."""

    sheet: Sheet
    theme: Theme
    layout: Theme
    breadth: float
    measures: Mapping[str, Measure]


class _Freezer:
    """Prepares one package. Its trees are changed on the way."""

    def __init__(self, package: Package, theme: Theme, styles: TomlFile | None) -> None:
        self.package, self.theme, self.map = package, theme, styles
        self.problems: list[Problem] = []
        for name in list(package.trees):
            if name.startswith("word/"):
                package.trees[name] = with_our_prefixes(package.trees[name])

    def freeze(self) -> WordTemplate:
        package = self.package
        strip_parts(package)
        self.problems += describe_state(package)
        ensure_parts(package, self.theme)
        main = package.trees[MAIN]
        sections(main)
        anchor = place_anchor(main, package.shown, self.problems)
        tokens = Tokens(package.shown)
        for name, tree in package.stories():
            fill_tokens(name, tree, tokens)
        self.problems += tokens.problems
        notes, first_note = prepare_notes(package)
        comments, first_comment = prepare_comments(package)
        sheet = package.tree("styles")
        assert sheet is not None
        set_styles_right(sheet)
        drop_silent_lists(package)
        reader = StyleSheetReader(sheet, package.tree("theme"))
        shelf = Shelf(sheet)
        breaking = frozenset(i for i, known in shelf.known.items() if reader.measure(i).page_before)
        geometry = read_geometry(main, anchor.slot, breaking)
        found = self._roles(shelf)
        if has_errors(self.problems):
            raise BriefingError(*sort_problems(self.problems))
        dressed = self._styles(sheet, shelf, reader, found, geometry)
        lists = prepare_lists(package, dressed.theme, dressed.sheet.injected, dressed.sheet.styles, StyleSheetReader(
            sheet, package.tree("theme")).measure)  # fmt: skip
        prepare_furniture(package, tokens.used)
        free = replace(find_free(package, notes), note=first_note, comment=first_comment)
        self._tell(dressed.sheet)
        base = self._base(dressed, lists.headings)
        parts = {name: freeze(tree) for name, tree in package.trees.items()}
        return WordTemplate(
            static=tuple(make_member(n, _content(package, parts, n)) for n in sorted(package.types) if _is_static(package, parts, n)),
            parts={name: part for name, part in parts.items() if not part.fixed},
            relations={part: tuple(found) for part, found in package.relations.items()},
            types={name: package.types[name] for name in package.types if name in package.members or name in parts},
            base=base, plan=lists.plan, notes=notes, comments=comments,
            cover=tokens_before(main, anchor.slot), free=free, geometry=geometry, turned=anchor.turned,
            theme=dressed.theme, layout=dressed.layout, breadth=dressed.breadth, language=_language(sheet),
            labels=lists.labels, roles=shelf.renamed(dressed.sheet.styles), problems=tuple(self.problems),
        )  # fmt: skip

    def _roles(self, shelf: Shelf) -> dict[str, str]:
        """The ids of the template's own styles, by the writer's names."""
        mapped: dict[str, str] = {}
        if self.map is not None:
            mapped, problems = read_map(self.map, shelf, self.package.shown)
            self.problems += problems
        found = {name: known.identifier for name in names.all_names() if (known := shelf.playing(name)) is not None}
        if names.BODY not in found and shelf.default:
            found[names.BODY] = shelf.default
        return {**found, **mapped}

    def _styles(
        self, sheet: Element, shelf: Shelf, reader: StyleSheetReader, found: dict[str, str], geometry: Geometry
    ) -> _Styles:
        measures = {name: reader.measure(i) for name, i in found.items() if kind_of(name) == "paragraph"}
        body = measures.get(names.BODY, reader.measure(""))
        scheme = look.scheme_of(self.package.tree("theme"))
        theme = look.derive_theme(self.theme, geometry.page, measures, body, scheme=scheme, pitch=geometry.pitch)
        if (
            names.TABLE in found and shelf.known[found[names.TABLE]].name != names.TABLE
        ):  # a table style of the house's own
            pad_x, pad_y = (min(pad, _MOST_PAD) for pad in reader.cell_margins(found[names.TABLE]))
            theme = replace(
                theme, table=replace(theme.table, head_fill="", band_fill="", total_fill="", pad_x=pad_x, pad_y=pad_y)
            )
        heading = measures.get(names.HEADINGS[0], body)
        serif = look.serif_families(self.package.tree("fontTable"))
        layout = look.for_layout(
            theme, {"body": body.family, "sans": heading.family, "plain": reader.measure(shelf.default).family}, serif
        )
        counted = (*names.HEADINGS, names.CONTENTS_TITLE)
        counting = frozenset(n for n in counted if n in measures and measures[n].numbered)
        normal = reader.measure(shelf.default)
        made = inject_styles(
            sheet, shelf, found=found, theme=theme, plan=free_plan(self.package), normal=normal, counting=counting,
            gridded=bool(geometry.pitch),
        )  # fmt: skip
        chart = reader.faces.get("major", heading.family)
        return _Styles(made, theme, layout, look.breadth(chart, serif), measures)

    def _tell(self, sheet: Sheet) -> None:
        """One line that says which styles are ours. Those that no other program has are no news."""
        usual = [name for name in sheet.injected if not name.startswith("Brief ") and not name.endswith(" Unnumbered")]
        if usual:
            message = f"has no style for {', '.join(usual)}: made after its own"
            hint = "name yours in a map: --word-map"
            self.problems += refuse("word-styles-added", message, self.package.shown, hint).problems
            self.problems[-1] = replace(self.problems[-1], severity="note")

    def _base(self, dressed: _Styles, headings: tuple[str, ...]) -> Base:
        sheet, theme = dressed.sheet, dressed.theme
        outlines = tuple(
            "" if n in sheet.injected or dressed.measures[n].outline == level else f'<w:outlineLvl w:val="{level}"/>'
            for level, n in enumerate(names.HEADINGS)
        )
        step = theme.style("contents2").indent or 20.0
        contents = []
        for level, name in enumerate(names.CONTENTS):
            own = dressed.measures.get(name)
            edge, number = step * level, step if level == 0 else step * 1.4
            tabs = (
                f'<w:tabs><w:tab w:val="left" w:pos="{twips(edge + number)}"/><w:tab w:val="right" w:leader="dot" '
                f'w:pos="{twips(theme.page.column_width)}"/></w:tabs>'
            )
            contents.append("" if own is None or own.tabbed else tabs + indent(edge + number, number))
        bare = frozenset(
            level for level, name in enumerate(names.BULLETS)
            if name in dressed.measures and name not in sheet.injected and dressed.measures[name].numbered is None
        )  # fmt: skip
        title = dressed.measures.get(names.CONTENTS_TITLE, Measure())
        return Base(
            (), (), {}, sheet.styles, "", ((), ()), headings, outlines, tuple(contents), bare,
            "" if title.outline is None else '<w:outlineLvl w:val="9"/>',
            self._table_indent(theme),
            frozenset(_staying(dressed.measures)),
        )  # fmt: skip

    def _table_indent(self, theme: Theme) -> str:
        """Before Word 2013 a table's text stood at the margin and its edge outside: our tables keep to the text's width."""
        settings = self.package.tree("settings")
        modes = [
            whole(e.get(W + "val"))
            for e in (settings.iter(W + "compatSetting") if settings is not None else ())
            if e.get(W + "name") == "compatibilityMode"
        ]
        if modes and modes[-1] >= _WORD_2013:
            return ""
        return f'<w:tblInd w:w="{twips(theme.table.pad_x)}" w:type="dxa"/>'


def _staying(measures: Mapping[str, Measure]) -> Iterator[str]:
    """The writer's names of styles that keep their paragraphs with what follows only if each says so itself."""
    for name in _STAYING:
        if name in measures and not measures[name].kept:
            yield name
    for name, heading in zip(names.UNNUMBERED, names.HEADINGS, strict=True):
        measure = measures.get(name, measures.get(heading))  # without a style of its own it has that of the heading
        if measure is not None and not measure.kept:
            yield name


def _is_static(package: Package, parts: Mapping[str, Frozen], name: str) -> bool:
    return (name in package.members or name in parts) and (name not in parts or parts[name].fixed)


def _content(package: Package, parts: Mapping[str, Frozen], name: str) -> bytes:
    return parts[name].pieces[0].encode() if name in parts else package.members[name]


def _language(sheet: Element) -> str:
    defaults = sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return re.sub(r"[^\w-]", "", value_of(defaults, "lang") or "")
