"""The prose dialect: rendered Markdown with tokens → blocks of the model.

A named subset of CommonMark: headings, paragraphs, bullet and numbered lists, strong, emphasis, links, line breaks, block
quotes, callouts (`> [!key] Title`) and tables. Parsed by markdown-it; what is outside the subset is a located problem, never
dropped. Takes `Rendered` text and tokens; gives blocks with keys and origins. Puts notes in, numbers nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from briefing.columns import weigh
from briefing.decimals import Numerals
from briefing.dialect import CALLOUT, NAMED, TABLE_TITLE, UNNUMBERED, parser
from briefing.errors import Origin, Problem
from briefing.model import (
    Align,
    Block,
    Break,
    Bullets,
    Callout,
    Cell,
    Citation,
    Column,
    FactRef,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Quote,
    Reference,
    Row,
    Table,
    Text,
    plain,
)  # fmt: skip
from briefing.nearest import did_you_mean
from briefing.rendered import TOKEN, Blocks, Rendered, SectionPlace, Tokens
from briefing.sentences import cite_sentences

DEEPEST_LIST = 9
CALLOUT_KINDS = ("key", "note", "warning")
ADDRESS = re.compile(r"(https?://|mailto:)\S", re.IGNORECASE)
WIDTHLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
OUTSIDE = {
    "fence": "code", "code_block": "code", "hr": "a rule", "image": "a picture", "html_block": "HTML", "html_inline": "HTML",
}  # fmt: skip

Placed = Block | SectionPlace


@dataclass(slots=True)
class MarkupReader:
    """Reads the templates of one section. `citations_of` gives the sources behind a printed fact."""

    section: str
    tokens: Tokens
    citations_of: Callable[[FactRef], Iterable[Citation]]
    abbreviations: Sequence[str] = ()
    numerals: Numerals = field(default_factory=Numerals)
    problems: list[Problem] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _depth: int = 0
    _rendered: Rendered = field(default_factory=lambda: Rendered(""))

    def read(self, rendered: Rendered) -> list[Placed]:
        """The blocks of a rendered template, in order."""
        self._rendered = rendered
        try:
            tree = SyntaxTreeNode(parser().parse(rendered.text))
        except RecursionError:  # markdown-it goes into each bracket and each quotation from within the one before
            counts = [line.count("[") + line.count(">") for line in rendered.text.split("\n")]
            hint = "close them, or type a backslash before those that are only text"
            worst = rendered.origin(counts.index(max(counts)))
            self._report("too-deep", "far too many brackets [ or quotations > stand in one another", worst, hint)
            return []
        return list(self._blocks(tree.children))

    # -------------------------------------------------------------- blocks

    def _key(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{self.section}/{kind}-{self._counts[kind]}"

    def _origin(self, node: SyntaxTreeNode) -> Origin:
        return self._rendered.origin(node.map[0] if node.map else 0)

    def _report(self, code: str, message: str, origin: Origin, hint: str = "") -> None:
        self.problems.append(Problem(code, message, origin, hint))

    def _blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Placed]:
        title: tuple[tuple[Inline, ...], str] | None = None
        for position, node in enumerate(nodes):
            following = nodes[position + 1] if position + 1 < len(nodes) else None
            if node.type == "paragraph" and following is not None and following.type == "table":
                title = self._table_title(node)
                if title is not None:
                    continue
            if node.type == "table":
                yield self._table(node, title)
                title = None
            else:
                yield from self._block(node)

    def _block(self, node: SyntaxTreeNode) -> Iterator[Placed]:
        origin = self._origin(node)
        if node.type == "heading":
            yield self._heading(node, origin)
        elif node.type == "paragraph":
            yield from self._paragraph(node, origin)
        elif node.type in ("bullet_list", "ordered_list"):
            yield self._list(node, origin)
        elif node.type == "blockquote":
            yield self._quote(node, origin)
        else:
            what = OUTSIDE.get(node.type, node.type)
            hint = (
                'place pictures with {{ figure("name") }}'
                if node.type == "image"
                else "prose holds headings, paragraphs, lists, quotes, tables, links, **strong** and *emphasis*"
            )
            self._report("unsupported-markup", f"{what} cannot stand in a brief", origin, hint)

    def _heading(self, node: SyntaxTreeNode, origin: Origin) -> Heading:
        inlines = self._inlines(node.children[0], origin) if node.children else ()
        numbered = True
        if inlines and isinstance(inlines[-1], Text) and UNNUMBERED.search(inlines[-1].text):
            numbered = False
            inlines = (*inlines[:-1], replace(inlines[-1], text=UNNUMBERED.sub("", inlines[-1].text)))
        self._check_heading(inlines, origin)
        level = int(node.tag[1])
        if level > 4:
            self._report("heading-too-deep", "headings go four levels deep", origin, "use ####, or a list")
        kept = tuple(i for i in inlines if not isinstance(i, Note))
        return Heading(self._key("heading"), origin, min(level, 4), kept, numbered=numbered)

    def _check_heading(self, inlines: tuple[Inline, ...], origin: Origin) -> None:
        """A heading carries no note, so it can print no figure and cite nothing."""
        told = any(isinstance(i, FactRef) and i.aspect in ("value", "number", "statement", "date") for i in inlines)
        if told or any(isinstance(i, Note) for i in inlines):
            hint = "say it in the sentence below, which then carries the note"
            self._report("not-in-heading", "a heading cannot print a fact or cite a source", origin, hint)

    def _paragraph(self, node: SyntaxTreeNode, origin: Origin) -> Iterator[Placed]:
        placed = self._alone(node)
        if placed is not None:
            yield from placed
            return
        typed = self._lines(node.children[0], origin)
        inlines = self._cited(_unwrapped(typed))
        # A reference has its words from resolve.
        if plain(inlines).strip() or any(isinstance(i, Note | Reference) for i in inlines):
            yield Paragraph(self._key("paragraph"), origin, inlines, self._typed_lines(typed, node, 0))

    def _typed_lines(
        self, inlines: tuple[Inline, ...], node: SyntaxTreeNode, skipped: int
    ) -> tuple[tuple[int, int], ...]:
        """Which letter each line of a paragraph begins with, and its number; `skipped` lines stand before these inlines."""
        first = (node.map[0] if node.map else 0) + skipped
        starts = [0, *_line_ends(inlines)]
        return tuple((start, self._rendered.origin(first + index).line) for index, start in enumerate(starts))

    def _alone(self, node: SyntaxTreeNode) -> list[Placed] | None:
        """The blocks of a paragraph that holds nothing but tables, figures and the like; None for ordinary text."""
        content = node.children[0].content if node.children else ""
        numbers = TOKEN.findall(content)
        payloads = [self.tokens.get(n) for n in numbers]
        blocks = [p for p in payloads if isinstance(p, Blocks)]
        if not blocks:
            return None
        if len(blocks) < len(payloads) or TOKEN.sub("", content).strip():
            self._report_not_alone(self._origin(node))
        return [placed for payload in blocks for placed in payload.blocks]

    def _report_not_alone(self, origin: Origin) -> None:
        message = "a table, figure or section must stand on a line of its own"
        self._report("not-alone", message, origin, "leave an empty line before and after it")

    def _only_text(self, nodes: Sequence[SyntaxTreeNode], where: str) -> tuple[Block, ...]:
        """Blocks that may stand inside another: paragraphs and lists."""
        kept: list[Block] = []
        for block in self._blocks(nodes):
            if isinstance(block, Paragraph | Bullets):
                kept.append(block)
            else:
                self._report("not-allowed-here", f"only paragraphs and lists can stand in {where}", block.origin)
        return tuple(kept)

    def _list(self, node: SyntaxTreeNode, origin: Origin) -> Bullets:
        key = self._key("list")
        self._depth += 1
        if self._depth == DEEPEST_LIST + 1:
            self._report("list-too-deep", f"lists go {DEEPEST_LIST} levels deep, as in Word", origin, "make it flatter")
        items = tuple(self._only_text(item.children, "a list") for item in node.children)
        self._depth -= 1
        start = int(node.attrs.get("start", 1))
        return Bullets(key, origin, tuple(i for i in items if i), node.type == "ordered_list", start)

    def _quote(self, node: SyntaxTreeNode, origin: Origin) -> Quote | Callout:
        first = node.children[0] if node.children else None
        line = first.children[0].content if first is not None and first.type == "paragraph" and first.children else ""
        match = CALLOUT.match(line)
        if match is None or first is None:
            return Quote(self._key("quote"), origin, self._only_text(node.children, "a quotation"))
        key, kind = self._key("callout"), match[1].lower()
        if kind not in CALLOUT_KINDS:
            hint = did_you_mean(kind, CALLOUT_KINDS) or f"use one of {', '.join(CALLOUT_KINDS)}"
            self._report("unknown-callout", f'there is no callout "{kind}"', origin, hint)
            kind = "note"
        title, rest = _first_line(self._lines(first.children[0], origin))
        if any(isinstance(i, FactRef | Note) for i in title):
            hint = "say it in the callout's first sentence, which then carries the note"
            self._report("not-in-heading", "the title of a callout cannot print a fact or cite a source", origin, hint)
        blocks = self._only_text(node.children[1:], "a callout")
        opening = self._cited(_unwrapped(rest))
        if plain(opening).strip() or any(isinstance(i, Reference) for i in opening):
            lines = self._typed_lines(rest, first, 1)
            blocks = (Paragraph(self._key("paragraph"), self._origin(first), opening, lines), *blocks)
        return Callout(key, origin, kind, CALLOUT.sub("", plain(title), count=1).strip(), blocks)  # type: ignore[arg-type]

    # -------------------------------------------------------------- tables

    def _table_title(self, node: SyntaxTreeNode) -> tuple[tuple[Inline, ...], str] | None:
        content = node.children[0].content if node.children else ""
        if not TABLE_TITLE.match(content):
            return None
        inlines = list(self._inlines(node.children[0], self._origin(node)))
        name = ""
        if isinstance(inlines[0], Text):
            inlines[0] = replace(inlines[0], text=TABLE_TITLE.sub("", inlines[0].text, count=1))
        last = inlines[-1]
        if isinstance(last, Text) and (match := NAMED.search(last.text)):
            name = match[1]
            inlines[-1] = replace(last, text=NAMED.sub("", last.text))
        return tuple(i for i in inlines if not (isinstance(i, Text) and not i.text)), name

    def _table(self, node: SyntaxTreeNode, title: tuple[tuple[Inline, ...], str] | None) -> Table:
        origin = self._origin(node)
        if title is None:
            self._report(
                "table-without-title",
                "a table needs a title",
                origin,
                "write a line before it: Table: What, where, when",
            )
        rows = [row for part in node.children for row in part.children]
        cells = [[self._cell(cell, origin) for cell in row.children] for row in rows]
        head, body = cells[0], cells[1:]
        texts = [[plain(cell.paragraphs[0]) for cell in row] for row in cells]
        weights = weigh(texts)
        aligns = [self._column_align(c, [row[at].paragraphs[0] for row in body]) for at, c in enumerate(head)]
        columns = tuple(Column(align, w, self.numerals.mark) for align, w in zip(aligns, weights, strict=True))
        printed = [*(title[0] if title else ()), *(i for row in cells for cell in row for i in cell.paragraphs[0])]
        refs = [item for item in printed if isinstance(item, FactRef)]
        citations = tuple(dict.fromkeys(c for ref in refs for c in self.citations_of(ref)))
        return Table(
            key=f"table/{title[1]}" if title and title[1] else self._key("table"),
            origin=origin,
            title=title[0] if title else (),
            columns=columns,
            head=(Row(tuple(replace(c, header=True) for c in head)),),
            body=tuple(Row(tuple(self._body_cell(cell, at, columns) for at, cell in enumerate(row))) for row in body),
            source=(Note(citations),) if citations else (),
        )

    def _column_align(self, head: Cell, cells: Sequence[tuple[Inline, ...]]) -> Align:
        return "decimal" if head.align == "right" and self.numerals.align(cells) else head.align

    @staticmethod
    def _body_cell(cell: Cell, at: int, columns: Sequence[Column]) -> Cell:
        """The first cell of a row heads it, if anything stands there."""
        return replace(cell, align=columns[at].align, header=not at and bool(plain(cell.paragraphs[0]).strip()))

    def _cell(self, node: SyntaxTreeNode, origin: Origin) -> Cell:
        style = str(node.attrs.get("style", ""))
        align: Align = "right" if "right" in style else "centre" if "center" in style else "left"
        return Cell((self._inlines(node.children[0], origin) if node.children else (),), align)

    # -------------------------------------------------------------- inlines

    def _cited(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return cite_sentences(inlines, self.citations_of, self.abbreviations)

    def _lines(self, node: SyntaxTreeNode, origin: Origin) -> tuple[Inline, ...]:
        """Inlines with line ends still in them."""
        return _joined(list(self._walk(node.children, origin, strong=False, emphasis=False)))

    def _inlines(self, node: SyntaxTreeNode, origin: Origin) -> tuple[Inline, ...]:
        return _unwrapped(self._lines(node, origin))

    def _walk(
        self, nodes: Sequence[SyntaxTreeNode], origin: Origin, *, strong: bool, emphasis: bool
    ) -> Iterator[Inline]:
        for node in nodes:
            if node.type in ("text", "code_inline", "text_special"):
                yield from self._text(node.content, origin, strong=strong, emphasis=emphasis)
            elif node.type == "softbreak":
                origin = Origin(origin.file, origin.line + 1 if origin.line else 0)
                yield Text("\n")
            elif node.type == "hardbreak":
                yield Break()
            elif node.type in ("strong", "em"):
                bold, italic = strong or node.type == "strong", emphasis or node.type == "em"
                yield from self._walk(node.children, origin, strong=bold, emphasis=italic)
            elif node.type == "link":
                yield from self._link(node, origin, strong=strong, emphasis=emphasis)
            else:
                what = OUTSIDE.get(node.type, node.type)
                hint = 'place pictures with {{ figure("name") }}' if node.type == "image" else ""
                self._report("unsupported-markup", f"{what} cannot stand in a brief", origin, hint)

    def _text(self, content: str, origin: Origin, *, strong: bool, emphasis: bool) -> Iterator[Inline]:
        end = 0
        for match in TOKEN.finditer(content):
            if content[end : match.start()]:
                yield Text(content[end : match.start()], strong, emphasis)
            payload = self.tokens.get(match[1])
            if isinstance(payload, Blocks):
                self._report_not_alone(origin)
            for item in () if isinstance(payload, Blocks) else payload:
                yield replace(item, strong=strong, emphasis=emphasis) if isinstance(item, Text | FactRef) else item
            end = match.end()
        if content[end:]:
            yield Text(content[end:], strong, emphasis)

    def _link(self, node: SyntaxTreeNode, origin: Origin, *, strong: bool, emphasis: bool) -> Iterator[Inline]:
        address = str(node.attrs.get("href", ""))
        inside = tuple(self._walk(node.children, origin, strong=strong, emphasis=emphasis))
        if not ADDRESS.match(address) or TOKEN.search(address) or "%EE%80%80" in address:
            self._report("bad-address", f'"{address[:80]}" is not a web or mail address', origin,
                         "write https://… in full; an address cannot be put together from facts")  # fmt: skip
            yield from inside
            return
        kept = tuple(i for i in inside if isinstance(i, Text | FactRef))
        if len(kept) < len(inside):
            hint = "put the reference or citation behind the link"
            self._report("not-allowed-here", "only text and facts can stand in a link", origin, hint)
        if not plain(kept).translate(WIDTHLESS).strip():
            self._report("empty-link", "a link has no words", origin, "type them in its brackets: [words](https://…)")
            return
        yield Link(address, kept)


def _first_line(inlines: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Inlines before and after the first line end."""
    for position, item in enumerate(inlines):
        if isinstance(item, Text) and "\n" in item.text:
            before, after = item.text.split("\n", 1)
            return (*inlines[:position], replace(item, text=before)), (
                replace(item, text=after),
                *inlines[position + 1 :],
            )
    return inlines, ()


def _unwrapped(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A line end in a template is a space in the brief."""
    return tuple(replace(i, text=i.text.replace("\n", " ")) if isinstance(i, Text) else i for i in inlines)


def _line_ends(inlines: Iterable[Inline]) -> Iterator[int]:
    """How many letters of texts and facts stand before each line end."""
    letters = 0
    for item in inlines:
        if isinstance(item, Text):
            yield from (letters + at + 1 for at, letter in enumerate(item.text) if letter == "\n")
            letters += len(item.text)
        elif isinstance(item, FactRef):
            letters += len(item.text)
        elif isinstance(item, Link):
            yield from (letters + end for end in _line_ends(item.inlines))
            letters += sum(len(i.text) for i in item.inlines)
        elif isinstance(item, Break):
            yield letters


def _joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts of one look made one."""
    joined: list[Inline] = []
    for item in inlines:
        last = joined[-1] if joined else None
        if isinstance(item, Text) and isinstance(last, Text) and replace(item, text="") == replace(last, text=""):
            joined[-1] = replace(last, text=last.text + item.text)
        elif not (isinstance(item, Text) and not item.text):
            joined.append(item)
    return tuple(joined)
