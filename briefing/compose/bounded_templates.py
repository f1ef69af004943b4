"""Templates that cannot run long or make much, whatever they are given: seen in their syntax tree, before they run.

Nearly every template is one of these: it prints, asks, and loops over what the dossier has. Any other may run only where the operating
system limits memory and time as well (`build/isolation.py`). Who is in doubt says no: that costs a process, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

LONGEST = 50_000
"""Characters of a template that is looked at. A longer one is not parsed for it."""
LOOPS = 3
"""Loops inside each other."""
_BREAKS = (nodes.Break, nodes.Continue)
_HARMLESS = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.ExprStmt, nodes.If, nodes.For, nodes.Assign, *_BREAKS,
    nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Keyword, nodes.EnvironmentAttribute, nodes.Filter,
    nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Neg, nodes.List, nodes.Tuple,
    nodes.Add, nodes.Sub,
)  # fmt: skip
_GROWING = (nodes.List, nodes.Tuple, nodes.Add, nodes.Filter)
"""Nodes that can make something larger than each of its parts. Of filters, only those that join can."""
_UNBOUNDED_NAMES = frozenset({"range", "namespace", "loop", "caller", "super", "self", "varargs", "kwargs"})


class UnboundedTemplateError(Exception):
    """Raised where only bounded templates may run, and this one might not be."""


def is_bounded(tree: nodes.Template) -> bool:
    """Return True if the template, as `AstGuard` left it, cannot loop or grow beyond what the dossier has.

    It has no macros, no other templates, no more than a few loops inside each other, and builds nothing from what it has built itself.
    """
    parts = list(tree.find_all(nodes.Node))
    if not all(isinstance(part, _HARMLESS) for part in parts) or _loops_within(tree) > LOOPS:
        return False
    bound = {part.name for part in parts if isinstance(part, nodes.Name) and part.ctx != "load"}
    for part in parts:
        if isinstance(part, nodes.For) and part.recursive:
            return False
        if isinstance(part, nodes.Call) and not _calls_a_function(part, bound):
            return False
        if isinstance(part, nodes.Assign) and _grows(part.node) and not bound.isdisjoint(_names_in(part.node)):
            return False
    return True


def _calls_a_function(call: nodes.Call, bound: set[str]) -> bool:
    """Return True if the call is of one of our functions."""
    if call.dyn_args is not None or call.dyn_kwargs is not None:
        return False
    if isinstance(call.node, nodes.Name):
        return call.node.name not in _UNBOUNDED_NAMES | bound
    return isinstance(call.node, nodes.EnvironmentAttribute)


def _grows(value: nodes.Node) -> bool:
    found = [value, *value.find_all(nodes.Node)]
    return any(isinstance(each, _GROWING) and getattr(each, "name", "join") == "join" for each in found)


def _names_in(value: nodes.Node) -> Iterator[str]:
    yield from (found.name for found in [value, *value.find_all(nodes.Node)] if isinstance(found, nodes.Name))


def _loops_within(node: nodes.Node) -> int:
    """Return how many loops are inside each other at most."""
    inner = max((_loops_within(child) for child in node.iter_child_nodes()), default=0)
    return inner + isinstance(node, nodes.For)
