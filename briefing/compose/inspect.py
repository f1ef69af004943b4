"""What is wrong with a template before it runs: misspelt facts, filters and tests, each with its column.

Takes a template's tree and text; gives problems and the names that nothing answers. Runs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.visitor import NodeTransformer

from briefing.compose.ast_guard import NumberTooLargeError
from briefing.compose.compiled_cache import Inspection
from briefing.compose.html_comments import NEVER_CLOSED
from briefing.problems.problem import Location, Problem, Severity
from briefing.problems.suggest import did_you_mean

UNCLOSED = re.compile(r"The innermost block that needs to be closed is '(\w+)'")
UNKNOWN_TAG = re.compile(r"unknown tag '(\w+)'")
UNENDED = re.compile(r"'end of print statement', got|^unexpected '}'$|^unexpected '\{'")
TAGS = (
    "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "include", "macro", "endmacro", "call", "endcall", "block",
    "endblock", "extends", "with", "endwith", "raw", "endraw", "break", "continue",
)  # fmt: skip
LITERAL_NAMES = frozenset({"loop", "super", "self", "caller", "varargs", "kwargs"})
ASKING = "has"
PLACING = ("table", "figure", "section")
QUOTED = frozenset({"table", "figure", "section", "ref", "judgement", "conflict", "cite", "tagged", "has"})
"""Functions that take a name in quotation marks."""
OTHER_BRACKETS = re.compile(
    r"(?<![{%#])\{\s*([a-z][a-z0-9_]*)(?:\.[a-z_]+)?\s*\}(?!\})|\[\s*([a-z][a-z0-9_]*)(?:\.[a-z_]+)?\s*\](?![(\[:])"
)
CODE = re.compile(r"\{[{%].*?(?:[}%]\}|$)")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a template may name: facts first, since a misspelt name is mostly meant to be one. What is `withheld` is in no hint."""

    facts: Collection[str]
    names: Collection[str]
    withheld: Collection[str]
    filters: Collection[str]
    tests: Collection[str]


@dataclass(frozen=True, slots=True)
class Inspected:
    """Names that nothing answers, and all problems."""

    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def inspect(tree: nodes.Template, text: str, shown: str, known: KnownNames) -> Inspected:
    """Every misspelt name of a template."""
    problems = [*_misspelt(tree, text, shown, nodes.Filter, "filter", known.filters)]
    problems += _misspelt(tree, text, shown, nodes.Test, "test", known.tests)
    problems += _filtered_blocks(tree, text, shown)
    readable = _Plain(known).visit(tree)
    undeclared = meta.find_undeclared_variables(readable) - set(known.names) - LITERAL_NAMES
    missing = tuple(sorted(undeclared - _tested_names(tree)))
    for name in missing:
        hint = _meant(tree, name, known) or did_you_mean(name, known.facts)
        hint = hint or did_you_mean(name, set(known.names) - set(known.withheld))
        for line, column in _places(tree, text, name):
            problems.append(Problem("unknown-fact", f'no fact "{name}"', Location(shown, line, column), hint))
    problems += _in_other_brackets(tree, text, shown, known.facts)
    return Inspected(missing, tuple(problems))


def inspect_text(tree: nodes.Template, known: KnownNames) -> Inspection:
    """What the text of a template says by itself, whatever the brief."""
    sound = all(node.name in known.filters for node in tree.find_all(nodes.Filter))
    sound = sound and all(node.name in known.tests for node in tree.find_all(nodes.Test))
    sound = sound and not _filtered(tree)
    undeclared = meta.find_undeclared_variables(tree) if sound else set()
    typed = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    bracketed = frozenset(found[1] or found[2] for found in OTHER_BRACKETS.finditer(typed))
    return Inspection(frozenset(undeclared), frozenset(_tested_names(tree)), tuple(placements(tree)), sound, bracketed)


def is_plain(looked: Inspection, known: KnownNames) -> bool:
    """Whether nothing in a template is misspelt: then there is nothing to tell of it."""
    named = looked.undeclared <= {*known.names, *LITERAL_NAMES, *looked.asked}
    return looked.sound and named and looked.bracketed.isdisjoint(known.facts)


