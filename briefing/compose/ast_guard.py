"""Rewrite a template's syntax tree before compilation, so that everything in it is counted and can be located.

Loops, slices, `~` and comparisons become calls of functions that count against the limits. A place marker (template number and
line) is put before each piece of output.
"""

from __future__ import annotations

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from briefing.compose.output import PLACE_END, PLACE_START
from briefing.files.characters import SURROGATE

# Jinja calls a visitor's methods by the names of its nodes.
# ruff: noqa: N802


LARGEST_NUMBER = 10**100
"""Of those that are typed. No brief prints a larger one; Python can print no text of one that is larger by far."""


class NumberTooLargeError(TemplateSyntaxError):
    """A number in a tag that has too many digits, printed or not."""

    code, hint = "number-too-large", "type a smaller number"

    def __init__(self, line: int) -> None:
        super().__init__("a number in a tag has too many digits", line)


class AstGuard(NodeTransformer):
    """Tree transformer; see the module. `number` identifies the template in place markers."""

    def __init__(self, number: int) -> None:
        self.number = number

    def visit_For(self, node: nodes.For) -> nodes.For:
        self.generic_visit(node)
        # `_bounded` returns a list: `loop.last` and `loop.length` do not work on an iterator.
        node.iter = _call("_bounded", node, node.iter)
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Expr:
        value = node.value
        if isinstance(value, int | float) and not -LARGEST_NUMBER < value < LARGEST_NUMBER:
            raise NumberTooLargeError(node.lineno)
        # Half a character could not be written down, not even as a name that was asked for.
        return _call("_whole", node, node) if isinstance(value, str) and SURROGATE.search(value) else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:
        self.generic_visit(node)
        return _call("_joined", node, nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:
        self.generic_visit(node)
        member = all(operand.op in ("in", "notin") for operand in node.ops)
        name = "_member" if member else "_compared"
        node.expr = _call(name, node, node.expr)
        for operand in node.ops:
            operand.expr = _call(name, node, operand.expr)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        nothing = nodes.Const(None, lineno=node.lineno)
        limits = (node.arg.start, node.arg.stop, node.arg.step)
        return _call("_sliced", node, node.node, *(limit or nothing for limit in limits))

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        self.generic_visit(node)
        marked: list[nodes.Expr] = []
        for part in node.nodes:
            line = part.lineno or node.lineno
            marked += [nodes.TemplateData(f"{PLACE_START}{self.number}:{line}{PLACE_END}", lineno=line), part]
        node.nodes = marked
        return node


def _call(name: str, at: nodes.Node, *arguments: nodes.Node) -> nodes.Call:
    function = nodes.Name(name, "load", lineno=at.lineno)
    return nodes.Call(function, list(arguments), [], None, None, lineno=at.lineno)
