"""Turn the parser's nodes of a paragraph, heading or cell into inlines, with footnotes at their marks.

Report unsupported markup through `Places`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from briefing.compose.foreign_markup import Kind, find_foreign, is_html
from briefing.compose.markdown_reader.footnotes import Footnotes
from briefing.compose.markdown_reader.places import Places
from briefing.compose.tokens import TOKEN, Blocks, Payload
from briefing.document.inlines import without_links, words_in
from briefing.document.model import (
    Break,
    Citation,
    CrossReference,
    FactReference,
    Inline,
    Link,
    Note,
    StyledText,
    Text,
    plain,
)
from briefing.files.characters import RIGHT_TO_LEFT, ZERO_WIDTH, find_unprintable, find_unprintable_reference
from briefing.problems.problem import Location

ADDRESS = re.compile(r"(https?://|mailto:)\S", re.IGNORECASE)


@dataclass(slots=True)
class InlineReader:
    """Read inlines. `citations_of` returns the sources of a printed fact; `sources` are the names of all sources."""

    tokens: Sequence[Payload]
    citations_of: Callable[[FactReference], Iterable[Citation]]
    sources: Collection[str]
    places: Places
    footnotes: Footnotes = field(default_factory=Footnotes)
    fit: Callable[[Sequence[Inline], Location], Sequence[Inline]] = lambda inlines, _location: inlines
    """Fits the first letters of statements to their place in a paragraph."""
    began: tuple[int, ...] = ()
    """The rendered line number of each line of the paragraph that was read last."""
    _line: int = 0  # number of the rendered line that is being read
    _lines: list[int] = field(default_factory=list)
    _noting: bool = False
    _refused: Counter[tuple[int, str]] = field(default_factory=Counter)

    def lines(self, node: SyntaxTreeNode, kind: Kind = "paragraph") -> tuple[Inline, ...]:
        """Return the inlines of a node, with line ends still in them."""
        self._line = node.map[0] if node.map else self._line
        tokens = (node.token.children if node.token else None) or []
        for each in find_foreign(tokens, kind, self.sources):
            self.places.report_unsupported(
                each.what, each.hint, self._line + each.line, each.shown, each.typed, each.nth
            )
        outer, self._lines = self._lines, [self._line]
        location = self._here
        found = _joined(self.fit(list(self._walk(node.children, strong=False, emphasis=False)), location))
        self.began, self._lines = tuple(self._lines), outer
        return found

    def inlines(self, node: SyntaxTreeNode, kind: Kind = "paragraph") -> tuple[Inline, ...]:
        return unwrapped(self.lines(node, kind))

    def starts(self, inlines: tuple[Inline, ...], began: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield (index of its first letter, line number in the template) for each line; `began` are rendered lines."""
        for start, line in zip([0, *_line_ends(inlines)], began, strict=False):
            yield start, self.places.of(line).line

    @property
    def _here(self) -> Location:
        return self.places.of(self._line)

    def _walk(self, nodes: Sequence[SyntaxTreeNode], *, strong: bool, emphasis: bool) -> Iterator[Inline]:
        for node in nodes:
            if node.type == "text_special":
                # An escaped character, or a reference such as &amp;: not checked yet, and never a token.
                find = find_unprintable_reference if node.info == "entity" else find_unprintable
                if found := find(node.content):
                    self._refuse(found, node.markup)
                elif node.content:
                    yield Text(node.content, strong, emphasis)
            elif node.type in ("text", "code_inline") or (node.type == "html_inline" and not is_html(node.content)):
                yield from self._text(node.content, strong=strong, emphasis=emphasis)
            elif node.type in ("softbreak", "hardbreak"):
                self._line += 1
                self._lines.append(self._line)
                yield Text("\n") if node.type == "softbreak" else Break()
            elif node.type in ("strong", "em"):
                bold, italic = strong or node.type == "strong", emphasis or node.type == "em"
                yield from self._walk(node.children, strong=bold, emphasis=italic)
            elif node.type == "link":
                yield from self._link(node, strong=strong, emphasis=emphasis)
            elif node.type == "footnote_ref":
                yield from self._footnote(node)
            # All else, pictures and HTML, has been reported as foreign markup.

    def _refuse(self, found: tuple[str, str, str], typed: str = "") -> None:
        """Report a character that no brief can print, located at what was typed for it."""
        code, message, hint = found
        nth = self._refused[self._line, typed]
        self._refused[self._line, typed] += 1
        shown = f"{message}: {typed}" if typed else message
        self.places.report(code, shown, self.places.of(self._line, typed, nth), hint)

    def _text(self, content: str, *, strong: bool, emphasis: bool) -> Iterator[Inline]:
        if found := find_unprintable(TOKEN.sub("", content)):
            self._refuse(found)
            return
        end = 0
        for match in TOKEN.finditer(content):
            if content[end : match.start()]:
                yield Text(content[end : match.start()], strong, emphasis)
            payload = self.tokens[int(match[1])]
            if isinstance(payload, Blocks):
                self.places.report_not_alone(self._here)
            for item in () if isinstance(payload, Blocks) else payload:
                yield (replace(item, strong=strong, emphasis=emphasis) if isinstance(item, StyledText) else item)
            end = match.end()
        if content[end:]:
            yield Text(content[end:], strong, emphasis)

    def _link(self, node: SyntaxTreeNode, *, strong: bool, emphasis: bool) -> Iterator[Inline]:
        address, location = str(node.attrs.get("href", "")), self._here
        refused = self._refused.total()
        inside = tuple(self.fit(tuple(self._walk(node.children, strong=strong, emphasis=emphasis)), location))
        # An address must not contain unprintable characters, encoded or not. Right-to-left script is allowed.
        decoded = unquote(address)
        found = None if TOKEN.search(decoded) else find_unprintable_reference(RIGHT_TO_LEFT.sub("", decoded))
        if found:
            self._refuse(found)
            return
        if not ADDRESS.match(address) or TOKEN.search(address) or "%EE%80%80" in address:
            self.places.report("bad-address", f'"{address[:80]}" is not a web or mail address', location,
                         "write https://… in full; an address cannot contain facts")  # fmt: skip
            yield from inside
            return
        if title := str(node.attrs.get("title", "")):
            shown = f'[…](… "{TOKEN.sub("…", title)[:40]}")'
            self.places.report_unsupported(
                "a link with a title", "delete the title, or put it into the words of the link", self._line, shown, ""
            )
        kept = tuple(i for i in inside if isinstance(i, StyledText))
        if len(kept) < len(inside):
            hint = "put the reference, citation or footnote after the link"
            self.places.report("not-allowed-here", "only text and facts are allowed in a link", location, hint)
        if not plain(kept).translate(ZERO_WIDTH).strip():
            if self._refused.total() > refused:
                return
            self.places.report(
                "empty-link", "this link has no words", location, "type them in its brackets: [words](https://…)"
            )
            return
        yield Link(address, kept)

    # -------------------------------------------------------------- footnotes

    def _footnote(self, node: SyntaxTreeNode) -> Iterator[Note]:
        """Yield the note for a mark. Its words are in the mark itself, ^[words], or in the definition of its name."""
        location = self.places.of(self._line, node.content)
        if self._noting:
            self.places.report(
                "footnote-in-footnote",
                "a footnote inside a footnote is not allowed",
                location,
                "use one footnote, or two side by side",
            )
            return
        label = node.meta.get("label")
        paragraphs: Sequence[SyntaxTreeNode] = [node]
        if label is not None:
            defined = self.footnotes.take(label, location)
            if defined is None:
                return
            paragraphs = [block.children[0] for block in defined.children if block.type == "paragraph"]
            for block in defined.children:
                if block.type != "paragraph" and block.map:
                    message = "only paragraphs are allowed in a footnote"
                    hint = "write it as a paragraph, or move it into the text"
                    self.places.report("not-allowed-here", message, self.places.of(block.map[0]), hint)
        line, self._noting = self._line, True
        note = self._note(paragraphs, location)
        self._line, self._noting = self._line if label is None else line, False
        if plain(note.inlines).strip() or any(isinstance(i, Note | CrossReference) for i in note.inlines):
            yield note
        else:
            self.places.report("empty-footnote", "this footnote has no words", location, "type its words, or delete it")

    def _note(self, paragraphs: Sequence[SyntaxTreeNode], location: Location) -> Note:
        inlines: list[Inline] = []
        lines: list[tuple[int, int]] = []
        letters = 0
        for node in paragraphs:
            inlines += [Break()] if inlines else []
            typed = self.lines(node)
            lines += [(letters + start, line) for start, line in self.starts(typed, self.began)]
            letters += sum(len(i.text) for i in words_in(typed))
            inlines += unwrapped(typed)
        refs = [item for item in words_in(inlines) if isinstance(item, FactReference)]
        citations = tuple(dict.fromkeys(c for ref in refs for c in self.citations_of(ref)))
        file = replace(location, line=lines[0][1], column=0) if lines else location
        return Note(citations, tuple(inlines), location=file, typed=len(inlines), lines=tuple(lines))


def unwrapped(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the inlines with a space for each line end."""
    return tuple(replace(i, text=i.text.replace("\n", " ")) if isinstance(i, Text) else i for i in inlines)


def _line_ends(inlines: Iterable[Inline]) -> Iterator[int]:
    """Yield the number of letters of texts and facts before each line end."""
    letters = 0
    for item in without_links(inlines):
        match item:
            case Text():
                yield from (letters + at + 1 for at, letter in enumerate(item.text) if letter == "\n")
                letters += len(item.text)
            case FactReference():
                letters += len(item.text)
            case Break():
                yield letters
            case CrossReference() | Note():
                pass
            case _:
                assert_never(item)


def _joined(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return the inlines with neighbouring texts of the same style joined."""
    joined: list[Inline] = []
    for item in inlines:
        last = joined[-1] if joined else None
        if isinstance(item, Text) and isinstance(last, Text) and replace(item, text="") == replace(last, text=""):
            joined[-1] = replace(last, text=last.text + item.text)
        elif not (isinstance(item, Text) and not item.text):
            joined.append(item)
    return tuple(joined)