def _meant(tree: nodes.Template, name: str, known: KnownNames) -> str:
    """What was meant by a name that is no fact's: the name of a table without quotation marks, or a fact behind its topic."""
    for call in tree.find_all(nodes.Call):
        given = [each.name for each in call.args if isinstance(each, nodes.Name)]
        if name in given and isinstance(call.node, nodes.Name) and call.node.name in QUOTED:
            return f'put it in quotation marks: {{{{ {call.node.name}("{name}") }}}}'
    for each in tree.find_all(nodes.Getattr):
        if isinstance(each.node, nodes.Name) and each.node.name == name and each.attr in known.facts:
            return f"a fact is named without its topic: {{{{ {each.attr} }}}}"
    return ""


def _in_other_brackets(tree: nodes.Template, text: str, shown: str, facts: Collection[str]) -> Iterator[Problem]:
    """Facts in brackets that print as they stand: {staff} or [staff] where {{ staff }} was meant."""
    typed = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    meant = {found[0] for found in OTHER_BRACKETS.finditer(typed) if (found[1] or found[2]) in facts}
    for at, line in enumerate(text.split("\n") if meant else (), 1):
        for found in OTHER_BRACKETS.finditer(line):
            if found[0] in meant:
                name = found[0][1:-1].strip()
                message = f"{found[0]} prints as it stands, and is the name of a fact"
                # Square brackets may be meant: an editor's word in a quotation.
                grave: Severity = "warning" if found[1] else "note"
                yield Problem(
                    "fact-not-printed",
                    message,
                    Location(shown, at, found.start() + 1),
                    f"write {{{{ {name} }}}}",
                    grave,
                )


def placements(tree: nodes.Template) -> list[tuple[str, str]]:
    """What a template places by name, by kind and name: tables, figures and sections, and the templates it includes."""
    placed = []
    for call in tree.find_all(nodes.Call):
        first = call.args[0] if call.args else None
        if isinstance(call.node, nodes.Name) and call.node.name in PLACING and isinstance(first, nodes.Const):
            placed.append((call.node.name, str(first.value)))
    included = [found.template for found in tree.find_all(nodes.Include)]
    included += [found.template for found in tree.find_all(nodes.Extends)]
    placed += [("include", str(name.value)) for name in included if isinstance(name, nodes.Const)]
    return placed


def _filtered(tree: nodes.Template) -> list[nodes.FilterBlock | nodes.AssignBlock]:
    """The blocks that a filter is put on: {% filter upper %}, {% set name | upper %}."""
    found: list[nodes.FilterBlock | nodes.AssignBlock] = list(tree.find_all(nodes.FilterBlock))
    return [*found, *(block for block in tree.find_all(nodes.AssignBlock) if block.filter is not None)]


def _filtered_blocks(tree: nodes.Template, text: str, shown: str) -> Iterator[Problem]:
    lines = text.split("\n")
    for block in _filtered(tree):
        line = lines[block.lineno - 1] if block.lineno <= len(lines) else ""
        location = Location(shown, block.lineno, line.find("{%") + 1)
        hint = "put the filter into each tag that prints: {{ name | upper }}"
        yield Problem("template-syntax", "a filter cannot be put on a whole block", location, hint)


class _Plain(NodeTransformer):
    """The tree without filters and tests that do not exist, so that Jinja can look for names in the rest."""

    def __init__(self, known: KnownNames) -> None:
        self.known = known

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node | None:  # noqa: N802  # Jinja calls it by the node's name
        self.generic_visit(node)
        return node if node.name in self.known.filters else node.node

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> list[nodes.Node]:  # noqa: N802  # as above
        return [self.visit(part) for part in node.body]

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:  # noqa: N802  # as above
        node.filter = None
        self.generic_visit(node)
        return node

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802  # as above
        self.generic_visit(node)
        return node if node.name in self.known.tests else node.node


