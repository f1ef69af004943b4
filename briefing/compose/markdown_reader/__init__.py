"""Turn rendered Markdown with tokens into blocks of the document model.

A subset of CommonMark is supported: headings, paragraphs, bullet and numbered lists, strong, emphasis, links, line breaks, block
quotes, callouts (`> [!key] Title`), tables and footnotes. Anything else is a problem with a location: it is never dropped, and
never printed as typed. Add notes for printed facts, but no numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from briefing.compose.column_widths import weigh_columns
from briefing.compose.foreign_markup import block_hint
from briefing.compose.markdown import CALLOUT, NAMED, TABLE_TITLE, UNNUMBERED, parser
from briefing.compose.markdown_reader.footnotes import Footnotes
from briefing.compose.markdown_reader.inlines import InlineReader, unwrapped
from briefing.compose.markdown_reader.places import Places
from briefing.compose.tokens import TOKEN, Blocks, Rendered, SectionPlace
from briefing.document.model import (
    Align,
    Block,
    Callout,
    Cell,
    Citation,
    Column,
    CrossReference,
    FactReference,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    Row,
    RunningText,
    Table,
    Text,
    plain,
)
from briefing.document.sentences import cite_sentences
from briefing.files.characters import ZERO_WIDTH
from briefing.language.decimals import NumberFormat
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean

DEEPEST_LIST = 9
CALLOUT_KINDS = ("key", "note", "warning")
FRONT_MATTER = re.compile(
    r"\A\s*---[ \t]*\n(?:\w[\w-]*:.*\n|[ \t-].*\n)+(?:---|\.\.\.)[ \t]*(?=\n|\Z)"
    r"|\A\s*\+\+\+[ \t]*\n(?:(?!\+\+\+).*\n)*?\+\+\+[ \t]*(?=\n|\Z)"
)
TASK = re.compile(r"\[[ xX]\]\s")

Placed = Block | SectionPlace


@dataclass(slots=True)
class MarkupReader:
    """Read the templates of one section. `citations_of` returns the sources of a printed fact, `typed_line` a line of a template."""

    section: str
    citations_of: Callable[[FactReference], Iterable[Citation]]
    abbreviations: Sequence[str] = ()
    numerals: NumberFormat = field(default_factory=NumberFormat)
    sources: Collection[str] = ()
    typed_line: Callable[[Location], str] = lambda _location: ""
    fit: Callable[[Sequence[Inline], Location], Sequence[Inline]] = lambda inlines, _location: inlines
    problems: list[Problem] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _depth: int = 0
    _rendered: Rendered = field(default_factory=lambda: Rendered(""))
    _lines: list[str] = field(default_factory=list)
    _prose: InlineReader = field(init=False)

    def read(self, rendered: Rendered) -> list[Placed]:
        """Return the blocks of a rendered template, in order."""
        self._rendered, self._lines = rendered, rendered.text.split("\n")
        places = Places(rendered, self.typed_line, self.problems)
        self._prose = InlineReader(rendered.tokens, self.citations_of, self.sources, places, fit=self.fit)
        try:
            tree = SyntaxTreeNode(parser().parse(_without_front_matter(rendered.text, places)))
            footnotes = Footnotes.of(tree)
        except RecursionError:  # markdown-it parses nested brackets and quotations recursively
            counts = [line.count("[") + line.count(">") for line in self._lines]
            hint = "close them, or type a backslash before each that is plain text"
            worst = rendered.location(counts.index(max(counts)))
            self._report("too-deep", "too many brackets [ or quotations > are inside one another", worst, hint)
            return []
        self._prose.footnotes = footnotes
        blocks = list(self._blocks(tree.children))
        self.problems += footnotes.problems(places.of)
        return blocks

    # -------------------------------------------------------------- blocks

    def _key(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{self.section}/{kind}-{self._counts[kind]}"

    def _location(self, node: SyntaxTreeNode) -> Location:
        return self._rendered.location(node.map[0] if node.map else 0)

    def _report(self, code: str, message: str, location: Location, hint: str = "") -> None:
        self.problems.append(Problem(code, message, location, hint))

    def _blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Placed]:
        title: tuple[tuple[Inline, ...], str] | None = None
        for position, node in enumerate(nodes):
            following = nodes[position + 1] if position + 1 < len(nodes) else None
            if node.type == "paragraph" and following is not None and following.type == "table":
                title = self._table_title(node)
                if title is not None:
                    continue
            location = self._location(node)
            if node.type == "table":
                yield self._table(node, location, title)
                title = None
            elif node.type == "heading":
                yield self._heading(node, location)
            elif node.type == "paragraph":
                yield from self._paragraph(node, location)
            elif node.type in ("bullet_list", "ordered_list"):
                yield self._list(node, location)
            elif node.type == "blockquote":
                yield self._quote(node, location)
            elif node.type != "footnote_reference":  # printed where its mark is
                self._report_block(node)

    def _report_block(self, node: SyntaxTreeNode) -> None:
        """Report an unsupported block."""
        line, kind = node.map[0] if node.map else 0, node.type
        lines = self._lines
        shown = TOKEN.sub("…", lines[line]).lstrip(" >").rstrip()[:40]
        if kind == "hr" and line and lines[line - 1].strip() and shown.startswith("-"):
            kind = "underline"
        self._prose.places.report_unsupported(*block_hint(kind, node.content), line, shown)

    def _heading(self, node: SyntaxTreeNode, location: Location) -> Heading:
        inlines = self._prose.inlines(node.children[0], "heading") if node.children else ()
        numbered = True
        if inlines and isinstance(inlines[-1], Text) and UNNUMBERED.search(inlines[-1].text):
            numbered = False
            inlines = (*inlines[:-1], replace(inlines[-1], text=UNNUMBERED.sub("", inlines[-1].text)))
        prints_fact = any(
            isinstance(i, FactReference) and i.aspect in ("value", "number", "statement", "date") for i in inlines
        )
        if prints_fact or any(isinstance(i, Note) for i in inlines):
            # Headings have no notes, because the contents repeat their words.
            hint = "move it into the sentence below, which can carry the note"
            self._report("not-in-heading", "a heading cannot print a fact or cite a source", location, hint)
        level = int(node.tag[1])
        if level > 4:
            self._report("heading-too-deep", "headings have at most four levels", location, "use ####, or a list")
        kept = tuple(i for i in inlines if not isinstance(i, Note))
        return Heading(self._key("heading"), location, min(level, 4), kept, numbered=numbered)

    def _paragraph(self, node: SyntaxTreeNode, location: Location) -> Iterator[Placed]:
        content = node.children[0].content if node.children else ""
        payloads = [self._rendered.tokens[int(number)] for number in TOKEN.findall(content)]
        blocks = [payload for payload in payloads if isinstance(payload, Blocks)]
        if blocks:  # tables, figures or sections, which must not have words beside them
            if len(blocks) < len(payloads) or TOKEN.sub("", content).strip():
                self._prose.places.report_not_alone(location)
            for placed in blocks:
                yield from placed.blocks
            return
        typed = self._prose.lines(node.children[0])
        inlines = self._cited(unwrapped(typed))
        # Cross-references have no words yet: `numbering.resolve` fills them in.
        if plain(inlines).strip() or any(isinstance(i, Note | CrossReference) for i in inlines):
            yield Paragraph(
                self._key("paragraph"), location, inlines, tuple(self._prose.starts(typed, self._prose.began))
            )

    def _only_text(self, nodes: Sequence[SyntaxTreeNode], where: str) -> tuple[Block, ...]:
        """Return the blocks that are allowed inside another, paragraphs and lists, and report all others."""
        kept: list[Block] = []
        for block in self._blocks(nodes):
            if isinstance(block, RunningText):
                kept.append(block)
            else:
                self._report("not-allowed-here", f"only paragraphs and lists are allowed in {where}", block.location)
        return tuple(kept)

    def _list(self, node: SyntaxTreeNode, location: Location) -> List:
        key = self._key("list")
        self._depth += 1
        if self._depth == DEEPEST_LIST + 1:
            self._report(
                "list-too-deep", f"lists have at most {DEEPEST_LIST} levels, as in Word", location, "use fewer levels"
            )
        for first in (item.children[0] for item in node.children if item.children):
            if first.type == "paragraph" and first.map and TASK.match(words := first.children[0].content):
                self._prose.places.report_unsupported(*block_hint("task"), first.map[0], words[:3])
        items = tuple(self._only_text(item.children, "a list") for item in node.children)
        self._depth -= 1
        start = int(node.attrs.get("start", 1))
        return List(key, location, tuple(i for i in items if i), node.type == "ordered_list", start)

    def _quote(self, node: SyntaxTreeNode, location: Location) -> Quote | Callout:
        first = node.children[0] if node.children else None
        line = first.children[0].content if first is not None and first.type == "paragraph" and first.children else ""
        match = CALLOUT.match(line)
        if match is None or first is None:
            return Quote(self._key("quote"), location, self._only_text(node.children, "a quotation"))
        key, kind = self._key("callout"), match[1].lower()
        if kind not in CALLOUT_KINDS:
            hint = did_you_mean(kind, CALLOUT_KINDS) or f"choose one of: {', '.join(CALLOUT_KINDS)}"
            self._report("unknown-callout", f'unknown callout "{kind}"', location, hint)
            kind = "note"
        title, rest = _first_line(self._prose.lines(first.children[0]))
        began = self._prose.began[1:]
        if any(isinstance(i, FactReference | Note) for i in title):
            hint = "move it into the callout's first sentence, which can carry the note"
            self._report(
                "not-in-heading", "the title of a callout cannot print a fact or cite a source", location, hint
            )
        blocks = self._only_text(node.children[1:], "a callout")
        opening = self._cited(unwrapped(rest))
        if plain(opening).strip() or any(isinstance(i, CrossReference) for i in opening):
            lines = tuple(self._prose.starts(rest, began))
            blocks = (Paragraph(self._key("paragraph"), self._location(first), opening, lines), *blocks)
        return Callout(key, location, kind, CALLOUT.sub("", plain(title), count=1).strip(), blocks)  # type: ignore[arg-type]

    # -------------------------------------------------------------- tables

    def _table_title(self, node: SyntaxTreeNode) -> tuple[tuple[Inline, ...], str] | None:
        """Return the title and the name of a table, or None if the paragraph is not a title or the title is empty."""
        content = node.children[0].content if node.children else ""
        if not TABLE_TITLE.match(content):
            return None
        inlines = list(self._prose.inlines(node.children[0]))
        name = ""
        if inlines and isinstance(first := inlines[0], Text):
            inlines[0] = replace(first, text=TABLE_TITLE.sub("", first.text, count=1))
        if inlines and isinstance(last := inlines[-1], Text) and (match := NAMED.search(last.text)):
            name = match[1]
            inlines[-1] = replace(last, text=NAMED.sub("", last.text))
        if not plain(tuple(inlines)).translate(ZERO_WIDTH).strip():
            return None
        return tuple(i for i in inlines if not (isinstance(i, Text) and not i.text)), name

    def _table(self, node: SyntaxTreeNode, location: Location, title: tuple[tuple[Inline, ...], str] | None) -> Table:
        if title is None:
            self._report(
                "table-without-title",
                "a table needs a title",
                location,
                "write a line before it: Table: What, where, when",
            )
        rows = [row for part in node.children for row in part.children]
        cells = [[self._cell(cell) for cell in row.children] for row in rows]
        head, body = cells[0], cells[1:]
        texts = [[plain(cell.paragraphs[0]) for cell in row] for row in cells]
        weights = weigh_columns(texts)
        columns = []
        for at, (cell, weight) in enumerate(zip(head, weights, strict=True)):
            decimal = cell.align == "right" and self.numerals.align([row[at].paragraphs[0] for row in body])
            columns.append(Column("decimal" if decimal else cell.align, weight, self.numerals.mark))
        printed = [*(title[0] if title else ()), *(i for row in cells for cell in row for i in cell.paragraphs[0])]
        refs = [item for item in printed if isinstance(item, FactReference)]
        citations = tuple(dict.fromkeys(c for ref in refs for c in self.citations_of(ref)))
        return Table(
            key=f"table/{title[1]}" if title and title[1] else self._key("table"),
            location=location,
            title=title[0] if title else (),
            columns=tuple(columns),
            head=(Row(tuple(replace(c, header=True) for c in head)),),
            body=tuple(self._body_row(row, columns) for row in body),
            source=(Note(citations),) if citations else (),
        )

    @staticmethod
    def _body_row(cells: Sequence[Cell], columns: Sequence[Column]) -> Row:
        """Return the row with its cells aligned; the first cell is its header unless it is empty."""
        headed = bool(plain(cells[0].paragraphs[0]).strip())
        pairs = enumerate(zip(cells, columns, strict=True))
        return Row(tuple(replace(cell, align=c.align, header=headed and not at) for at, (cell, c) in pairs))

    def _cell(self, node: SyntaxTreeNode) -> Cell:
        style = str(node.attrs.get("style", ""))
        align: Align = "right" if "right" in style else "centre" if "center" in style else "left"
        return Cell((self._prose.inlines(node.children[0], "cell") if node.children else (),), align)

    def _cited(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return cite_sentences(inlines, self.citations_of, self.abbreviations)


def _first_line(inlines: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Return the inlines before and after the first line end."""
    for position, item in enumerate(inlines):
        if isinstance(item, Text) and "\n" in item.text:
            before, after = item.text.split("\n", 1)
            return (*inlines[:position], replace(item, text=before)), (
                replace(item, text=after),
                *inlines[position + 1 :],
            )
    return inlines, ()


def _without_front_matter(text: str, places: Places) -> str:
    """Report front matter (`---`) and return the text with empty lines in its place, so that line numbers stay right."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return text
    begins = text.lstrip()[:3]
    places.report_unsupported(*block_hint("front_matter"), text[: text.index(begins)].count("\n"), begins)
    return "\n" * match[0].count("\n") + text[match.end() :]
