"""Find mistakes in a template before it runs: misspelt facts, filters and tests, each with its column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, meta, nodes
from jinja2.visitor import NodeTransformer

from briefing.compose.bounded_templates import is_bounded
from briefing.compose.compiled_cache import Inspection
from briefing.compose.error_messages import CODE
from briefing.compose.template_reference import FUNCTIONS
from briefing.problems.problem import Location, Problem, Severity
from briefing.problems.suggest import did_you_mean

LITERAL_NAMES = frozenset({"loop", "super", "self", "caller", "varargs", "kwargs"})
TESTING = "has"
PLACING = ("table", "figure", "section")
QUOTED = frozenset({"table", "figure", "section", "ref", "judgement", "conflict", "cite", "tagged", "has"})
"""Functions that take a name in quotation marks."""
_OTHER_WORDS = {
    **dict.fromkeys(("chart", "graph", "plot", "diagram", "image", "img", "picture", "photo", "map"), "figure"),
    **dict.fromkeys(("citation", "source", "footnote", "note", "reference"), "cite"),
    **dict.fromkeys(("toc", "table_of_contents"), "contents"), "title_block": "front", "header": "front", "title": "front",
    "changes": "what_changed", "sources": "source_summary", "exists": "has", "tag": "tagged",
}  # fmt: skip
"""Words that other programs have for our functions."""
OTHER_BRACKETS = re.compile(
    r"(?<![{%#])\{\s*([a-z][a-z0-9_]*)(?:\.[a-z_]+)?\s*\}(?!\})|\[\s*([a-z][a-z0-9_]*)(?:\.[a-z_]+)?\s*\](?![(\[:])"
)


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that a template may use. Hints try facts first, as most misspelt names are facts, and never name what is `withheld`."""

    facts: Collection[str]
    names: Collection[str]
    withheld: Collection[str]
    filters: Collection[str]
    tests: Collection[str]
    unread: Collection[str] = ()
    """Facts, judgements, tables and figures that could not be read: their problem has been reported."""
    incomplete: bool = False
    """True if facts were lost, so that any name may be one of them."""
    placed: Mapping[str, str] = field(default_factory=dict)
    """Declared tables and figures by name, each with the function that places it."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """Names that do not exist, and all problems."""

    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def inspect(tree: nodes.Template, text: str, display_path: str, known: KnownNames) -> Inspected:
    """Return every misspelt name of a template, with problems."""
    problems = [*_misspelt(tree, text, display_path, nodes.Filter, "filter", known.filters)]
    problems += _misspelt(tree, text, display_path, nodes.Test, "test", known.tests)
    lines = text.split("\n")
    for block in _filtered(tree):
        line = lines[block.lineno - 1] if block.lineno <= len(lines) else ""
        location = Location(display_path, block.lineno, line.find("{%") + 1)
        hint = "put the filter into each tag that prints: {{ name | upper }}"
        problems.append(Problem("template-syntax", "a filter cannot be applied to a whole block", location, hint))
    readable = _KnownOnly(known).visit(tree)
    undeclared = meta.find_undeclared_variables(readable) - set(known.names) - LITERAL_NAMES
    missing = tuple(sorted(undeclared - (_tested_names(tree) - set(known.unread))))
    called = {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
    for name in missing:
        if name in known.unread or (known.incomplete and name not in called):
            continue
        kind, hint = "fact", _likely_meaning(tree, name, known)
        if name in called:
            meant = _OTHER_WORDS.get(name.casefold())
            kind = "function"
            hint = f"write {{{{ {FUNCTIONS[meant][0]} }}}}" if meant else did_you_mean(name, FUNCTIONS)
        # A name with _ before it is not for templates.
        offered = {each for each in known.names if not each.startswith("_")} - set(known.withheld)
        hint = hint or did_you_mean(name, known.facts) or did_you_mean(name, offered)
        for number, column in _places(tree, text, name):
            location = Location(display_path, number, column)
            problems.append(Problem("unknown-fact", f'unknown {kind} "{name}"', location, hint))
    problems += _in_other_brackets(tree, text, display_path, known.facts)
    return Inspected(missing, tuple(problems))


def inspect_text(tree: nodes.Template, known: KnownNames) -> Inspection:
    """Return the findings in the text of a template, independent of the brief."""
    sound = all(node.name in known.filters for node in tree.find_all(nodes.Filter))
    sound = sound and all(node.name in known.tests for node in tree.find_all(nodes.Test))
    sound = sound and not _filtered(tree)
    undeclared = meta.find_undeclared_variables(tree) if sound else set()
    typed = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    bracketed = frozenset(found[1] or found[2] for found in OTHER_BRACKETS.finditer(typed))
    asked, placed = frozenset(_tested_names(tree)), tuple(placements(tree))
    return Inspection(frozenset(undeclared), asked, placed, sound, bracketed, is_bounded(tree))


def is_clean(inspection: Inspection, known: KnownNames) -> bool:
    """Return True if nothing in a template is misspelt, so that it needs no full inspection."""
    named = inspection.undeclared <= {*known.names, *LITERAL_NAMES, *inspection.asked}
    readable = inspection.undeclared.isdisjoint(known.unread) and not known.incomplete
    return inspection.sound and named and readable and inspection.bracketed.isdisjoint(known.facts)


def placements(tree: nodes.Template) -> list[tuple[str, str]]:
    """Return (kind, name) of the tables, figures and sections that a template places, and of the templates it includes."""
    placed = []
    for call in tree.find_all(nodes.Call):
        first = call.args[0] if call.args else None
        if isinstance(call.node, nodes.Name) and call.node.name in PLACING and isinstance(first, nodes.Const):
            placed.append((call.node.name, str(first.value)))
    included = [found.template for found in tree.find_all(nodes.Include)]
    included += [found.template for found in tree.find_all(nodes.Extends)]
    placed += [("include", str(name.value)) for name in included if isinstance(name, nodes.Const)]
    return placed


def densest_line(environment: Environment, text: str) -> int:
    """Return the line with the most tags; 0 if there are none."""
    counts = Counter[int]()
    with suppress(TemplateSyntaxError):
        counts.update(line for line, kind, _ in environment.lex(text) if kind not in ("data", "whitespace"))
    return max(counts, key=lambda line: (counts[line], -line), default=0)


def _likely_meaning(tree: nodes.Template, name: str, known: KnownNames) -> str:
    """Return a hint for a name that is not a fact: quotation marks are missing, or its topic was typed before it."""
    for call in tree.find_all(nodes.Call):
        given = [each.name for each in call.args if isinstance(each, nodes.Name)]
        if name in given and isinstance(call.node, nodes.Name) and call.node.name in QUOTED:
            return f'put it in quotation marks: {{{{ {call.node.name}("{name}") }}}}'
    for included in tree.find_all((nodes.Include, nodes.Extends)):
        if any(part.name == name for part in included.find_all(nodes.Name)):
            return f'put the name of the template in quotation marks: {{% include "{name}.md" %}}'
    for each in tree.find_all(nodes.Getattr):
        if isinstance(each.node, nodes.Name) and each.node.name == name and each.attr in known.facts:
            return f"write the fact without its topic: {{{{ {each.attr} }}}}"
        if isinstance(each.node, nodes.Name) and each.node.name == name and name in {"tables", "figures"}:
            return _placing(each.attr, known)
    return _placing(name, known)


def _placing(name: str, known: KnownNames) -> str:
    """Return a hint for the name of a table or figure: how it is placed."""
    return f'place the {known.placed[name]}: {{{{ {known.placed[name]}("{name}") }}}}' if name in known.placed else ""


def _in_other_brackets(tree: nodes.Template, text: str, display_path: str, facts: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each fact in brackets that would print as typed: {staff} or [staff] instead of {{ staff }}."""
    typed = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    meant = {found[0] for found in OTHER_BRACKETS.finditer(typed) if (found[1] or found[2]) in facts}
    for at, line in enumerate(text.split("\n") if meant else (), 1):
        for found in OTHER_BRACKETS.finditer(line):
            if found[0] in meant:
                name = found[0][1:-1].strip()
                message = f"{found[0]} would print as typed, not as the fact of that name"
                # Square brackets may be intended: an editor's word in a quotation.
                grave: Severity = "warning" if found[1] else "note"
                yield Problem(
                    "fact-not-printed",
                    message,
                    Location(display_path, at, found.start() + 1),
                    f"write {{{{ {name} }}}}",
                    grave,
                )