def _misspelt(  # noqa: PLR0917  # one call each for filters and tests
    tree: nodes.Template,
    text: str,
    shown: str,
    kind: type[nodes.Filter | nodes.Test],
    what: str,
    known: Collection[str],
) -> Iterator[Problem]:
    for node in tree.find_all(kind):
        if node.name in known:
            continue
        line = text.split("\n")[node.lineno - 1 : node.lineno]
        match = re.search(rf"(?<!\w){re.escape(node.name)}(?!\w)", line[0]) if line else None
        hint = did_you_mean(node.name, known) or f"there is: {', '.join(sorted(known))}"
        location = Location(shown, node.lineno, match.start() + 1 if match else 0)
        yield Problem(f"unknown-{what}", f'no {what} "{node.name}"', location, hint)


def _tested_names(tree: nodes.Template) -> set[str]:
    """Names that the template itself asks about, with `has("debt")` or `is defined`: one template serves dossiers with and without."""
    tests = tree.find_all(nodes.Test)
    asked = {t.node.name for t in tests if t.name in ("defined", "undefined") and isinstance(t.node, nodes.Name)}
    for call in tree.find_all(nodes.Call):
        first = call.args[0] if call.args else None
        if isinstance(call.node, nodes.Name) and call.node.name == ASKING and isinstance(first, nodes.Const):
            asked.add(str(first.value).partition(".")[0])
    return asked


def _places(tree: nodes.Template, text: str, name: str) -> list[tuple[int, int]]:
    """Line and column of each use of a name; Jinja knows lines only, so the column is looked up in the line's tags."""
    lines = text.split("\n")
    word = re.compile(rf"(?<![\w.\"']){re.escape(name)}(?!\w)")
    places: dict[tuple[int, int], None] = {}
    for node in tree.find_all(nodes.Name):
        if node.name != name or node.ctx != "load":
            continue
        line = lines[node.lineno - 1] if node.lineno <= len(lines) else ""
        columns = _columns(line, word)
        places.update(dict.fromkeys((node.lineno, column) for column in columns or [0]))
    return list(places)


def _columns(line: str, word: re.Pattern[str]) -> list[int]:
    """Where the word stands in the tags of a line; anywhere in it, if it is the middle of a tag over several lines."""
    found = [m.start() + 1 for tag in CODE.finditer(line) for m in word.finditer(line, tag.start(), tag.end())]
    return found or [m.start() + 1 for m in word.finditer(line)]


def syntax_problem(error: TemplateSyntaxError, shown: str) -> Problem:
    """Jinja's complaint in the user's words."""
    message = error.message or "this is not a template"
    location = Location(shown, error.lineno)
    if isinstance(error, NumberTooLargeError):
        return Problem(error.code, message, location, error.hint)
    if unclosed := UNCLOSED.search(message):
        tag = unclosed[1]
        return Problem(
            "template-syntax", f"a {{% {tag} %}} is never closed", location, f"write {{% end{tag} %}} where it ends"
        )
    if unknown := UNKNOWN_TAG.search(message):
        return Problem(
            "template-syntax", f"there is no tag {{% {unknown[1]} %}}", location, did_you_mean(unknown[1], TAGS)
        )
    if message == NEVER_CLOSED:
        line = (error.source or "").split("\n")[error.lineno - 1]
        at = line.find("<!--", line.rfind("-->") + 1)
        return Problem("template-syntax", message, Location(shown, error.lineno, at + 1), "write --> where it ends")
    if UNENDED.search(message):
        hint = "a name stands between two braces on either side: {{ name }}"
        return Problem("template-syntax", "a {{ is not closed by }} where its name ends", location, hint)
    return Problem("template-syntax", message[0].lower() + message[1:].rstrip("."), location)


def densest_line(environment: Environment, text: str) -> int:
    """The line with most words and signs of the template language; 0 where there is none."""
    counts = Counter[int]()
    with suppress(TemplateSyntaxError):
        counts.update(line for line, kind, _ in environment.lex(text) if kind not in ("data", "whitespace"))
    return max(counts, key=lambda line: (counts[line], -line), default=0)
