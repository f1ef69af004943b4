"""Turn tokens in a template's text, such as `{{ title }}`, into slots.

Word often splits a token over several runs. Page numbers become fields. An unknown placeholder is
reported with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from briefing.files.ooxml import Element, W
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean
from briefing.writers.docx.template.open_template import MAIN
from briefing.writers.docx.template.xml_trees import SPACE, slot

WORDS: Final = ("title", "subtitle", "marking", "date", "publisher", "edition", "author", "banner")
COUNTED: Final = {"page": "PAGE", "pages": "NUMPAGES"}
ANCHORS: Final = ("brief", "body", "brief_body")
TOKEN = re.compile(r"\{\{\s*([^{}]{0,80}?)\s*\}\}")
_BARRIERS = {W + tag for tag in ("tab", "br", "cr", "drawing", "pict", "footnoteReference", "ptab", "fldChar")}
_PARAGRAPH = W + "p"
_CORE = re.compile(r"coreProperties.*?(title|creator)\b", re.IGNORECASE)
_BOUND = {"title": "title", "creator": "author"}


@dataclass(slots=True)
class Tokens:
    """Names of tokens found by part, and problems."""

    display_path: str
    used: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def own_texts(paragraph: Element) -> Iterator[Element]:
    """Yield the texts of a paragraph and what separates them, except those of paragraphs in its drawings."""
    for child in paragraph:
        if child.tag == W + "t" or child.tag in _BARRIERS:
            yield child
        if child.tag != _PARAGRAPH and not isinstance(child, etree._ProcessingInstruction):  # noqa: SLF001
            yield from own_texts(child)


def text_of(paragraph: Element) -> str:
    """Return the text of a paragraph, a tab or break as a space."""
    return "".join((t.text or "") if t.tag == W + "t" else "\n" for t in own_texts(paragraph))


def place_of(name: str, number: int, paragraph: Element) -> str:
    """Return a description of where a paragraph is, for a reader who sees only pages."""
    words = " ".join(text_of(paragraph).split())
    near = f' ("{words[:40]}{"…" if len(words) > 40 else ""}")' if words else ""
    return f"{name}, paragraph {number}{near}"


def fill_tokens(name: str, tree: Element, tokens: Tokens) -> None:
    """Turn the tokens of one part into slots."""
    used = tokens.used.setdefault(name, set())
    for number, paragraph in enumerate(list(tree.iter(_PARAGRAPH)), start=1):
        texts = list(own_texts(paragraph))
        whole = "".join((t.text or "") if t.tag == W + "t" else "\n" for t in texts)
        if "{{" not in whole:
            continue
        place = place_of(name, number, paragraph)
        for found in reversed(list(TOKEN.finditer(whole))):
            token = found[1].casefold()
            if token in ANCHORS and name == MAIN:
                continue  # Reported where the placeholder was looked for.
            if token in ANCHORS:
                message = f"{{{{ {token} }}}} is in {place}, where the brief cannot be inserted"
                hint = "give it a paragraph of its own in the running text: not in a header, a table or a text box"
                tokens.problems.append(Problem("brief-anchor", message, Location(tokens.display_path), hint))
            elif token in WORDS or token in COUNTED:
                used.add(token)
                _place(texts, found.start(), found.end(), token)
            else:
                known = (*WORDS, *COUNTED, *ANCHORS)
                hint = did_you_mean(token, known) or f"choose one of: {', '.join(known)}"
                message = f"unknown placeholder {{{{ {found[1]} }}}} in {place}"
                tokens.problems.append(Problem("unknown-token", message, Location(tokens.display_path), hint))
    _split_counted(tree)
    used |= set(_fill_bound(tree))


def tokens_before(tree: Element, place: Element) -> frozenset[str]:
    """Return the tokens before a place: the brief need not repeat what a cover shows."""
    found: set[str] = set()
    for element in tree.iter():
        if element is place:
            break
        if isinstance(element, etree._ProcessingInstruction):  # noqa: SLF001
            found.add(str(element.text).removeprefix("token "))
    return frozenset(found & set(WORDS))


def _place(texts: list[Element], start: int, end: int, token: str) -> None:
    """Put a slot where the token begins and remove its characters. Later tokens are replaced first."""
    at = 0
    placed = False
    for text in texts:
        length = len(text.text or "") if text.tag == W + "t" else 1
        if text.tag == W + "t" and at < end and at + length > start:
            words = text.text or ""
            head, tail = words[: max(0, start - at)], words[max(0, end - at) :] if at + length > end else ""
            text.set(SPACE, "preserve")
            if placed:
                text.text = tail
            else:
                made = slot(f"token {token}")
                text.text, made.tail = head, tail
                text.insert(0, made)  # Before the slots of later tokens.
                placed = True
                _release(text)
        at += length


def _release(text: Element) -> None:
    """Make content controls around a token show it: one bound to data would show that data, a placeholder is grey."""
    for control in text.iterancestors(W + "sdt"):
        properties = control.find(W + "sdtPr")
        if properties is not None:
            for binding in properties.findall(W + "dataBinding"):
                properties.remove(binding)
        _release_placeholder(control)


def _split_counted(tree: Element) -> None:
    """Turn page numbers into fields: split the run that contains one."""
    for text in list(tree.iter(W + "t")):
        wanted = [e for e in text if str(e.text or "").removeprefix("token ") in COUNTED]
        run = text.getparent()
        if not wanted or run is None or run.tag != W + "r":
            continue
        pieces: list[str | Element] = [text.text or ""]
        for made in list(text):
            pieces += [made, made.tail or ""]
            made.tail = None
        look = run.find(W + "rPr")
        rest = list(text.itersiblings())
        before = [e for e in run if e is not look and e is not text and e not in rest]
        if before:
            first = _run(look)
            first.extend(before)
            run.addprevious(first)
        for piece in _runs(pieces, look):
            run.addprevious(piece)
        run.remove(text)
        if not rest:
            parent = run.getparent()
            if parent is not None:
                parent.remove(run)


def _runs(pieces: list[str | Element], look: Element | None) -> Iterator[Element]:
    """Yield a run for each piece, several for a field."""
    for piece in pieces:
        name = "" if isinstance(piece, str) else str(piece.text).removeprefix("token ")
        if isinstance(piece, str) or name not in COUNTED:
            if piece == "":
                continue
            words = etree.Element(W + "t", {SPACE: "preserve"})
            if isinstance(piece, str):
                words.text = piece
            else:
                words.append(piece)
            yield _run(look, words)
            continue
        yield _run(look, etree.Element(W + "fldChar", {W + "fldCharType": "begin"}))
        instruction = etree.Element(W + "instrText", {SPACE: "preserve"})
        instruction.text = f" {COUNTED[name]} "
        yield _run(look, instruction)
        yield _run(look, etree.Element(W + "fldChar", {W + "fldCharType": "separate"}))
        words = etree.Element(W + "t")
        words.append(slot(f"token {name}"))
        yield _run(look, words)
        yield _run(look, etree.Element(W + "fldChar", {W + "fldCharType": "end"}))


def _run(look: Element | None, *content: Element) -> Element:
    made = etree.Element(W + "r")
    if look is not None:
        made.append(deepcopy(look))
    made.extend(content)
    return made


def _fill_bound(tree: Element) -> Iterator[str]:
    """Fill controls bound to the file's title or author for other readers; Word fills them in by itself."""
    for control in tree.iter(W + "sdt"):
        binding = control.find(f"{W}sdtPr/{W}dataBinding")
        found = _CORE.search(binding.get(W + "xpath", "")) if binding is not None else None
        texts = list(control.iter(W + "t"))
        if found is None or not texts:
            continue
        token = _BOUND[found[1].lower()]
        for text in texts:
            text.text = ""
        texts[0].set(SPACE, "preserve")
        texts[0].append(slot(f"token {token}"))
        _release_placeholder(control)
        yield token


def _release_placeholder(control: Element) -> None:
    properties = control.find(W + "sdtPr")
    placeholder_flag = properties.find(W + "showingPlcHdr") if properties is not None else None
    if properties is not None and placeholder_flag is not None:
        properties.remove(placeholder_flag)
        for style in list(control.iter(W + "rStyle")):
            parent = style.getparent()
            if parent is not None:
                parent.remove(style)