def _filtered(tree: nodes.Template) -> list[nodes.FilterBlock | nodes.AssignBlock]:
    """Return the blocks with a filter: {% filter upper %}, {% set name | upper %}."""
    found: list[nodes.FilterBlock | nodes.AssignBlock] = list(tree.find_all(nodes.FilterBlock))
    return [*found, *(block for block in tree.find_all(nodes.AssignBlock) if block.filter is not None)]


class _KnownOnly(NodeTransformer):
    """Remove filters and tests that do not exist: Jinja refuses to look for names in a tree that has them."""

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
    display_path: str,
    kind: type[nodes.Filter | nodes.Test],
    what: str,
    known: Collection[str],
) -> Iterator[Problem]:
    for node in tree.find_all(kind):
        if node.name in known:
            continue
        line = text.split("\n")[node.lineno - 1 : node.lineno]
        match = re.search(rf"(?<!\w){re.escape(node.name)}(?!\w)", line[0]) if line else None
        hint = did_you_mean(node.name, known) or f"choose one of: {', '.join(sorted(known))}"
        location = Location(display_path, node.lineno, match.start() + 1 if match else 0)
        yield Problem(f"unknown-{what}", f'unknown {what} "{node.name}"', location, hint)


def _tested_names(tree: nodes.Template) -> set[str]:
    """Return names that the template tests with `has("debt")` or `is defined`: it may serve dossiers without them."""
    tests = tree.find_all(nodes.Test)
    asked = {t.node.name for t in tests if t.name in ("defined", "undefined") and isinstance(t.node, nodes.Name)}
    for call in tree.find_all(nodes.Call):
        first = call.args[0] if call.args else None
        if isinstance(call.node, nodes.Name) and call.node.name == TESTING and isinstance(first, nodes.Const):
            asked.add(str(first.value).partition(".")[0])
    return asked


def _places(tree: nodes.Template, text: str, name: str) -> list[tuple[int, int]]:
    """Return line and column of each use of a name. Jinja knows only lines, so the column is looked up in the line."""
    lines = text.split("\n")
    word = re.compile(rf"(?<![\w.\"']){re.escape(name)}(?!\w)")
    places: dict[tuple[int, int], None] = {}
    for node in tree.find_all(nodes.Name):
        if node.name != name or node.ctx != "load":
            continue
        line = lines[node.lineno - 1] if node.lineno <= len(lines) else ""
        found = [m for tag in CODE.finditer(line) for m in word.finditer(line, tag.start(), tag.end())]
        found = found or list(word.finditer(line))  # the line may be inside a longer tag
        places.update(dict.fromkeys((node.lineno, match.start() + 1) for match in found))
        if not found:
            places[node.lineno, 0] = None
    return list(places)
