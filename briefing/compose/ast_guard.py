"""Rewrite a template's syntax tree before compilation, so that everything in it is counted and can be located.

Loops, slices, `~` and comparisons become calls of functions that count against the limits; templates, macros and blocks begin with
one. The functions are attributes of the environment and have no name in a template, so that no template can put others in their
place. A place marker (template number and line) is put before each piece of output.
"""

from __future__ import annotations

from typing import TypeVar, cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from briefing.compose.limits import NODES_PER_TURN
from briefing.compose.output import PLACE_END, PLACE_START
from briefing.files.characters import SURROGATE

# Jinja calls a visitor's methods by the names of its nodes.
# ruff: noqa: N802


LARGEST_NUMBER = 10**18
"""Whole number that is typed. No brief prints a larger one, and Python would look up many of them, once chosen for that, in one place."""
LARGEST_FLOAT = 1e100
LARGEST_TEMPLATE = 40_000
"""Size of a template: the nodes of its syntax tree, some of which count several times."""

RESERVED = frozenset({"_bounded", "_joined", "_sliced", "_member", "_compared", "_whole"})
"""Names under which templates could once reach the functions of the guard. Whoever binds one means to get round it."""
_WEIGHTS: dict[type[nodes.Node], int] = {nodes.Filter: 3, nodes.Test: 3, nodes.Call: 3, nodes.Compare: 3}
"""Cost of a node beside that of a name or a text."""


class ReservedNameError(TemplateSyntaxError):
    """A name that a template cannot give to anything."""

    code, hint = "template-syntax", "choose another name"

    def __init__(self, name: str, line: int) -> None:
        super().__init__(f'the name "{name}" is reserved', line)


class TooManyTagsError(TemplateSyntaxError):
    """A template that takes too long to prepare."""

    code, hint = "too-large", "split it into several templates, or use a table"

    def __init__(self) -> None:
        super().__init__("this template has too many tags, or too much in them", 1)


class NumberTooLargeError(TemplateSyntaxError):
    """A number in a tag that has too many digits, printed or not."""

    code, hint = "number-too-large", "type a smaller number"

    def __init__(self, line: int) -> None:
        super().__init__("a number in a tag has too many digits", line)


class AstGuard(NodeTransformer):
    """Tree transformer; see the module. `number` identifies the template in place markers."""

    def __init__(self, number: int) -> None:
        self.number = number

    def visit_Template(self, node: nodes.Template) -> nodes.Template:
        if _weigh(node) > LARGEST_TEMPLATE:
            raise TooManyTagsError
        return self._counted(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:
        _check_name(node.name, node)
        return self._counted(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:
        return self._counted(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Block:
        return self._counted(node)

    def visit_For(self, node: nodes.For) -> nodes.For:
        turns = nodes.Const(1 + _weigh(node) // NODES_PER_TURN, lineno=node.lineno)
        if node.recursive:  # its inner runs have lists of their own
            node = self._counted(node)
        else:
            self.generic_visit(node)
        # `bounded` returns a list: `loop.last` and `loop.length` do not work on an iterator.
        node.iter = _call("bounded", node, node.iter, turns)
        return node

    def visit_Name(self, node: nodes.Name) -> nodes.Name:
        if node.ctx != "load":
            _check_name(node.name, node)
        return node

    def visit_Import(self, node: nodes.Import) -> nodes.Import:
        _check_name(node.target, node)
        self.generic_visit(node)
        return node

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.FromImport:
        for name in node.names:
            _check_name(name if isinstance(name, str) else name[1], node)
        self.generic_visit(node)
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Pair:
        self.generic_visit(node)
        node.key = _call("key", node, node.key)
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Expr:
        value = node.value
        largest = LARGEST_FLOAT if isinstance(value, float) else LARGEST_NUMBER
        if isinstance(value, int | float) and not -largest < value < largest:
            raise NumberTooLargeError(node.lineno)
        # Half a character could not be written down, not even as a name that was asked for.
        return _call("whole", node, node) if isinstance(value, str) and SURROGATE.search(value) else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:
        self.generic_visit(node)
        return _call("joined", node, nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Expr:
        self.generic_visit(node)
        if len(node.ops) == 1 and node.ops[0].op in ("in", "notin"):
            found = _call("contains", node, node.expr, node.ops[0].expr)
            return found if node.ops[0].op == "in" else nodes.Not(found, lineno=node.lineno)
        node.expr = _call("compared", node, node.expr)
        for operand in node.ops:
            operand.expr = _call("compared", node, operand.expr)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        nothing = nodes.Const(None, lineno=node.lineno)
        limits = (node.arg.start, node.arg.stop, node.arg.step)
        return _call("sliced", node, node.node, *(limit or nothing for limit in limits))

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        self.generic_visit(node)
        marked: list[nodes.Expr] = []
        for part in node.nodes:
            line = part.lineno or node.lineno
            marked += [nodes.TemplateData(f"{PLACE_START}{self.number}:{line}{PLACE_END}", lineno=line), part]
        node.nodes = marked
        return node

    def _counted(self, node: Counted) -> Counted:
        """Let each run of what the node contains count by its size."""
        turns = nodes.Const(1 + _weigh(node) // NODES_PER_TURN, lineno=node.lineno)
        self.generic_visit(node)
        node.body.insert(0, nodes.ExprStmt(_call("step", node, turns), lineno=node.lineno))
        return node


Counted = TypeVar("Counted", nodes.Template, nodes.Macro, nodes.CallBlock, nodes.Block, nodes.For)


def _weigh(node: nodes.Node) -> int:
    """Return the size of what a node contains."""
    return sum(_WEIGHTS.get(type(part), 1) for part in node.find_all(nodes.Node))


def _check_name(name: str, at: nodes.Node) -> None:
    if name in RESERVED:
        raise ReservedNameError(name, at.lineno)


def _call(name: str, at: nodes.Node, *arguments: nodes.Node) -> nodes.Call:
    function = nodes.EnvironmentAttribute(name, lineno=at.lineno)
    return nodes.Call(function, cast("list[nodes.Expr]", list(arguments)), [], None, None, lineno=at.lineno)
